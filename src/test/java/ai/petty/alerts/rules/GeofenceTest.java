package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.rules.Geofence.Fix;
import ai.petty.config.PettyConfig;
import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Shape.Corner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeofenceTest {
    private static final long A_SECOND = 1_000_000;
    private static final double METRES_A_DEGREE = 111_320;
    private static final int LAT = 52_520_008;
    private static final int LON = 13_404_954;
    private static final Shape GARDEN = new Shape.Circle(new Corner(LAT, LON), 60);

    private final Geofence target =
            new Geofence(new PettyConfig.GeofenceRule(15, 20, 2, Duration.ofSeconds(30), Duration.ofMinutes(10)));
    private final List<Change> changes = new ArrayList<>();
    private Geofence.State state = Geofence.State.START;
    private List<Shape> zones = List.of(GARDEN);
    private long now = 1_000 * A_SECOND;

    /** @param north metres from the middle of the garden */
    private void fix(double north, @Nullable Float accuracy, int seconds) {
        step(north, 0, accuracy, seconds, false, true);
    }

    private void step(
            double north, double east, @Nullable Float accuracy, int seconds, boolean isAccompanied, boolean isLive) {
        now += seconds * A_SECOND;
        var lat = (int) Math.round(LAT + north / METRES_A_DEGREE * 1e6);
        var lon = (int) Math.round(LON + east / METRES_A_DEGREE / Math.cos(Math.toRadians(LAT / 1e6)) * 1e6);
        var turn = target.step(state, new Fix(now, lat, lon, accuracy, isAccompanied, isLive), zones);
        state = turn.state();
        turn.change().ifPresent(changes::add);
    }

    private void silence(int seconds, boolean isAccompanied) {
        now += seconds * A_SECOND;
        var turn = target.silence(state, now, isAccompanied, zones);
        state = turn.state();
        turn.change().ifPresent(changes::add);
    }

    private List<Ending> endings() {
        return changes.stream()
                .filter(Change.Ended.class::isInstance)
                .map(change -> ((Change.Ended) change).ending())
                .toList();
    }

    @Test
    void two_fixes_that_are_clearly_outside_open_it_and_one_does_not() {
        fix(0, 5F, 10);
        fix(200, 5F, 10);
        assertThat(changes).isEmpty();
        fix(210, 5F, 10);
        assertThat(changes).containsExactly(new Change.Opened(now - 10 * A_SECOND, now, new TreeMap<>()));
    }

    @Test
    void a_first_fix_outside_counts() {
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        assertThat(changes).hasSize(1);
    }

    @Test
    void a_fix_is_outside_only_beyond_its_accuracy_and_the_margin() {
        for (var i = 0; i < 20; i++) {
            fix(60 + 5 + 15 - 0.5, 5F, 10);
            fix(60 + 100 + 15 - 0.5, 100F, 10);
            fix(60 + 20 + 15 - 0.5, null, 10);
        }
        assertThat(changes).isEmpty();
        fix(60 + 100 + 15 + 0.5, 100F, 10);
        fix(60 + 5 + 15 + 0.5, 5F, 10);
        assertThat(changes).hasSize(1);
    }

    @Test
    void a_single_fix_opens_it_when_nothing_contradicts_it_for_half_a_minute() {
        fix(300, 5F, 10);
        silence(29, false);
        assertThat(changes).isEmpty();
        silence(60, false);
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().at()).as("whenever it is looked at").isEqualTo(now - 59 * A_SECOND);
        silence(600, false);
        assertThat(changes).hasSize(1);
    }

    @Test
    void a_fix_inside_contradicts() {
        for (var i = 0; i < 20; i++) {
            fix(300, 5F, 10);
            fix(30, 50F, 10);
        }
        silence(60, false);
        assertThat(changes).isEmpty();
    }

    @Test
    void it_ends_when_the_pet_is_back() {
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        fix(40, 5F, 10);
        assertThat(changes).hasSize(1);
        fix(40, 5F, 10);
        assertThat(endings()).containsExactly(Ending.RETURNED);
    }

    @Test
    void one_fix_inside_ends_it_when_nothing_contradicts_it_for_half_a_minute() {
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        fix(0, 5F, 10);
        silence(31, false);
        assertThat(endings()).containsExactly(Ending.RETURNED);
    }

    @Test
    void fixes_that_are_too_vague_to_be_clearly_inside_end_it_after_a_while() {
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        for (var i = 0; i < 60; i++) {
            fix(10, 90F, 10);
        }
        assertThat(changes).hasSize(1);
        fix(10, 90F, 10);
        assertThat(endings()).containsExactly(Ending.RETURNED);
    }

    @Test
    void a_pet_without_zones_is_never_outside() {
        zones = List.of();
        for (var i = 0; i < 50; i++) {
            fix(10_000, 5F, 10);
        }
        silence(100, false);
        assertThat(changes).isEmpty();
    }

    @Test
    void it_ends_when_the_last_zone_is_taken_away() {
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        zones = List.of();
        fix(300, 5F, 10);
        assertThat(endings()).containsExactly(Ending.NO_ZONES);
    }

    @Test
    void inside_any_zone_is_inside() {
        zones = List.of(new Shape.Circle(new Corner(LAT + 900_000, LON), 60), GARDEN);
        for (var i = 0; i < 10; i++) {
            fix(0, 5F, 10);
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void nobody_is_told_while_somebody_is_with_the_pet_and_afterwards_they_are() {
        for (var i = 0; i < 10; i++) {
            step(300, 0, 5F, 10, true, true);
        }
        silence(100, true);
        assertThat(changes).isEmpty();
        fix(300, 5F, 10);
        fix(300, 5F, 10);
        assertThat(changes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Opened.class,
                        opened -> assertThat(opened.since()).isEqualTo(now - 10 * A_SECOND));
        step(300, 0, 5F, 10, true, true);
        assertThat(endings()).containsExactly(Ending.ACCOMPANIED);
    }

    @Test
    void who_comes_after_the_only_fix_keeps_it_from_opening() {
        fix(300, 5F, 10);
        silence(40, true);
        silence(40, false);
        assertThat(changes).isEmpty();
    }

    @Test
    void what_comes_late_opens_nothing_until_something_comes_in_time() {
        for (var i = 0; i < 10; i++) {
            step(300, 0, 5F, 10, false, false);
        }
        silence(100, false);
        assertThat(changes).isEmpty();
        fix(300, 5F, 10);
        assertThat(changes).hasSize(1);
    }

    /** A collar that takes the cell's place where the sky is hidden. */
    @Test
    void fixes_that_can_tell_nothing_neither_keep_it_from_opening_nor_end_it() {
        for (var i = 0; i < 5; i++) {
            fix(600, 5F, 10);
            fix(0, 1_500F, 10);
        }
        assertThat(changes).hasSize(1);
        for (var i = 0; i < 200; i++) {
            fix(0, 1_500F, 10);
        }
        fix(600, 5F, 10);
        assertThat(endings()).isEmpty();
        fix(0, 5F, 10);
        fix(0, 5F, 10);
        assertThat(endings()).containsExactly(Ending.RETURNED);
    }

    @Test
    void a_vague_fix_from_far_away_tells_that_the_pet_is_outside() {
        fix(9_000, 1_500F, 10);
        fix(9_000, 1_500F, 10);
        assertThat(changes).hasSize(1);
    }

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    /** Wherever the pet really is, and however exact its fixes are, they are off by no more than they say. */
    @ParameterizedTest
    @MethodSource("seeds")
    void jitter_near_the_border_opens_it_at_most_once_and_never_ends_it(int seed) {
        var chance = new Random(seed);
        var accuracy = (float) (1 + chance.nextDouble() * 60);
        var north = 60 + chance.nextDouble() * 2.5 * accuracy - accuracy;
        for (var i = 0; i < 2_000; i++) {
            var off = accuracy * Math.sqrt(chance.nextDouble());
            var towards = chance.nextDouble() * 2 * Math.PI;
            step(north + off * Math.cos(towards), off * Math.sin(towards), accuracy, 10, false, true);
        }
        assertThat(changes).hasSizeLessThanOrEqualTo(1);
    }

    /** As above, with an accuracy that changes from fix to fix. */
    @ParameterizedTest
    @MethodSource("seeds")
    void jitter_of_changing_accuracy_does_not_flap_either(int seed) {
        var chance = new Random(seed);
        var north = 60 + chance.nextDouble() * 60 - 20;
        for (var i = 0; i < 2_000; i++) {
            var accuracy = (float) (1 + chance.nextDouble() * 50);
            var off = accuracy * Math.sqrt(chance.nextDouble());
            var towards = chance.nextDouble() * 2 * Math.PI;
            step(north + off * Math.cos(towards), off * Math.sin(towards), accuracy, 10, false, true);
        }
        assertThat(changes).hasSizeLessThanOrEqualTo(1);
    }
}
