package ai.petty.inference.behaviour;

import static ai.petty.inference.behaviour.Story.BEGIN;
import static ai.petty.inference.behaviour.Story.micros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Observation.OfReading;
import ai.petty.ingest.Reading;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuartersTest {
    private static final long QUARTER = micros(Bin.WIDTH);

    private static OfReading reading(long t, @Nullable Float hr, @Nullable Float br, @Nullable Integer activity) {
        return new OfReading(new Reading(
                t, 0, hr, br, activity == null ? null : activity.shortValue(), null, null, null, null, null));
    }

    @Test
    void time_goes_to_what_the_pet_did_at_the_earlier_of_two_readings_and_is_split_where_quarters_meet() {
        var bins = new Story()
                .every(Duration.ofMinutes(4))
                .times(3, 0, 60)
                .times(2, 1, 90)
                .bins();
        assertThat(bins)
                .satisfiesExactly(
                        first -> {
                            assertThat(first.start()).isEqualTo(BEGIN);
                            assertThat(first.observedS()).isEqualTo(900f);
                            assertThat(first.restingS()).isEqualTo(720f);
                            assertThat(first.walkingS()).isEqualTo(180f);
                            assertThat(first.readings()).isEqualTo(4);
                        },
                        second -> {
                            assertThat(second.start()).isEqualTo(BEGIN + QUARTER);
                            assertThat(second.observedS()).isEqualTo(60f);
                            assertThat(second.walkingS()).isEqualTo(60f);
                            assertThat(second.readings()).isEqualTo(1);
                        });
    }

    @Test
    void a_gap_is_in_none() {
        var story = new Story().times(2, 0, 60).gap(Duration.ofSeconds(601)).times(2, 0, 60);
        assertThat(story.bins().stream().mapToDouble(Bin::observedS).sum()).isEqualTo(120);
        var shorter = new Story().times(2, 0, 60).gap(Duration.ofMinutes(10)).times(2, 0, 60);
        assertThat(shorter.bins().stream().mapToDouble(Bin::observedS).sum()).isEqualTo(720);
    }

    @Test
    void a_quarter_is_over_when_nothing_can_be_added_to_it_any_more() {
        var machine = new BehaviourRules(BehaviourOptions.standard());
        var state = machine.start(1);
        state = machine.step(state, reading(BEGIN + QUARTER - 60_000_000, 60f, null, 0))
                .state();
        // of this one it is not known what the pet does: the quarter before may yet get its last minute
        var unknown = machine.step(state, reading(BEGIN + QUARTER + 60_000_000, 61f, null, null));
        assertThat(unknown.finished()).isEmpty();
        assertThat(unknown.state().unfinished()).hasSize(2);
        var known = machine.step(unknown.state(), reading(BEGIN + QUARTER + 120_000_000, 62f, null, 0));
        assertThat(known.finished()).singleElement().satisfies(bin -> {
            assertThat(bin.start()).isEqualTo(BEGIN);
            assertThat(bin.restingS()).isEqualTo(60f);
        });
        assertThat(machine.silence(unknown.state(), BEGIN + 2 * QUARTER).finished())
                .hasSize(2)
                .allSatisfy(bin -> assertThat(bin.observedS()).isZero());
    }

    @Test
    void heart_and_breathing_rate_are_means_of_what_was_measured_at_rest() {
        var machine = new BehaviourRules(BehaviourOptions.standard());
        var state = machine.start(1);
        for (var one : new OfReading[] {
            reading(BEGIN, 60f, 14f, 0),
            reading(BEGIN + 10_000_000, 62f, null, 0),
            // what was measured a moment after the pet was seen at rest
            reading(BEGIN + 20_000_000, null, 16f, null),
            reading(BEGIN + 30_000_000, 120f, 60f, 1),
            reading(BEGIN + 40_000_000, 120f, 60f, null),
        }) {
            state = machine.step(state, one).state();
        }
        assertThat(state.unfinished()).singleElement().satisfies(bin -> {
            assertThat(bin.restingHr()).isEqualTo(61f);
            assertThat(bin.restingHrReadings()).isEqualTo(2);
            assertThat(bin.restingBr()).isEqualTo(15f);
            assertThat(bin.restingBrReadings()).isEqualTo(2);
            assertThat(bin.readings()).isEqualTo(5);
        });
    }

    @Test
    void where_nothing_was_measured_at_rest_there_is_no_mean() {
        assertThat(new Story().times(3, 1, 90).bins()).allSatisfy(bin -> {
            assertThat(bin.restingHr()).isNull();
            assertThat(bin.restingBr()).isNull();
        });
    }

    @Test
    void a_pet_that_lies_still_goes_nowhere_whatever_its_receiver_says() {
        var random = new Random(7);
        var story = new Story().every(Duration.ofSeconds(10)).accurateTo(8);
        for (var i = 0; i < 500; i++) {
            story.at(6 * random.nextGaussian(), 6 * random.nextGaussian()).then(i % 50 == 0 ? 1 : 0, 60);
        }
        assertThat(story.bins().stream().mapToDouble(Bin::distanceM).sum()).isLessThan(60);
    }

    @Test
    void a_walk_is_about_as_long_as_it_is_though_every_position_is_off_by_some_metres() {
        var random = new Random(7);
        var story = new Story().every(Duration.ofSeconds(10)).accurateTo(8);
        for (var i = 0; i < 200; i++) {
            story.at(5.3 * random.nextGaussian(), 14 * i + 5.3 * random.nextGaussian())
                    .then(1, 90);
        }
        assertThat(story.bins().stream().mapToDouble(Bin::distanceM).sum()).isCloseTo(14 * 199, within(14 * 199 * 0.1));
    }

    @Test
    void a_jump_that_no_pet_can_make_is_no_way() {
        var story = new Story()
                .every(Duration.ofSeconds(10))
                .times(3, 1, 90)
                .at(5_000, 0)
                .times(3, 1, 90);
        assertThat(story.bins()).allSatisfy(bin -> assertThat(bin.distanceM()).isZero());
    }
}
