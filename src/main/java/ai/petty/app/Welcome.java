package ai.petty.app;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** What the demo says when it is ready: where it is, what opens it, and three lines to paste. */
record Welcome(String base, String secret) {
    /** The collar of the one who pastes the lines. */
    static final String OWN_COLLAR = "SN-900001";

    void print(PrintStream out, UUID ownPet, Optional<String> simulated) {
        var today = LocalDate.now(ZoneOffset.UTC);
        out.println("READY " + base);
        out.println("secret (a person's bearer token, and any collar's credential): " + secret);
        out.println("to read about it: " + base + "/docs");
        out.printf(
                """
                curl -s %s/v1/ingest -d '{"collar_id":"%s","timestamp":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'","heart_rate":85,"activity_level":1,"location":{"type":"Point","coordinates":[-74.0060,40.7128]}}'
                curl -s '%s/v1/realtime?collar_id=%s'
                curl -s -H 'Authorization: Bearer %s' '%s/v2/pets/%s/readings?from=%sT00:00:00Z&to=%sT00:00:00Z'
                """,
                base,
                OWN_COLLAR,
                base,
                simulated.orElse(OWN_COLLAR),
                secret,
                base,
                ownPet,
                today.minusDays(1),
                today.plusDays(2));
        out.flush();
    }
}
