package ai.petty.bench;

import java.io.PrintWriter;

/** Told at both ends of the measured stretch, so that the processes' figures are read at the same moments. */
interface StretchSignals {
    String MEASURING = "MEASURING";
    String MEASURED = "MEASURED";

    void measuring();

    void measured();

    /** How a child process tells its parent. */
    static StretchSignals printedTo(PrintWriter out) {
        return new StretchSignals() {
            @Override
            public void measuring() {
                out.println(MEASURING);
                out.flush();
            }

            @Override
            public void measured() {
                out.println(MEASURED);
                out.flush();
            }
        };
    }
}
