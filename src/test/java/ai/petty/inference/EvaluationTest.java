package ai.petty.inference;

import static ai.petty.inference.EvaluationWorld.MACHINE;
import static ai.petty.inference.EvaluationWorld.oracle;
import static ai.petty.inference.EvaluationWorld.reading;
import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.behaviour.BehaviourOptions;
import ai.petty.inference.behaviour.BehaviourRules;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.motion.LabelledMotion;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.pets.PetLeavings;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What evaluating touches, when, and what it leaves alone. */
class EvaluationTest {
    private static final long SECOND = 1_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** {@code alerts.live-window}. */
    private static final long LATELY = 5 * MINUTE;

    private final EvaluationWorld world = new EvaluationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    /** A reading each ten seconds; ten minutes of rest, ten of walking, and so on. */
    private static List<Reading> life(long from, long to) {
        var readings = new ArrayList<Reading>();
        for (var t = from; t < to; t += 10 * SECOND) {
            readings.add(reading(t, 0, (float) (60 + t / SECOND % 7), (int) (t / (10 * MINUTE) % 2)));
        }
        return readings;
    }

    private static double taken(EvaluationWorld.Engine process) {
        return process.count("petty.evaluation.observations");
    }

    private List<String> rows(String table, String column) {
        return world.postgres.texts(
                "select " + column + " || ' ' || ctid || ' ' || xmin from " + table + " order by " + column);
    }

    @Test
    void what_comes_in_order_costs_itself_and_nothing_before_it() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        world.store(pairing, life(world.now() - 30 * HOUR, world.now() - 1 * HOUR));
        world.settle();
        var before = taken(process);

        var news = life(world.now() - 1 * HOUR, world.now());
        world.store(pairing, news);
        world.settle();

        assertThat(taken(process) - before).isEqualTo(news.size());
    }

    @Test
    void what_comes_late_opens_only_what_it_touches() {
        var machine = new BehaviourRules(BehaviourOptions.standard());
        var process =
                world.start(new EvaluationVerticle.Rules(machine, Optional.empty(), SealedUntil.NOTHING), Map.of());
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 72 * HOUR, world.now());
        world.store(pairing, readings);
        world.settle();
        var before = taken(process);
        var episodes = rows("episode", "from_t");
        var bins = rows("activity_bin", "start_t");
        var checkpoints = rows("evaluation_checkpoint", "t");

        var late = reading(world.now() - 36 * HOUR + 5 * MINUTE + 3 * SECOND, 0, 200, 0);
        readings.add(late);
        world.store(pairing, List.of(late));
        world.settle();

        assertThat(world.found(process, pairing)).isEqualTo(oracle(machine, pairing, readings, List.of(), world.now()));
        // An hour of ten-second readings up to the checkpoint before it, and as much until all is as it was.
        assertThat(taken(process) - before).isBetween(30.0, 1_100.0);
        assertThat(changed(episodes, rows("episode", "from_t"))).isBetween(1L, 4L);
        assertThat(changed(bins, rows("activity_bin", "start_t"))).isBetween(1L, 4L);
        assertThat(changed(checkpoints, rows("evaluation_checkpoint", "t"))).isBetween(1L, 4L);
        assertThat(process.told().getLast().fresh()).isEmpty();
        assertThat(process.told().getLast().from()).isBetween(late.t() - HOUR, late.t());
    }

    /** A reading each ten seconds of a dog that walks straight on, slowly. */
    private static List<Reading> walk(long from, int readings) {
        var walk = new ArrayList<Reading>();
        for (var i = 0; i < readings; i++) {
            var latE6 = 40_700_000 + i * 130;
            walk.add(new Reading(from + i * 10L * SECOND, 0, 90f, null, (short) 1, latE6, -74_000_000, 5f, null, null));
        }
        return walk;
    }

    @Test
    void what_only_silence_has_told_is_taken_back_by_what_was_on_its_way_however_much_that_is() {
        var machine = new BehaviourRules(BehaviourOptions.standard());
        var process = world.start(
                new EvaluationVerticle.Rules(machine, Optional.empty(), SealedUntil.NOTHING),
                Map.of("evaluation.turn", "500", "evaluation.page", "500"));
        var pairing = world.pairing("Bella");
        var begin = world.now() - 130 * HOUR;
        var readings = walk(begin, 60);
        world.store(pairing, readings.subList(0, 6));
        world.settle();
        assertThat(world.found(process, pairing)).anyMatch(text -> text.contains("ANXIOUS_PACING"));

        for (var t = begin + 11 * MINUTE; t < world.now(); t += MINUTE) {
            readings.add(reading(t, 0, 60, 0));
        }
        world.store(pairing, readings.subList(6, readings.size()));
        world.settle();

        assertThat(world.found(process, pairing)).isEqualTo(oracle(machine, pairing, readings, List.of(), world.now()));
    }

    private static long changed(List<String> before, List<String> after) {
        return after.stream().filter(row -> !before.contains(row)).count();
    }

    @Test
    void what_comes_twice_changes_nothing_and_is_not_evaluated_twice() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 20 * HOUR, world.now());
        world.store(pairing, readings);
        world.settle();
        var before = taken(process);
        var episodes = rows("episode", "from_t");
        var told = process.told().size();

        world.store(pairing, readings.subList(100, 900));
        world.settle();

        assertThat(taken(process)).isEqualTo(before);
        assertThat(rows("episode", "from_t")).isEqualTo(episodes);
        assertThat(process.told()).hasSize(told);
    }

    @Test
    void followers_are_told_what_is_new_in_order_and_what_has_changed() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        var known = life(world.now() - 2 * HOUR, world.now() - 1 * HOUR);
        world.store(pairing, known);
        world.settle();

        var late = reading(world.now() - 90 * MINUTE + SECOND, 0, 99, 0);
        var news = life(world.now() - 1 * HOUR, world.now() - 30 * MINUTE);
        var both = new ArrayList<>(news);
        both.add(late);
        var before = process.told().size();
        world.store(pairing, both);
        world.settle();

        var told = process.told().subList(before, process.told().size());
        var fresh = told.stream()
                .flatMap(one -> one.fresh().stream())
                .map(Stored::reading)
                .toList();
        assertThat(fresh)
                .endsWith(news.toArray(Reading[]::new))
                .isSortedAccordingTo(Comparator.comparingLong(Reading::t))
                .doesNotContain(late);
        assertThat(fresh.subList(0, fresh.size() - news.size()))
                .as("of just before what was known, and told before")
                .allSatisfy(
                        one -> assertThat(one.t()).isGreaterThan(known.getLast().t() - LATELY));
        assertThat(told).anySatisfy(one -> assertThat(one.from()).isLessThanOrEqualTo(late.t()));
        assertThat(told.stream().flatMap(one -> one.changed().stream()).map(Episode::from))
                .anyMatch(from -> from < late.t())
                .anyMatch(from -> from >= world.now() - 1 * HOUR);
    }

    @Test
    void followers_are_told_what_is_stored_at_once_although_something_as_new_is_known() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        var known = life(world.now() - 1 * HOUR, world.now());
        world.store(pairing, known);
        world.settle();
        var head = known.getLast().t();

        var sameTime = reading(head, 1, 99, 0);
        var before = reading(head - 5 * SECOND, 0, 98, 0);
        var longBefore = reading(head - LATELY - 5 * SECOND, 0, 97, 0);
        for (var one : List.of(sameTime, before, longBefore)) {
            world.store(pairing, List.of(one));
            world.settle();
        }

        assertThat(process.told().stream().flatMap(one -> one.fresh().stream()).map(Stored::reading))
                .contains(sameTime, before)
                .doesNotContain(longBefore);
    }

    @Test
    void a_reading_ahead_of_its_time_waits_for_it() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 10 * MINUTE, world.now());
        var ahead = life(world.now() + 10 * SECOND, world.now() + 5 * MINUTE);
        readings.addAll(ahead);
        world.store(pairing, readings);
        world.settle();
        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
        assertThat(world.postgres.text(
                        "select head_t < ?::timestamptz from evaluation",
                        world.clock.get().toString()))
                .isEqualTo("t");

        world.clock.updateAndGet(now -> now.plus(Duration.ofMinutes(3)));
        world.settle();

        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
        assertThat(process.told().getLast().fresh().getFirst().reading()).isEqualTo(ahead.getFirst());
    }

    @Test
    void what_goes_on_ends_when_nothing_more_comes_and_goes_on_when_it_comes_late_after_all() {
        var process = world.start();
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 15 * MINUTE, world.now());
        world.store(pairing, readings.subList(0, 80));
        world.settle();

        world.clock.updateAndGet(now -> now.plus(Duration.ofHours(1)));
        world.settle();
        assertThat(world.postgres.texts("select 1 from episode where is_open")).isEmpty();
        assertThat(process.told().getLast().changed())
                .isNotEmpty()
                .allSatisfy(episode -> assertThat(episode.isOpen()).isFalse());

        world.store(pairing, readings.subList(80, readings.size()));
        world.settle();
        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
    }

    @Test
    void without_the_model_the_rules_go_on_and_with_it_the_same_time_is_evaluated_again() {
        var isOut = new AtomicBoolean(true);
        var process = world.start(
                Optional.of(motions -> isOut.get()
                        ? Future.failedFuture("out")
                        : Future.succeededFuture(
                                motions.stream().map(EvaluationWorld::label).toList())),
                Map.of());
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 3 * HOUR, world.now());
        var motion = world.now() - 2 * HOUR;
        world.store(pairing, readings);
        world.storeMotion(pairing, motion);
        world.settle();
        assertThat(world.found(process, pairing)).isEqualTo(oracle(MACHINE, pairing, readings, List.of(), world.now()));
        assertThat(world.postgres.texts("select distinct model from episode")).containsExactly("rules");

        isOut.set(false);
        world.clock.updateAndGet(now -> now.plus(MotionLabelling.REST));
        world.settle();

        assertThat(world.found(process, pairing))
                .isEqualTo(oracle(MACHINE, pairing, readings, List.of(motion), world.now()));
        assertThat(world.postgres.texts("select distinct model from episode")).contains("toy");
        assertThat(world.postgres.texts("select 1 from evaluation where labels_due_from is not null"))
                .isEmpty();
    }

    @Test
    void another_model_later_does_not_change_what_was_found() {
        var pairing = world.pairing("Bella");
        var first = world.start(Optional.of(EvaluationWorld.model()), Map.of());
        var readings = life(world.now() - 3 * HOUR, world.now());
        var motion = world.now() - 2 * HOUR;
        world.store(pairing, readings);
        world.storeMotion(pairing, motion);
        world.settle();
        first.stop();

        var second = world.start(
                Optional.of(motions -> Future.succeededFuture(motions.stream()
                        .map(one -> new LabelledMotion(List.of(), "another"))
                        .toList())),
                Map.of());
        var late = reading(motion + SECOND, 0, 99, 0);
        readings.add(late);
        world.store(pairing, List.of(late));
        world.settle();

        assertThat(world.found(second, pairing))
                .isEqualTo(oracle(MACHINE, pairing, readings, List.of(motion), world.now()));
    }

    private EvaluationWorld.Engine startWith(BehaviourMachine machine, SealedUntil seals) {
        return world.start(
                new EvaluationVerticle.Rules(machine, Optional.empty(), seals), Map.of("evaluation.turn", "4000"));
    }

    @Test
    void another_machine_evaluates_again_what_is_not_sealed() {
        var pairing = world.pairing("Bella");
        var readings = life(world.now() - 96 * HOUR, world.now());
        var first = startWith(MACHINE, SealedUntil.NOTHING);
        world.store(pairing, readings);
        world.settle();
        var old = world.found(first, pairing);
        first.stop();

        var sealed = world.now() - 48 * HOUR;
        var machine = new ToyMachine(2);
        var second = startWith(machine, (client, id) -> Future.succeededFuture(sealed));
        world.awaitMachine(2);
        world.settle();

        var expected = oracle(machine, pairing, readings, List.of(), world.now());
        var found = world.found(second, pairing);
        assertThat(found.stream().filter(text -> from(text) < sealed))
                .isEqualTo(old.stream().filter(text -> from(text) < sealed).toList());
        // The one that was going on when the seal was set is the old one's, and not told twice.
        assertThat(found.stream().filter(text -> from(text) >= sealed))
                .isEqualTo(
                        expected.stream().filter(text -> from(text) >= sealed).toList());
    }

    /** When an episode, or a quarter of an hour, begins. */
    private static long from(String text) {
        var at = text.replaceFirst("(?s).*(?:from=|start=)(\\d+).*", "$1");
        return Long.parseLong(at);
    }

    @Test
    void while_two_machines_run_the_one_that_came_last_counts() {
        var pairing = world.pairing("Bella");
        var old = startWith(MACHINE, SealedUntil.NOTHING);
        var readings = life(world.now() - 3 * HOUR, world.now() - HOUR);
        world.store(pairing, readings);
        world.settle();
        startWith(new ToyMachine(2), SealedUntil.NOTHING);
        world.awaitMachine(2);

        var news = life(world.now() - HOUR, world.now());
        readings.addAll(news);
        world.store(pairing, news);
        old.nudge(pairing, news.getFirst());
        world.settle();

        assertThat(world.found(old, pairing))
                .isEqualTo(oracle(new ToyMachine(2), pairing, readings, List.of(), world.now()));
    }

    @Test
    void history_outlives_the_readings_it_was_found_in() {
        var process = startWith(MACHINE, SealedUntil.NOTHING);
        var pairing = world.pairing("Bella");
        world.store(pairing, life(world.now() - 3 * HOUR, world.now()));
        world.settle();
        world.clock.updateAndGet(now -> now.plus(Duration.ofMinutes(30)));
        world.settle();
        var old = world.found(process, pairing);
        process.stop();

        world.clock.updateAndGet(now -> now.plus(Duration.ofDays(60)));
        var machine = new ToyMachine(2);
        var later = startWith(machine, SealedUntil.NOTHING);
        TestDatabase.makePartitions(later.database, world.clock::get);
        assertThat(world.postgres.text("select count(*) from reading")).isEqualTo("0");
        var news = life(world.now() - HOUR, world.now());
        world.store(pairing, news);
        world.settle();

        assertThat(world.found(later, pairing)).containsAll(old);
        assertThat(world.found(later, pairing)).containsAll(oracle(machine, pairing, news, List.of(), world.now()));
    }

    @Test
    void what_a_collar_sends_when_it_is_off_the_pet_is_not_the_pets() {
        var process = world.start();
        var off = world.clock.get().minus(Duration.ofMinutes(30));
        var pairing = world.household.pair(world.household.pet("Bella"), "SN-1", "-infinity", off.toString());
        var readings = life(world.now() - HOUR, world.now());
        world.store(pairing, readings);
        world.settle();
        assertThat(world.found(process, pairing))
                .isEqualTo(oracle(
                        MACHINE,
                        pairing,
                        readings.stream()
                                .filter(one -> one.t() < Micros.of(off))
                                .toList(),
                        List.of(),
                        world.now()));
    }

    @Test
    void nothing_is_evaluated_of_an_erased_pet_and_nothing_stays_of_it() {
        var process = world.start(Optional.of(EvaluationWorld.model()), Map.of());
        var pairing = world.pairing("Bella");
        world.store(pairing, life(world.now() - 3 * HOUR, world.now() - HOUR));
        world.storeMotion(pairing, world.now() - 2 * HOUR);
        world.settle();
        for (var table : List.of("evaluation", "evaluation_checkpoint", "motion_label", "episode", "activity_bin")) {
            assertThat(world.postgres.texts("select 1 from " + table)).as(table).isNotEmpty();
        }
        var before = taken(process);
        world.postgres.execute(
                "update pet set erased_at = ?::timestamptz", world.clock.get().toString());
        world.store(pairing, life(world.now() - HOUR, world.now()));
        process.nudge(pairing, reading(world.now(), 0, 60, 0));
        // Another pet comes after it: that it is done shows that the erased one was left out.
        var other = world.pairing("Rex");
        world.store(other, life(world.now() - HOUR, world.now()));
        org.awaitility.Awaitility.await().until(() -> taken(process) > before);
        assertThat(world.postgres.text("select dirty_from is not null from pairing where pairing_id = ?", pairing))
                .isEqualTo("t");

        world.clock.updateAndGet(now -> now.plus(Duration.ofMinutes(5)));
        world.postgres.execute(
                "update pet set erased_at = ?::timestamptz where erased_at is null",
                world.clock.get().minusSeconds(200).toString());
        await(new PetLeavings(process.database, world.clock::get).takeAway());
        for (var table :
                List.of("evaluation", "evaluation_checkpoint", "motion_label", "episode", "activity_bin", "pairing")) {
            assertThat(world.postgres.texts("select 1 from " + table)).as(table).isEmpty();
        }
    }
}
