package ai.petty.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.ingest.Motion;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("EnumOrdinal") // rows have the features in the order of the enum
class MotionFeaturesTest {
    private final MotionFeatures target = new MotionFeatures();

    private static float feature(float[] rows, int window, Feature feature) {
        return rows[window * Feature.COUNT + feature.ordinal()];
    }

    @Property(tries = 200)
    void it_does_not_matter_how_the_collar_sits_on_the_neck(
            @ForAll @DoubleRange(min = -1, max = 1) double w,
            @ForAll @DoubleRange(min = -1, max = 1) double x,
            @ForAll @DoubleRange(min = -1, max = 1) double y,
            @ForAll @DoubleRange(min = -1, max = 1) double z,
            @ForAll @DoubleRange(min = 0.5, max = 4) double stepsHz,
            @ForAll @DoubleRange(min = 0.05, max = 1) double strengthG) {
        Assume.that(w * w + x * x + y * y + z * z > 1e-3);
        var body = Motions.going(stepsHz, strengthG);
        var straight = target.of(Motions.measured(body, 50, 6));
        var turned = target.of(Motions.measured(body, 50, 6, Motions.turn(w, x, y, z), 0));
        for (var i = 0; i < straight.length; i++) {
            var feature = Feature.values()[i % Feature.COUNT];
            if (feature == Feature.CROSSINGS || feature == Feature.PEAK_HZ || feature == Feature.LENGTH_PEAK_HZ) {
                continue; // whole numbers: where two are as good as each other, rounding decides
            }
            if (Float.isNaN(straight[i])) {
                assertThat(turned[i]).as("%s", feature).isNaN();
            } else {
                // A count is half a thousandth of g; ratios of what is nearly nothing feel it most.
                assertThat(turned[i]).as("%s", feature).isCloseTo(straight[i], within(0.12f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 12.5, 15.625, 25, 33.3, 50, 99.9, 100})
    void it_hardly_matters_how_often_the_collar_measures(double rateHz) {
        var body = Motions.going(2, 0.4);
        var often = target.of(Motions.measured(body, 100, 6));
        var seldom = target.of(Motions.measured(body, rateHz, 6));
        assertThat(seldom).hasSameSizeAs(often);
        for (var feature : List.of(Feature.SD, Feature.VEDBA, Feature.ODBA, Feature.JERK)) {
            assertThat(feature(seldom, 2, feature))
                    .as("%s", feature)
                    .isCloseTo(feature(often, 2, feature), within(0.35f));
        }
        assertThat(feature(seldom, 2, Feature.PEAK_HZ)).isCloseTo(2, within(0.5f));
    }

    @Property(tries = 100)
    void windows_of_two_seconds_overlap_by_half_at_every_rate(
            @ForAll @DoubleRange(min = 10, max = 100) double rateHz, @ForAll @IntRange(min = 2, max = 60) int seconds) {
        // A rate on the wire is a float, and a count of samples is whole.
        var samples = (int) Math.ceil(seconds * (double) (float) rateHz);
        var motion = Motions.measured(Motions.resting(), (float) rateHz, samples / (double) (float) rateHz);
        assertThat(MotionModel.windows(motion)).isEqualTo(seconds - 1);
        assertThat(target.of(motion)).hasSize((seconds - 1) * Feature.COUNT);
    }

    @Test
    void motion_that_is_shorter_than_a_window_has_none() {
        assertThat(target.of(Motions.measured(Motions.resting(), 50, 1.9))).isEmpty();
        assertThat(MotionModel.windows(Motions.measured(Motions.resting(), 50, 1)))
                .isZero();
    }

    @Test
    void without_a_gyroscope_its_features_are_missing_and_the_others_as_before() {
        var motion = Motions.measured(Motions.going(2, 0.3), 50, 4);
        var without = target.of(motion);
        var with = target.of(Motions.withGyro(motion, 80));
        for (var i = 0; i < with.length; i++) {
            var feature = Feature.values()[i % Feature.COUNT];
            if (feature == Feature.ROTATION || feature == Feature.ROTATION_SD) {
                assertThat(without[i]).isNaN();
                assertThat(with[i]).isNotNaN();
            } else {
                assertThat(with[i]).as("%s", feature).isEqualTo(without[i]);
            }
        }
        assertThat(feature(with, 0, Feature.ROTATION)).isCloseTo(WindowFeatures.log(0.8), within(1e-3f));
    }

    @Test
    void whatever_is_measured_only_what_may_be_missing_is_missing() {
        var nothing = Motions.measured(t -> new double[] {0, 0, 0}, 50, 4);
        var everything = Motions.measured(t -> new double[] {99, -99, 99}, 50, 4);
        var jumping = Motions.measured(t -> new double[] {(int) (t * 50) % 2 == 0 ? 99 : -99, 0, 0}, 50, 4);
        for (Motion motion : List.of(nothing, everything, jumping)) {
            var rows = target.of(motion);
            for (var i = 0; i < rows.length; i++) {
                var feature = Feature.values()[i % Feature.COUNT];
                var mayBeMissing = List.of(
                                Feature.ROTATION, Feature.ROTATION_SD, Feature.UPRIGHT, Feature.UPRIGHT_STEADY)
                        .contains(feature);
                assertThat(Float.isFinite(rows[i]) || mayBeMissing)
                        .as("%s", feature)
                        .isTrue();
            }
        }
    }

    @Test
    void where_the_dog_goes_in_the_same_motion_its_posture_is_told_from_that() {
        var body = (Motions.Body) t -> t < 10 ? Motions.going(2, 0.6).at(t) : new double[] {0.94, 0.1, 0.3};
        var rows = target.of(Motions.measured(body, 50, 20));
        assertThat(feature(rows, 3, Feature.UPRIGHT)).isGreaterThan(0.95f);
        assertThat(feature(rows, 15, Feature.UPRIGHT)).isLessThan(0.8f);
        var still = target.of(Motions.measured(Motions.resting(), 50, 20));
        assertThat(feature(still, 3, Feature.UPRIGHT)).isNaN();
    }
}
