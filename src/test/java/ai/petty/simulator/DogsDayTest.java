package ai.petty.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.petty.client.CollarReading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DogsDayTest {
    private static final long ORIGIN = 1_760_000_000_000_000L;
    private static final long SECOND = 1_000_000L;
    private static final double CAUGHT_UP_S = 5_400;
    private static final double DEGREE_M = 111_320;

    private final SimulatedCollar target = SimulatedCollar.withHome(0, ORIGIN, 1, Optional.empty(), CAUGHT_UP_S);

    private List<CollarReading> day() {
        return LongStream.iterate(0, s -> s < CAUGHT_UP_S, s -> s + 10)
                .mapToObj(s -> target.reading(ORIGIN + s * SECOND))
                .toList();
    }

    private static double metres(CollarReading one, CollarReading other) {
        var a = requireNonNull(one.fix());
        var b = requireNonNull(other.fix());
        var north = (a.latE6() - b.latE6()) / 1e6 * DEGREE_M;
        var east = (a.lonE6() - b.lonE6()) / 1e6 * DEGREE_M * Math.cos(Math.toRadians(a.latE6() / 1e6));
        return Math.hypot(north, east);
    }

    @Test
    void the_bouts_fill_the_round_without_a_gap() {
        var day = DogsDay.invented(CAUGHT_UP_S);
        var end = 0.0;
        for (var bout : day.bouts(0)) {
            assertThat(bout.startS()).isEqualTo(end, offset(1e-6));
            end = bout.endS();
        }
        assertThat(end).isEqualTo(day.roundS(), offset(1e-6));
    }

    @Test
    void a_day_ends_with_a_way_out_and_back_just_before_the_collar_has_caught_up() {
        var day = day();
        var home = day.getFirst();
        var lastTenMinutes = day.subList(day.size() - 60, day.size());
        var distances = lastTenMinutes.stream()
                .mapToDouble(reading -> metres(reading, home))
                .toArray();
        assertThat(distances[0]).isLessThan(60);
        assertThat(distances[59]).isLessThan(60);
        assertThat(Arrays.stream(distances).max().orElseThrow()).isBetween(100.0, 250.0);
    }

    @Test
    void it_sleeps_walks_runs_and_plays() {
        assertThat(day()).extracting(CollarReading::activity).contains(0, 1, 2);
        var nights = day().subList(0, 160);
        assertThat(nights).extracting(CollarReading::activity).containsOnly(0);
    }

    @Test
    void recorded_motion_follows_the_day() throws Exception {
        var folder = System.getProperty("petty.recordings");
        Assumptions.assumeTrue(folder != null, "no recordings: -Dpetty.recordings=DIR");
        var day = Recordings.read(Path.of(folder)).day(CAUGHT_UP_S).orElseThrow();
        var motion = new RecordedMotion(day, ORIGIN);
        var seconds = 0.0;
        var samples = 0.0;
        while (seconds < CAUGHT_UP_S) {
            var window = motion.window(seconds, seconds + 60);
            assertThat(window.untilS()).isGreaterThan(seconds);
            seconds = window.untilS();
            samples += window.frame()
                    .map(frame -> frame.samples().length / 12.0 / frame.rateHz())
                    .orElse(0.0);
        }
        assertThat(samples).isGreaterThan(0.98 * CAUGHT_UP_S);
    }
}
