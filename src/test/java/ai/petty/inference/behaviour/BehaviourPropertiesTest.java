package ai.petty.inference.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Observation.OfMotion;
import ai.petty.inference.behaviour.Observation.OfReading;
import ai.petty.inference.behaviour.Story.Told;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.ingest.Reading;
import ai.petty.store.TestHousehold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Streams of phases, as pets have them, with everything missing now and then, gaps and jumps. */
class BehaviourPropertiesTest {
    private static final Set<Behaviour> BASE =
            Set.of(Behaviour.RESTING, Behaviour.WALKING, Behaviour.RUNNING, Behaviour.PLAYING);

    private static final List<MotionLabel> LABELS = List.of(MotionLabel.values());

    /** Five hulls of 64 corners of 10 bytes at the most, and the rest. */
    private static final int LARGEST_STATE = 4 * 1024;

    private final BehaviourMachine machine = new BehaviourRules(BehaviourOptions.standard());

    /** A pet does the same for a while: only then is there something to find. */
    record Phase(int count, long everyS, int activity, double hr, double spreadBpm, double stepM, boolean withMotion) {}

    @Provide
    Arbitrary<List<Observation>> streams() {
        var phase = Combinators.combine(
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.of(1L, 10L, 60L, 300L),
                        Arbitraries.integers().between(-1, 2),
                        Arbitraries.doubles().between(35, 130),
                        Arbitraries.of(0.5, 3.0, 20.0),
                        Arbitraries.of(0.0, 2.0, 14.0, 60.0, 5_000.0),
                        Arbitraries.of(true, false))
                .as(Phase::new);
        var begins = Arbitraries.of(52.5e6, 0.0, 89.99e6, -90e6);
        return Combinators.combine(phase.list().ofMinSize(1).ofMaxSize(12), Arbitraries.longs(), begins)
                .as(BehaviourPropertiesTest::stream);
    }

    private static List<Observation> stream(List<Phase> phases, long seed, double latE6) {
        var random = new Random(seed);
        var all = new ArrayList<Observation>();
        var t = Story.BEGIN + random.nextInt(1_000_000_000);
        var lat = latE6;
        var lon = 179.999e6;
        for (var phase : phases) {
            for (var i = 0; i < phase.count; i++) {
                lat = Math.clamp(lat + random.nextGaussian() * phase.stepM * 9, -90e6, 90e6);
                lon = lon + random.nextGaussian() * phase.stepM * 9;
                lon = lon > 180e6 ? lon - 360e6 : lon < -180e6 ? lon + 360e6 : lon;
                all.add(new OfReading(reading(random, phase, t, (int) lat, (int) lon)));
                if (phase.withMotion && random.nextInt(6) == 0) {
                    for (var w = 0; w < 9 && w < phase.everyS; w++) {
                        all.add(new OfMotion(window(random, t + w * 1_000_000L), "motion-1"));
                    }
                }
                t += random.nextInt(10) == 0 ? 0 : phase.everyS * 1_000_000L + random.nextInt(500_000);
                t += random.nextInt(60) == 0 ? micros(Duration.ofMinutes(random.nextInt(30))) : 0;
            }
        }
        all.sort(Comparator.comparingLong(Observation::t));
        return all;
    }

    private static Reading reading(Random random, Phase phase, long t, int lat, int lon) {
        var hasPlace = random.nextInt(12) > 0;
        return new Reading(
                t,
                random.nextInt(3),
                orNull(random, (float) Math.clamp(phase.hr + phase.spreadBpm * random.nextGaussian(), 30, 300)),
                orNull(random, 20f),
                phase.activity < 0 || random.nextInt(40) == 0
                        ? null
                        : (short) (random.nextInt(25) == 0 ? random.nextInt(3) : phase.activity),
                hasPlace ? lat : null,
                hasPlace ? lon : null,
                orNull(random, (float) (random.nextInt(8) == 0 ? 100_000 : random.nextInt(20))),
                null,
                null);
    }

    private static @Nullable Float orNull(Random random, float value) {
        return random.nextInt(8) == 0 ? null : value;
    }

    private static LabelledWindow window(Random random, long t) {
        var label = LABELS.get(random.nextInt(LABELS.size()));
        return new LabelledWindow(t, 2_000_000, label, random.nextFloat(), random.nextFloat());
    }

    private static long micros(Duration duration) {
        return Story.micros(duration);
    }

    @Property(tries = 200)
    void a_replay_from_any_checkpoint_leads_to_what_a_straight_one_leads_to(
            @ForAll("streams") List<Observation> stream, @ForAll @IntRange(min = 0, max = 800) int at) {
        var cut = Math.min(at, stream.size());
        var straight = Told.of(machine, stream);
        var first = Told.of(machine, stream.subList(0, cut));
        var bytes = first.state().encode();
        var restored = machine.decode(Story.PAIRING, bytes);
        assertThat(restored.encode()).isEqualTo(bytes);
        assertThat(restored.open()).isEqualTo(first.state().open());
        assertThat(restored.unfinished()).isEqualTo(first.state().unfinished());
        assertThat(restored.last()).isEqualTo(first.state().last());
        var second = Told.from(machine, restored, stream.subList(cut, stream.size()));
        assertThat(joined(first.ended(), second.ended())).isEqualTo(straight.ended());
        assertThat(joined(first.finished(), second.finished())).isEqualTo(straight.finished());
        assertThat(second.state().encode()).isEqualTo(straight.state().encode());
        assertThat(second.state().open()).isEqualTo(straight.state().open());
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Property(tries = 100)
    void a_step_leaves_the_state_that_it_started_from_as_it_was(@ForAll("streams") List<Observation> stream) {
        var state = machine.start(Story.PAIRING);
        for (var observation : stream) {
            var bytes = state.encode();
            var once = machine.step(state, observation);
            var again = machine.step(state, observation);
            assertThat(state.encode()).isEqualTo(bytes);
            assertThat(again.state().encode()).isEqualTo(once.state().encode());
            assertThat(again.ended()).isEqualTo(once.ended());
            state = once.state();
        }
    }

    /** Also a sweep that comes while nothing has come for some time, and says that nothing can any more. */
    @Property(tries = 200)
    void silence_ends_what_the_next_observation_would_have_ended(@ForAll("streams") List<Observation> stream) {
        var straight = Told.of(machine, stream);
        var state = machine.start(Story.PAIRING);
        var ended = new ArrayList<Episode>();
        var finished = new ArrayList<Bin>();
        for (var i = 0; i < stream.size(); i++) {
            var before = i == 0 ? stream.get(0).t() : stream.get(i - 1).t();
            for (var now :
                    new long[] {(before + stream.get(i).t()) / 2, stream.get(i).t()}) {
                var silent = machine.silence(state, now);
                state = silent.state();
                ended.addAll(silent.ended());
                finished.addAll(silent.finished());
            }
            var step = machine.step(state, stream.get(i));
            state = step.state();
            ended.addAll(step.ended());
            finished.addAll(step.finished());
        }
        assertThat(ended).containsExactlyInAnyOrderElementsOf(straight.ended());
        assertThat(finished).isEqualTo(straight.finished());
        assertThat(state.encode()).isEqualTo(straight.state().encode());
    }

    @Property(tries = 200)
    void episodes_are_what_they_may_be_and_those_that_exclude_each_other_do_not_overlap(
            @ForAll("streams") List<Observation> stream) {
        var state = machine.start(Story.PAIRING);
        var ended = new ArrayList<Episode>();
        for (var observation : stream) {
            var step = machine.step(state, observation);
            state = step.state();
            ended.addAll(step.ended());
            assertThat(state.encode().length).isLessThan(LARGEST_STATE);
            assertThat(state.open()).allMatch(Episode::isOpen).allMatch(one -> one.to() <= observation.t());
        }
        var all = joined(ended, state.open());
        assertThat(ended).noneMatch(Episode::isOpen);
        assertThat(all).allSatisfy(one -> {
            assertThat(one.confidence()).isBetween(0f, 1f);
            assertThat(one.coverage()).isBetween(0f, 1f);
            assertThat(one.to() - one.from()).isBetween(0L, micros(Episode.LONGEST));
            assertThat(one.evidence().values()).allMatch(Double::isFinite);
        });
        assertThat(all.stream().map(Episode::id)).doesNotHaveDuplicates();
        assertDisjoint(
                all.stream().filter(one -> BASE.contains(one.behaviour())).toList());
        for (var behaviour : Behaviour.values()) {
            assertDisjoint(
                    all.stream().filter(one -> one.behaviour() == behaviour).toList());
        }
    }

    private static void assertDisjoint(List<Episode> episodes) {
        var byBegin = episodes.stream()
                .sorted(Comparator.comparingLong(Episode::from).thenComparingLong(Episode::to))
                .toList();
        for (var i = 1; i < byBegin.size(); i++) {
            assertThat(byBegin.get(i).from())
                    .as("%s and %s", byBegin.get(i - 1), byBegin.get(i))
                    .isGreaterThanOrEqualTo(byBegin.get(i - 1).to());
        }
    }

    @Property(tries = 200)
    void what_quarters_have_observed_is_the_time_between_sights_of_the_pet_that_are_no_gap(
            @ForAll("streams") List<Observation> stream) {
        var told = Told.of(machine, stream);
        var bins = joined(told.finished(), told.state().unfinished());
        assertThat(bins).allSatisfy(bin -> {
            assertThat(bin.observedS()).isBetween(0f, 900f);
            assertThat((double) bin.restingS() + bin.walkingS() + bin.runningS() + bin.playingS())
                    .isCloseTo(bin.observedS(), within(1e-3));
            assertThat(bin.start() % micros(Bin.WIDTH)).isZero();
        });
        assertThat(bins.stream().map(Bin::start)).isSorted().doesNotHaveDuplicates();
        var seen = stream.stream().filter(BehaviourPropertiesTest::tells).toList();
        var observed = 0L;
        for (var i = 1; i < seen.size(); i++) {
            var between = seen.get(i).t() - seen.get(i - 1).t();
            observed += between <= micros(machine.longestGap()) ? between : 0;
        }
        assertThat(bins.stream().mapToDouble(Bin::observedS).sum())
                .isCloseTo(observed / 1e6, within(1e-3 * bins.size()));
        assertThat(bins.stream().mapToInt(Bin::readings).sum()).isEqualTo((int)
                stream.stream().filter(OfReading.class::isInstance).count());
    }

    private static boolean tells(Observation observation) {
        return switch (observation) {
            case OfReading(var reading) -> reading.activity() != null;
            case OfMotion(var window, var _) -> window.label() != MotionLabel.UNKNOWN;
        };
    }

    /** So an evaluation that begins earlier comes to the states of before as soon as there is a gap, and may stop there. */
    @Property(tries = 200)
    void after_a_gap_nothing_of_what_was_before_matters(
            @ForAll("streams") List<Observation> one,
            @ForAll("streams") List<Observation> other,
            @ForAll("streams") List<Observation> later) {
        var end = Math.max(one.getLast().t(), other.getLast().t());
        var after = moved(later, end - later.getFirst().t() + micros(Duration.ofHours(1)));
        assertThat(Told.from(machine, Told.of(machine, one).state(), after)
                        .state()
                        .encode())
                .isEqualTo(Told.from(machine, Told.of(machine, other).state(), after)
                        .state()
                        .encode());
    }

    private static List<Observation> moved(List<Observation> stream, long by) {
        return stream.stream()
                .<Observation>map(observation -> switch (observation) {
                    case OfReading(var reading) ->
                        new OfReading(TestHousehold.at(reading.t() + by, reading.n(), reading));
                    case OfMotion(var window, var model) ->
                        new OfMotion(
                                new LabelledWindow(
                                        window.t0() + by,
                                        window.micros(),
                                        window.label(),
                                        window.probability(),
                                        window.moving()),
                                model);
                })
                .toList();
    }

    /** From a prefix to the whole: what was over stays as it was, and what goes on keeps its name while it grows. */
    @Property(tries = 200)
    void what_is_over_is_never_told_otherwise(
            @ForAll("streams") List<Observation> stream, @ForAll @IntRange(min = 0, max = 800) int at) {
        var prefix = Told.of(machine, stream.subList(0, Math.min(at, stream.size())));
        var whole = Told.of(machine, stream);
        assertThat(whole.ended().subList(0, prefix.ended().size())).isEqualTo(prefix.ended());
        assertThat(whole.finished().subList(0, prefix.finished().size())).isEqualTo(prefix.finished());
        var over = prefix.ended().stream().map(Episode::id).collect(Collectors.toSet());
        assertThat(whole.state().open()).noneMatch(open -> over.contains(open.id()));
    }
}
