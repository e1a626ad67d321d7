package ai.petty.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.client.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InventedMotionTest {

    /** The same thing for ever. */
    private record Always(Behaviour behaviour) implements Routine {
        @Override
        public double roundS() {
            return 300;
        }

        @Override
        public List<Bout> bouts(long round) {
            return List.of(new Bout(0, 300, behaviour, Source.INVENTED));
        }
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void two_seconds_of_it_look_as_two_seconds_of_a_real_dog_do(Behaviour behaviour) {
        var motion = new InventedMotion(new Always(behaviour), 0, new Chance(7));
        var deviations = new ArrayList<Double>();
        var rotations = new ArrayList<Double>();
        for (var i = 0; i < 300; i++) {
            measure(motion.window(i * 2, i * 2 + 2).frame().orElseThrow(), deviations, rotations);
        }
        var level = behaviour.level();
        assertThat(quantile(deviations, 0.5))
                .as("median of the deviation of |a|, g")
                .isBetween(level.median() * 0.75, level.median() * 1.35);
        assertThat(quantile(deviations, 0.1)).as("p10").isGreaterThan(level.p10() * 0.8);
        assertThat(quantile(deviations, 0.9)).as("p90").isLessThan(level.p90() * 1.2);
        assertThat(quantile(deviations, 0.9) - quantile(deviations, 0.1))
                .as("as various as a real dog")
                .isGreaterThan((level.p90() - level.p10()) * 0.4);
        assertThat(quantile(rotations, 0.5))
                .as("|gyro|, deg/s")
                .isBetween(level.gyroDps() * 0.85, level.gyroDps() * 1.15);
    }

    private static void measure(Frame.Motion frame, List<Double> deviations, List<Double> rotations) {
        assertThat(frame.sampleCount()).isEqualTo(100);
        var counts =
                ByteBuffer.wrap(frame.samples()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        var lengths = new double[frame.sampleCount()];
        var rotation = 0.0;
        for (var i = 0; i < lengths.length; i++) {
            lengths[i] = length(counts.get(6 * i), counts.get(6 * i + 1), counts.get(6 * i + 2)) * frame.accScale();
            rotation += length(counts.get(6 * i + 3), counts.get(6 * i + 4), counts.get(6 * i + 5))
                    * requireNonNull(frame.gyroScale());
        }
        var mean = Arrays.stream(lengths).average().orElseThrow();
        deviations.add(Math.sqrt(Arrays.stream(lengths)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow()));
        rotations.add(rotation / lengths.length);
    }

    private static double length(double x, double y, double z) {
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static double quantile(List<Double> values, double part) {
        return values.stream().sorted().toList().get((int) (values.size() * part));
    }
}
