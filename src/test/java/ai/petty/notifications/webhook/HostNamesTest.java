package ai.petty.notifications.webhook;

import static ai.petty.notifications.webhook.HostNames.LOOK_UPS_AT_ONCE;
import static ai.petty.notifications.webhook.HostNames.MOST_WAITING;
import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.notifications.webhook.HostNames.Busy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that nobody answers for, and the others. */
class HostNamesTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);

    @AfterEach
    void close() {
        answer.countDown();
        await(vertx.close());
    }

    private HostNames silent(Duration timeout) {
        return HostNames.of(vertx, timeout, host -> {
            begun.release();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
    }

    private static List<Future<List<InetAddress>>> ask(HostNames names, int times) {
        var asked = new ArrayList<Future<List<InetAddress>>>();
        for (var i = 0; i < times; i++) {
            asked.add(names.addresses("silent.example"));
        }
        return asked;
    }

    @Test
    void only_so_many_wait_and_the_next_is_told_at_once() {
        var names = silent(LONG);
        var all = ask(names, LOOK_UPS_AT_ONCE + MOST_WAITING);
        assertThatThrownBy(() -> await(names.addresses("late.example"))).isInstanceOf(Busy.class);
        assertThat(all).noneMatch(Future::isComplete);

        answer.countDown();
        all.forEach(one -> assertThat(await(one)).containsExactly(InetAddress.getLoopbackAddress()));
        assertThat(await(names.addresses("later.example"))).hasSize(1);
    }

    @Test
    void a_name_that_had_no_turn_in_time_is_not_said_to_be_silent() {
        var names = silent(Duration.ofMillis(200));
        var asked = ask(names, LOOK_UPS_AT_ONCE);
        begun.acquireUninterruptibly(LOOK_UPS_AT_ONCE);
        var waiting = names.addresses("other.example");

        asked.forEach(one -> assertThatThrownBy(() -> await(one)).hasRootCauseInstanceOf(TimeoutException.class));
        assertThatThrownBy(() -> await(waiting)).isInstanceOf(Busy.class);
        answer.countDown();
        assertThat(await(names.addresses("later.example"))).hasSize(1);
        assertThat(begun.availablePermits())
                .as("what nobody waited for any more was not looked up")
                .isEqualTo(1);
    }
}
