package ai.petty.inference.behaviour;

import ai.petty.inference.motion.LabelledWindow;
import ai.petty.ingest.Reading;

/**
 * One thing that is known of a pet at one time. What a machine is given is in the order of time; at the same time readings come first,
 * by their {@code n}.
 */
public sealed interface Observation {
    /** Microseconds since 1970 UTC. */
    long t();

    /** What the collar reported. */
    record OfReading(Reading reading) implements Observation {
        @Override
        public long t() {
            return reading.t();
        }
    }

    /**
     * What the model made of a window of raw motion.
     *
     * @param model its version
     */
    record OfMotion(LabelledWindow window, String model) implements Observation {
        @Override
        public long t() {
            return window.t0();
        }
    }
}
