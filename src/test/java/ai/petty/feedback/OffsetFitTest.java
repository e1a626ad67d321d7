package ai.petty.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.feedback.OffsetFit.Said;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OffsetFitTest {
    private static final OffsetFit FIT = Calibration.OF_ALL;

    @Test
    void nothing_moves_before_there_is_enough() {
        assertThat(FIT.offset(List.of(), 0)).isZero();
        assertThat(FIT.offset(List.of(new Said(0.9, false, FIT.minimum())), 0)).isZero();
        assertThat(FIT.offset(List.of(new Said(0.9, false, FIT.minimum() + 0.01)), 0))
                .isNegative()
                .isCloseTo(0, within(0.01));
    }

    /** The mode of the posterior, found by looking everywhere: log-likelihood by its definition, no derivative, no solver. */
    @Test
    void it_is_the_mode_of_the_posterior() {
        var said = List.of(
                new Said(0.9, true, 12), new Said(0.9, false, 9), new Said(0.6, true, 4), new Said(0.7, false, 3));
        var share = 1 - FIT.minimum() / 28;
        var best = 0.0;
        var highest = Double.NEGATIVE_INFINITY;
        for (var offset = -6.0; offset <= 6; offset += 0.0005) {
            var log = -FIT.precision() / 2 * offset * offset;
            for (var one : said) {
                var odds = one.confidence() / (1 - one.confidence()) * Math.exp(offset);
                var p = odds / (1 + odds);
                log += share * one.weight() * Math.log(one.correct() ? p : 1 - p);
            }
            if (log > highest) {
                highest = log;
                best = offset;
            }
        }
        assertThat(FIT.offset(said, 0)).isCloseTo(best, within(0.001)).isNegative();
    }

    @Test
    void with_very_much_evidence_it_comes_to_what_was_observed() {
        var said = List.of(new Said(0.9, true, 60_000), new Said(0.9, false, 40_000));
        assertThat(OffsetFit.shifted(0.9, FIT.offset(said, 0))).isCloseTo(0.6, within(0.001));
    }

    @Property
    void a_surer_event_stays_surer(
            @ForAll @DoubleRange(min = 0.02, max = 0.97) double confidence,
            @ForAll @DoubleRange(min = 0.01, max = 0.02) double more,
            @ForAll @DoubleRange(min = -5, max = 5) double offset) {
        assertThat(OffsetFit.shifted(confidence, offset)).isLessThan(OffsetFit.shifted(confidence + more, offset));
        assertThat(OffsetFit.shifted(confidence, offset)).isBetween(0.0, 1.0);
        assertThat(OffsetFit.shifted(confidence, 0)).isCloseTo(confidence, within(1e-12));
    }

    /** Whatever anybody has said, and whatever the one account says with all its weight. */
    @Property(tries = 3_000)
    void one_account_moves_no_confidence_by_more_than_is_written_down(
            @ForAll @Size(max = 6) List<@DoubleRange(min = 0, max = 1) Double> confidences,
            @ForAll @Size(min = 6, max = 6) List<@DoubleRange(min = 0, max = 60) Double> weights,
            @ForAll @IntRange(min = 0, max = 63) int verdicts,
            @ForAll @DoubleRange(min = 0, max = 1) double hostile,
            @ForAll boolean saying,
            @ForAll @DoubleRange(min = 0, max = 1) double looked) {
        var others = new ArrayList<Said>();
        for (var i = 0; i < confidences.size(); i++) {
            others.add(new Said(confidences.get(i), ((verdicts >> i) & 1) == 1, weights.get(i)));
        }
        var before = OffsetFit.shifted(looked, FIT.offset(others, 0));
        others.add(new Said(hostile, saying, Calibration.AN_ACCOUNT));
        var after = OffsetFit.shifted(looked, FIT.offset(others, 0));
        assertThat(Math.abs(after - before)).isLessThanOrEqualTo(Calibration.MOST_BY_ONE_ACCOUNT + 1e-9);
    }
}
