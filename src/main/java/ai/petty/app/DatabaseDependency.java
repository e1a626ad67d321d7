package ai.petty.app;

import ai.petty.observability.Dependency;
import ai.petty.store.Database;

/** How the database's breaker stands, for the readiness report. */
record DatabaseDependency(Database database) implements Dependency {
    @Override
    public String name() {
        return "database";
    }

    @Override
    public State state() {
        return switch (database.state()) {
            case CLOSED -> State.up();
            case HALF_OPEN -> new State(Level.DEGRADED, "the breaker lets one question through to try");
            case OPEN -> new State(Level.DOWN, "the breaker is open: the database did not answer");
        };
    }
}
