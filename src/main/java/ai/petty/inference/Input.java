package ai.petty.inference;

import ai.petty.inference.behaviour.Observation;
import ai.petty.ingest.CommitListener.Stored;

/** What is read of a pairing, in the order in which the machine is given it. */
sealed interface Input {
    /** Microseconds since 1970 UTC. */
    long t();

    record OfReading(Stored stored) implements Input {
        @Override
        public long t() {
            return stored.reading().t();
        }
    }

    /** A piece of labelled motion begins; the machine is not told. */
    record MotionBegins(long t) implements Input {}

    record OfWindow(Observation.OfMotion window) implements Input {
        @Override
        public long t() {
            return window.t();
        }
    }
}
