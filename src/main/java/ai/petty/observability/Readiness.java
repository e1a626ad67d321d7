package ai.petty.observability;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the process should be given work: not before its start is complete, nor while it drains. */
public final class Readiness {
    private final List<Dependency> dependencies = new CopyOnWriteArrayList<>();
    private volatile Phase phase = Phase.STARTING;

    /** Where in its life the process is. */
    public enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    public Readiness dependsOn(Dependency dependency) {
        dependencies.add(dependency);
        return this;
    }

    /** The start is complete. Does nothing when the process has begun to drain meanwhile. */
    public synchronized void started() {
        if (phase == Phase.STARTING) {
            phase = Phase.READY;
        }
    }

    /** The process is asked to stop; there is no way back. */
    public synchronized void draining() {
        phase = Phase.DRAINING;
    }

    public Phase phase() {
        return phase;
    }

    public List<Dependency> dependencies() {
        return List.copyOf(dependencies);
    }

    /** Whether anything it leans on is not as it should be. */
    public boolean degraded() {
        return dependencies.stream().anyMatch(dependency -> dependency.state().level() != Dependency.Level.UP);
    }
}
