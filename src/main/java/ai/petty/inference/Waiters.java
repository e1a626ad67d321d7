package ai.petty.inference;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who waits for a pet to be evaluated. However many wait for the same one, it is asked once for all of them, and less often the longer it
 * takes. Belongs to one event loop.
 */
final class Waiters {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(120);
    /** Nobody waits longer. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Pending pending;
    private final Map<UUID, List<Waiter>> petToWaiters = new HashMap<>();

    /** Whether something of a pet waits to be evaluated; what does is hurried. */
    @FunctionalInterface
    interface Pending {
        Future<Boolean> ask(UUID petId);
    }

    /** @param since nanoseconds */
    private record Waiter(Promise<Void> done, long since) {
        boolean hasWaitedFor(Duration time) {
            return System.nanoTime() - since > time.toNanos();
        }
    }

    Waiters(Vertx vertx, Pending pending) {
        this.vertx = vertx;
        this.pending = pending;
    }

    /** Completes when nothing that was stored of a pet before the call waits to be evaluated, or when it has taken too long. */
    Future<Void> wait(UUID petId) {
        var waiter = new Waiter(Promise.promise(), System.nanoTime());
        var known = petToWaiters.get(petId);
        if (known == null) {
            petToWaiters.put(petId, new ArrayList<>(List.of(waiter)));
            look(petId, FIRST_PAUSE);
        } else {
            known.add(waiter);
        }
        return waiter.done().future();
    }

    private void look(UUID petId, Duration pause) {
        var waiting = petToWaiters.getOrDefault(petId, List.of());
        // Who comes while it is asked may mean something that the answer does not know of.
        var meant = List.copyOf(waiting);
        pending.ask(petId).onComplete(answer -> {
            var isOver = answer.failed() || !answer.result();
            var ready = waiting.stream()
                    .filter(one -> (isOver && meant.contains(one)) || one.hasWaitedFor(LONGEST))
                    .toList();
            waiting.removeAll(ready);
            if (waiting.isEmpty()) {
                petToWaiters.remove(petId);
            } else {
                vertx.setTimer(pause.toMillis(), timer -> look(petId, longer(pause)));
            }
            ready.forEach(one -> one.done().complete());
        });
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
