package ai.petty.app;

import ai.petty.observability.Dependency;
import ai.petty.store.GuardedPool;

/** How the breaker of one way to the database stands, for the readiness report. */
record DatabaseDependency(GuardedPool pool) implements Dependency {
    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public State state() {
        return switch (pool.state()) {
            case CLOSED -> State.up();
            case HALF_OPEN -> new State(Level.DEGRADED, "the breaker lets one question through to try");
            case OPEN -> new State(Level.DOWN, "the breaker is open: the database did not answer");
        };
    }
}
