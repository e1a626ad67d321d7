package ai.petty.observability;

/** Something outside the process that it leans on, or the breaker before it. Asked often: it answers from memory, at once. */
public interface Dependency {
    String name();

    State state();

    /**
     * @param level how it is doing
     * @param reason one sentence for an operator, empty when all is well
     */
    record State(Level level, String reason) {
        public static State up() {
            return new State(Level.UP, "");
        }
    }

    /** How a dependency is doing. */
    enum Level {
        UP,
        /** Works, but not as it should: half-open breaker, answers from a cache. */
        DEGRADED,
        DOWN
    }
}
