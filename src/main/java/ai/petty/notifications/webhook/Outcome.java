package ai.petty.notifications.webhook;

import java.util.Optional;

/** What became of one request to a webhook. */
public sealed interface Outcome {
    /** There was an answer; its body is nobody's business. */
    record Answered(int statusCode) implements Outcome {
        private static final int GONE = 410;

        @Override
        public boolean isDelivered() {
            return statusCode >= 200 && statusCode < 300;
        }

        /** The receiver wants nothing any more. */
        @Override
        public boolean isGone() {
            return statusCode == GONE;
        }

        /** Of what the receiver does with one request another host's user hears nothing; of how the host is, they do. */
        @Override
        public boolean isOfTheHost() {
            return statusCode >= 500;
        }
    }

    /** There was none. */
    record Failed(Problem why) implements Outcome {
        @Override
        public boolean isOfTheHost() {
            return !why.isOurs();
        }
    }

    default boolean isDelivered() {
        return false;
    }

    default boolean isGone() {
        return false;
    }

    /** Whether it tells that the host does not work, whoever asks. */
    boolean isOfTheHost();

    /** Whether the host was not asked at all. */
    default boolean wasNotTried() {
        return this instanceof Failed failed && failed.why().isOurs();
    }

    default Optional<Integer> status() {
        return this instanceof Answered answered ? Optional.of(answered.statusCode()) : Optional.empty();
    }

    default Optional<Problem> problem() {
        return this instanceof Failed failed ? Optional.of(failed.why()) : Optional.empty();
    }
}
