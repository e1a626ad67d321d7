package ai.petty.app;

import ai.petty.observability.Dependency;
import ai.petty.secrets.CachedSecretStore;

/** How the store of secrets does, for the readiness report. Without it the process goes on with what it remembers. */
record SecretsDependency(CachedSecretStore store) implements Dependency {
    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public State state() {
        return switch (store.state()) {
            case CLOSED ->
                store.isStale()
                        ? new State(Level.DEGRADED, "the store did not give a secret again: its last value is in use")
                        : State.up();
            case HALF_OPEN -> new State(Level.DEGRADED, "the breaker lets one question through to try");
            case OPEN -> new State(Level.DOWN, "the breaker is open: the store did not answer, last values are in use");
        };
    }
}
