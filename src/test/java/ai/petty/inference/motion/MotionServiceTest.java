package ai.petty.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.config.PettyConfig;
import ai.petty.ingest.Motion;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service around a model that does what the test wants. */
class MotionServiceTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int WINDOWS = 9;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<String> threads = Collections.synchronizedList(new ArrayList<>());
    private @Nullable MotionService service;

    @AfterEach
    void close() {
        if (service != null) {
            service.close().await();
        }
        vertx.close().await();
    }

    private MotionService target(PettyConfig.Inference config, Function<Integer, List<LabelledWindow>> answer) {
        var made = new MotionService(
                vertx,
                vertx.getOrCreateContext(),
                config,
                motions -> {
                    threads.add(Thread.currentThread().getName());
                    batches.add(motions.size());
                    return motions.stream()
                            .map(motion -> new LabelledMotion(answer.apply(motions.size()), "test-1"))
                            .toList();
                },
                meters);
        service = made;
        return made;
    }

    private static PettyConfig.Inference config(int maxWaiting, int maxBatch, Duration deadline, int failures) {
        return new PettyConfig.Inference(
                "", 0.5, maxWaiting, maxBatch, deadline, new PettyConfig.Breaker(failures, LONG));
    }

    private static List<Motion> motion() {
        return List.of(Motions.measured(Motions.resting(), 10, 10));
    }

    private static Refusal refusal(Future<List<LabelledMotion>> asked) {
        await().until(asked::isComplete);
        assertThat(asked.cause()).isInstanceOf(Refusal.class);
        return (Refusal) asked.cause();
    }

    private double refused(String why) {
        return meters.get("petty.inference.refused").tag("why", why).counter().count();
    }

    @Test
    void each_gets_its_own_labels_in_order_and_none_is_made_on_an_event_loop() {
        var window = new LabelledWindow(1, 2, MotionLabel.LYING, 0.7f, 0.1f);
        var target = target(config(1000, 100, LONG, 3), size -> List.of(window));
        var asked = target.label(List.of(motion().getFirst(), motion().getFirst()));
        assertThat(asked.await())
                .hasSize(2)
                .allSatisfy(labelled -> assertThat(labelled.windows()).containsExactly(window));
        assertThat(threads).allSatisfy(name -> assertThat(name).startsWith("petty-model-"));
        assertThat(meters.get("petty.inference.windows")
                        .tag("label", "lying")
                        .counter()
                        .count())
                .isEqualTo(2);
        await().untilAsserted(() -> assertThat(
                        meters.get("petty.inference.waiting").gauge().value())
                .isZero());
    }

    @Test
    void while_a_batch_is_at_work_the_next_gathers_up_to_its_largest_size() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 3 * WINDOWS, LONG, 3), size -> {
            began.countDown();
            return waited(go);
        });
        var asked = new ArrayList<Future<List<LabelledMotion>>>();
        asked.add(target.label(motion()));
        began.await();
        for (var i = 0; i < 5; i++) {
            asked.add(target.label(motion()));
        }
        go.countDown();
        Future.all(asked).await();
        assertThat(batches).containsExactly(1, 3, 2);
    }

    private static List<LabelledWindow> waited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return List.of();
    }

    @Test
    void more_than_may_wait_goes_without_at_once() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(2 * WINDOWS, 100, LONG, 3), size -> {
            began.countDown();
            return waited(go);
        });
        var first = target.label(motion());
        began.await();
        var second = target.label(motion());
        var third = target.label(motion());
        assertThat(refusal(third).code()).isEqualTo("model.unavailable");
        assertThat(refusal(third).retryAfter()).isPresent();
        assertThat(refused("full")).isEqualTo(1);
        go.countDown();
        Future.all(first, second).await();
        assertThat(target.label(motion()).await()).hasSize(1);
    }

    @Test
    void what_waits_past_its_deadline_goes_without_and_costs_nothing() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 100, LONG, 3), size -> {
            began.countDown();
            return waited(go);
        });
        var first = target.label(motion());
        began.await();
        var late = target.label(motion(), Deadline.in(Duration.ZERO));
        go.countDown();
        first.await();
        assertThat(refusal(late).code()).isEqualTo("model.unavailable");
        assertThat(batches).containsExactly(1);
        assertThat(refused("late")).isEqualTo(1);
    }

    @Test
    void a_model_that_fails_is_left_alone_and_everybody_is_told_at_once() {
        var target = target(config(1000, 100, LONG, 2), size -> {
            throw new IllegalStateException("broken");
        });
        assertThat(refusal(target.label(motion())).code()).isEqualTo("model.unavailable");
        assertThat(target.state()).isEqualTo(CircuitBreakerState.CLOSED);
        refusal(target.label(motion()));
        await().until(() -> target.state() == CircuitBreakerState.OPEN);
        refusal(target.label(motion()));
        assertThat(batches).as("the third was not tried").hasSize(2);
        assertThat(refused("out")).isEqualTo(3);
        assertThat(meters.get("petty.breaker.open")
                        .tag("breaker", "model")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void a_model_that_does_not_come_back_keeps_nobody_waiting_and_gets_nothing_more() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 100, Duration.ofMillis(50), 100), size -> {
            began.countDown();
            return waited(go);
        });
        var given = target.label(motion(), Deadline.in(LONG));
        began.await();
        assertThat(refusal(given).code()).isEqualTo("model.unavailable");
        assertThat(refusal(target.label(motion())).code()).isEqualTo("model.unavailable");
        assertThat(refused("out") + refused("late")).isEqualTo(2);
        assertThat(batches).hasSize(1);
        go.countDown();
        await().until(() -> target.label(motion()).otherwiseEmpty().await() != null);
    }

    @Test
    void who_has_less_time_than_the_model_waits_no_longer_also_in_a_batch() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 100, LONG, 1), size -> {
            began.countDown();
            return waited(go);
        });
        var hurried = target.label(motion(), Deadline.in(Duration.ofSeconds(1)));
        began.await();
        assertThat(refusal(hurried).code()).isEqualTo("model.unavailable");
        assertThat(refused("late")).isEqualTo(1);
        assertThat(target.state()).as("the model is in time").isEqualTo(CircuitBreakerState.CLOSED);
        var patient = target.label(motion());
        go.countDown();
        assertThat(patient.await()).hasSize(1);
        assertThat(meters.get("petty.inference.waiting").gauge().value())
                .as("given back once")
                .isZero();
    }

    @Test
    void a_thread_that_hangs_is_seen_and_nobody_waits_behind_it() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 100, Duration.ofMillis(20), 100), size -> {
            began.countDown();
            return waited(go);
        });
        target.label(motion(), Deadline.in(LONG));
        began.await();
        await().until(() -> target.state() == CircuitBreakerState.OPEN);
        assertThat(meters.get("petty.breaker.open").gauge().value()).isEqualTo(1);
        var late = refused("late");
        refusal(target.label(motion(), Deadline.in(LONG)));
        assertThat(refused("late")).as("refused at once").isEqualTo(late);
        go.countDown();
        await().until(() -> target.state() == CircuitBreakerState.CLOSED);
    }

    @Test
    void a_thread_that_never_comes_back_does_not_hold_up_the_close_but_is_told() throws InterruptedException {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var target = target(config(1000, 100, Duration.ofMillis(20), 100), size -> {
            began.countDown();
            return waited(go);
        });
        target.label(motion(), Deadline.in(LONG));
        began.await();
        var closed = target.close();
        service = null;
        await().until(closed::isComplete);
        assertThat(closed.failed()).isTrue();
        go.countDown();
    }

    /** Who labels what is stored rests after each failure, so failures come that far apart. */
    @Test
    void failures_add_up_however_far_apart_they_are_asked_for() {
        var config = config(1000, 100, Duration.ofSeconds(2), 5);
        var options = MotionService.options(config);
        assertThat(Duration.ofMillis(options.getFailuresRollingWindow()))
                .isGreaterThanOrEqualTo(
                        MotionLabeller.REST.plus(config.deadline()).multipliedBy(options.getMaxFailures()));
    }

    @Test
    void after_the_close_nothing_is_taken() {
        var target = target(config(1000, 100, LONG, 3), size -> List.of());
        target.close().await();
        service = null;
        assertThat(refusal(target.label(motion())).code()).isEqualTo("model.unavailable");
    }
}
