package ai.petty;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Micros;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts events of pets straight into the tables of a running server, as evaluation leaves them there. */
public final class TestEvents {
    private static final AtomicInteger SERIALS = new AtomicInteger(820_000);

    private TestEvents() {}

    /** A new collar on the pet. */
    public static long pair(PettyTestServer server, UUID petId) {
        return Long.parseLong(
                server.sql("""
                        with made as (insert into collar (serial) values (?) returning collar_id)
                        insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, '-infinity' from made
                        returning pairing_id""", "SN-" + SERIALS.getAndIncrement(), petId).getFirst());
    }

    /** From and to: times of PostgreSQL. */
    public static String episode(PettyTestServer server, long pairingId, Behaviour behaviour, String from, String to) {
        server.sql("""
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                values (?, ?::timestamptz, ?, ?::timestamptz, false, 0.8, 0.9, 'rules', '{"heart_rate_mean_bpm": 71.5}')
                returning 1""", pairingId, from, behaviour.code(), to);
        return id(pairingId, behaviour, from);
    }

    public static String id(long pairingId, Behaviour behaviour, String from) {
        return new EpisodeId(pairingId, behaviour, Micros.of(Instant.parse(from))).text();
    }

    public static void forget(PettyTestServer server, long pairingId) {
        server.sql("delete from episode where pairing_id = ? returning 1", pairingId);
    }
}
