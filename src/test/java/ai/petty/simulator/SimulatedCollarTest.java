package ai.petty.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.client.CollarReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCollarTest {
    private static final long ORIGIN = 1_760_000_000_123_457L;
    private static final long SECOND = 1_000_000L;

    private static List<CollarReading> readings(SimulatedCollar collar, int seconds, int every) {
        return LongStream.iterate(0, s -> s < seconds, s -> s + every)
                .mapToObj(s -> collar.reading(ORIGIN + s * SECOND))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void a_minute_at_five_times_the_true_speed_shows_rest_walk_and_play(int number) {
        var collar = SimulatedCollar.invented(number, ORIGIN, 1);
        assertThat(readings(collar, 300, 10))
                .extracting(CollarReading::activity)
                .contains(0, 1, 2);
    }

    @Test
    void the_same_moment_is_the_same_whenever_it_is_asked_for() {
        var forwards = SimulatedCollar.invented(3, ORIGIN, 42);
        var backwards = SimulatedCollar.invented(3, ORIGIN, 42);
        var first = new ArrayList<>(readings(forwards, 1000, 7));
        var second = new ArrayList<CollarReading>();
        for (var reading : first.reversed()) {
            second.addFirst(backwards.reading(reading.t()));
        }
        assertThat(second).isEqualTo(first);
        assertThat(SimulatedCollar.invented(3, ORIGIN, 43).reading(ORIGIN)).isNotEqualTo(first.getFirst());
    }

    @Test
    void resting_heart_rates_have_the_measured_spread_and_rise_in_exercise() {
        var means = new ArrayList<Double>();
        for (var dog = 0; dog < 200; dog++) {
            var vitals = RestingVitals.invented(new Chance(dog));
            means.add(IntStream.range(0, 200)
                    .mapToDouble(i -> vitals.heartRate(i * 600.0))
                    .average()
                    .orElseThrow());
        }
        var mean = means.stream().mapToDouble(x -> x).average().orElseThrow();
        var between = Math.sqrt(means.stream()
                .mapToDouble(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow());
        assertThat(mean).isBetween(59.0, 63.0);
        assertThat(between).isBetween(7.5, 11.0);

        var one = RestingVitals.invented(new Chance(5));
        var rates = IntStream.range(0, 5000)
                .mapToDouble(i -> one.heartRate(i * 300.0))
                .toArray();
        var own = Arrays.stream(rates).average().orElseThrow();
        var within = Math.sqrt(
                Arrays.stream(rates).map(x -> (x - own) * (x - own)).average().orElseThrow());
        assertThat(within).isBetween(5.0, 6.4);

        var collar = SimulatedCollar.invented(1, ORIGIN, 1);
        var byActivity = readings(collar, 3000, 5).stream()
                .collect(Collectors.groupingBy(
                        reading -> requireNonNull(reading.activity()),
                        Collectors.averagingDouble(reading -> requireNonNull(reading.hr()))));
        assertThat(byActivity.get(2)).isGreaterThan(requireNonNull(byActivity.get(1)));
        assertThat(byActivity.get(1)).isGreaterThan(requireNonNull(byActivity.get(0)));
    }

    @Test
    void a_dog_stays_in_its_park_and_never_jumps() {
        for (var number = 0; number < 8; number++) {
            var collar = SimulatedCollar.invented(number, ORIGIN, 1);
            var start = requireNonNull(collar.reading(ORIGIN).fix());
            CollarReading.Fix last = start;
            for (var reading : readings(collar, 3600, 10)) {
                var fix = requireNonNull(reading.fix());
                assertThat(metres(start, fix)).as("from its start").isLessThan(600);
                // ten seconds at six metres a second, and the receiver's error at both ends
                assertThat(metres(last, fix)).as("in ten seconds").isLessThan(60 + 2 * 35);
                assertThat(requireNonNull(fix.accuracyM())).isBetween(3f, 12f);
                last = fix;
            }
        }
    }

    private static double metres(CollarReading.Fix from, CollarReading.Fix to) {
        var north = (to.latE6() - from.latE6()) * 0.11132;
        var east = (to.lonE6() - from.lonE6()) * 0.11132 * Math.cos(Math.toRadians(from.latE6() / 1e6));
        return Math.hypot(north, east);
    }

    @Test
    void every_value_is_one_that_the_server_takes() {
        for (var number = 0; number < 40; number++) {
            assertThat(readings(SimulatedCollar.invented(number, ORIGIN, number), 7200, 60))
                    .allSatisfy(reading -> {
                        assertThat(requireNonNull(reading.hr())).isBetween(30f, 300f);
                        assertThat(requireNonNull(reading.br())).isBetween(4f, 200f);
                        assertThat(requireNonNull(reading.batteryPct())).isBetween(10f, 100f);
                    });
        }
    }

    @Test
    void windows_of_motion_follow_one_another_without_gap_or_overlap() {
        var collar = SimulatedCollar.invented(2, ORIGIN, 9);
        var expected = new TreeSet<Long>();
        var from = 0.0;
        for (var i = 0; i < 30; i++) {
            var window = collar.motion(from, from + 7.03);
            var frame = window.frame().orElseThrow();
            for (var sample = 0; sample < frame.sampleCount(); sample++) {
                assertThat(expected.add(frame.t0() + Math.round(sample * 1e6 / frame.rateHz())))
                        .isTrue();
            }
            from = window.untilS();
        }
        assertThat(expected.last() - expected.first()).isEqualTo((expected.size() - 1) * 20_000L);
    }

    @Test
    void a_fast_collar_catches_up_with_the_present_and_is_never_ahead() {
        var start = Instant.parse("2026-02-28T23:59:00Z");
        var clock = CollarClock.starting(start, 10, Duration.ofMinutes(9));
        var micros = clock.startMicros();
        assertThat(clock.at(start)).isEqualTo(micros - 540 * SECOND);
        assertThat(clock.at(start.plusSeconds(30))).isEqualTo(micros - 240 * SECOND);
        assertThat(clock.at(start.plusSeconds(60))).isEqualTo(micros + 60 * SECOND);
        assertThat(clock.at(start.plusSeconds(90))).isEqualTo(micros + 90 * SECOND);
        var slow = CollarClock.starting(start, 0.5, Duration.ofMinutes(9));
        assertThat(slow.at(start.plusSeconds(10))).isEqualTo(micros + 5 * SECOND);
    }
}
