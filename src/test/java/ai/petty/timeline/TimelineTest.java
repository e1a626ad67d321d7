package ai.petty.timeline;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.history.TimeRange;
import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Episodes as they are told: all of them, once, in order, with what people have said of them. */
class TimelineTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final TestDatabase server = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = server.open(vertx);
    private final BehaviourSearch search = new BehaviourSearch(database);
    private final BehaviourRows rows = new BehaviourRows(() -> DriverManager.getConnection(
            server.address().jdbcUrl(),
            server.address().user(),
            server.address().password().value()));
    private final TestHousehold household = TestHousehold.demo(server);
    private final UUID pet = household.pet("Bella");
    private final long pairing = household.pair(pet, "SN-1");

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
        server.close();
    }

    private Timeline timeline(Corrections corrections, Calibration calibration, Freshness freshness, Duration wait) {
        return new Timeline(search, corrections, calibration, new Waiting(vertx, freshness, wait));
    }

    private Timeline timeline() {
        return timeline(Corrections.NONE, Calibration.NONE, Freshness.NONE, Duration.ofHours(1));
    }

    private static TimeRange range(Duration from, Duration to) {
        return new TimeRange(Micros.of(START.plus(from)), Micros.of(START.plus(to)));
    }

    private static TimeRange aDay() {
        return range(Duration.ZERO, Duration.ofDays(1));
    }

    private List<EpisodeId> ids(List<Event> events) {
        return events.stream().map(event -> event.episode().id()).toList();
    }

    @Test
    void every_event_is_on_exactly_one_page_also_of_two_collars_and_of_the_same_moment() {
        var other = household.pair(pet, "SN-2");
        var all = new ArrayList<EpisodeId>();
        for (var i = 0; i < 20; i++) {
            var at = START.plus(Duration.ofMinutes(30L * i));
            all.add(rows.episode(pairing, Behaviour.RESTING, at, Duration.ofMinutes(30)));
            all.add(rows.episode(pairing, Behaviour.SLEEPING, at, Duration.ofMinutes(20)));
            all.add(rows.episode(other, Behaviour.RESTING, at, Duration.ofMinutes(10)));
        }
        for (var limit : new int[] {1, 7, 60, 1_000}) {
            var told = new ArrayList<EpisodeId>();
            Optional<String> cursor = Optional.empty();
            do {
                var page = await(timeline().page(pet, aDay(), limit, cursor));
                assertThat(page.items()).hasSizeBetween(1, limit);
                told.addAll(ids(page.items()));
                cursor = page.nextCursor();
            } while (cursor.isPresent());
            assertThat(told).containsExactlyElementsOf(all);
        }
    }

    @Test
    void what_reaches_into_the_time_is_told_and_what_only_touches_it_is_not_of_it() {
        var into = rows.episode(pairing, Behaviour.SLEEPING, START.minus(Duration.ofHours(23)), Duration.ofHours(24));
        rows.episode(pairing, Behaviour.RESTING, START.minus(Duration.ofHours(3)), Duration.ofHours(2));
        rows.episode(pairing, Behaviour.WALKING, START.plus(Duration.ofDays(1)), Duration.ofHours(1));
        assertThat(ids(await(timeline().page(pet, aDay(), 10, Optional.empty())).items()))
                .containsExactly(into);
    }

    @Test
    void a_range_that_is_none_and_a_cursor_of_another_pet_are_refused() {
        for (var i = 0; i < 3; i++) {
            rows.episode(pairing, Behaviour.RESTING, START.plus(Duration.ofHours(i)), Duration.ofMinutes(30));
        }
        var cursor = await(timeline().page(pet, aDay(), 1, Optional.empty())).nextCursor();
        assertThat(cursor).isPresent();
        assertThat(await(timeline().page(pet, aDay(), 1, cursor)).items()).hasSize(1);
        assertThatThrownBy(() -> await(timeline().page(household.pet("Rex"), aDay(), 1, cursor)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("cursor.invalid"));
        for (var bad : List.of("", "x", "ZXZ0", cursor.get() + "A", "%00")) {
            assertThatThrownBy(() -> await(timeline().page(pet, aDay(), 1, Optional.of(bad))))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("cursor.invalid"));
        }
        for (var bad :
                List.of(range(Duration.ofHours(1), Duration.ofHours(1)), range(Duration.ZERO, Duration.ofDays(36)))) {
            assertThatThrownBy(() -> await(timeline().page(pet, bad, 1, Optional.empty())))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("range.invalid"));
        }
    }

    @Test
    void a_corrected_event_has_both_labels_and_confidence_is_what_feedback_has_taught() {
        var right = rows.episode(pairing, Behaviour.RESTING, START, Duration.ofHours(1));
        var wrong = rows.episode(pairing, Behaviour.WALKING, START.plus(Duration.ofHours(1)), Duration.ofHours(1));
        var target = timeline(
                (petId, from, to) -> Future.succeededFuture(
                        petId.equals(pet) && from <= wrong.from() && wrong.from() < to
                                ? Map.of(wrong, new Corrections.Correction("running", 5))
                                : Map.of()),
                petId -> Future.succeededFuture((behaviour, raw) -> behaviour == Behaviour.WALKING ? raw / 3 : raw),
                Freshness.NONE,
                Duration.ofHours(1));

        var events = await(target.page(pet, aDay(), 10, Optional.empty())).items();

        assertThat(ids(events)).containsExactly(right, wrong);
        assertThat(events.getFirst().correction()).isEmpty();
        assertThat(events.getFirst().confidence()).isEqualTo(0.75);
        assertThat(events.getLast().episode().behaviour()).isEqualTo(Behaviour.WALKING);
        assertThat(events.getLast().correction()).hasValue(new Corrections.Correction("running", 5));
        assertThat(events.getLast().confidence()).isEqualTo(0.25);
    }

    @Test
    void who_asks_a_moment_after_a_reading_is_told_what_it_led_to() {
        var evaluated = Promise.<Void>promise();
        var asked = timeline(Corrections.NONE, Calibration.NONE, petId -> evaluated.future(), Duration.ofHours(1))
                .page(pet, aDay(), 10, Optional.empty());
        var found = rows.episode(pairing, Behaviour.WALKING, START, Duration.ofHours(1));
        assertThat(asked.isComplete()).isFalse();
        evaluated.complete();
        assertThat(ids(await(asked).items())).containsExactly(found);
    }

    @Test
    void an_evaluation_that_does_not_come_or_fails_costs_only_a_bounded_wait() {
        var found = rows.episode(pairing, Behaviour.WALKING, START, Duration.ofHours(1));
        var never = timeline(
                Corrections.NONE,
                Calibration.NONE,
                petId -> Promise.<Void>promise().future(),
                Duration.ofMillis(50));
        assertThat(ids(await(never.page(pet, aDay(), 10, Optional.empty())).items()))
                .containsExactly(found);
        var failing = timeline(
                Corrections.NONE,
                Calibration.NONE,
                petId -> Future.failedFuture("the engine is out"),
                Duration.ofHours(1));
        assertThat(ids(await(failing.page(pet, aDay(), 10, Optional.empty())).items()))
                .containsExactly(found);
    }
}
