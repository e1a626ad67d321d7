package ai.petty.app;

import java.io.PrintStream;

/** What the demo says when it is ready: where it is, what opens it, and three lines to paste. */
record Welcome(String base, DemoHousehold.Residents residents, Boxed boxed) {
    /** A collar that is nobody's yet, and the code that lies in its box. */
    record Boxed(String serial, String claimCode) {
        /** Never prints the code. */
        @Override
        public String toString() {
            return "Boxed[" + serial + "]";
        }
    }

    void print(PrintStream out) {
        out.println("READY " + base);
        out.println("sign in with e-mail " + residents.email() + " and password " + residents.password());
        out.println("a collar in its box, to pair: SERIAL=" + boxed.serial() + " CODE=" + boxed.claimCode());
        out.println("to read about it: " + base + "/docs");
        out.printf(
                """
                TOKEN=$(curl -s %s/v2/auth/login -H 'Content-Type: application/json' -d '{"email":"%s","password":"%s"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                curl -s -H "Authorization: Bearer $TOKEN" %s/v2/pets
                curl -s -H "Authorization: Bearer $TOKEN" %s/v2/pets/%s/latest
                """,
                base,
                residents.email(),
                residents.password(),
                base,
                base,
                residents.petIds().getFirst());
        out.flush();
    }
}
