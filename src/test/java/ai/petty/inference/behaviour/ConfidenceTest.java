package ai.petty.inference.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfidenceTest {
    /** So much of a behaviour that there is one of it. */
    private static Story lasting(Behaviour behaviour, Duration every, int count) {
        var story = new Story().every(every);
        switch (behaviour) {
            case DEEP_SLEEP -> story.times(count, 0, 52);
            case ANXIOUS_PACING -> {
                for (var i = 0; i < count; i++) {
                    story.at(i % 2 * 20, 0).then(1, 90);
                }
            }
            case PLAYING_FETCH -> {
                for (var i = 0; i < count; i++) {
                    story.at(i % 2 * 150, 0).then(2 - i % 2 * 2, 120);
                }
            }
            case RESTING, SLEEPING -> story.times(count, 0, 60);
            case WALKING -> story.times(count, 1, 90);
            case RUNNING -> story.walks(count, 2, 150, every.toSeconds() * 5.0);
            case PLAYING -> story.times(count, 2, 120);
        }
        return story;
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void more_of_it_is_surer_but_never_quite_sure(Behaviour behaviour) {
        var last = 0f;
        for (var count = 20; count <= 320; count *= 2) {
            var found = lasting(behaviour, Duration.ofMinutes(1), count).episodes(behaviour);
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().confidence()).isGreaterThan(last).isLessThan(1f);
            last = found.getFirst().confidence();
        }
    }

    @ParameterizedTest
    @EnumSource(Behaviour.class)
    void less_of_its_time_observed_is_less_sure(Behaviour behaviour) {
        var often = lasting(behaviour, Duration.ofMinutes(2), 20)
                .episodes(behaviour)
                .getFirst();
        var seldom = lasting(behaviour, Duration.ofMinutes(6), 20).episodes(behaviour);
        assertThat(seldom).allSatisfy(one -> {
            assertThat(one.coverage()).isLessThan(often.coverage());
            // a longer sleep is surer, too
            assertThat(one.confidence() / one.coverage()).isGreaterThan(0);
        });
    }

    @Property
    void each_kind_of_evidence_adds_to_it(
            @ForAll @DoubleRange(min = 0, max = 1) double amount,
            @ForAll @DoubleRange(min = 0, max = 1) double margin,
            @ForAll @DoubleRange(min = 0, max = 1) double coverage,
            @ForAll @DoubleRange(min = 0, max = 1) double less) {
        var full = Confidence.of(amount, margin, coverage);
        assertThat(full).isBetween(0.0, 1.0);
        assertThat(Confidence.of(amount * less, margin, coverage)).isLessThanOrEqualTo(full);
        assertThat(Confidence.of(amount, margin * less, coverage)).isLessThanOrEqualTo(full);
        assertThat(Confidence.of(amount, margin, coverage * less)).isLessThanOrEqualTo(full);
    }

    /** The farther from a threshold, the surer. */
    @Property(tries = 100)
    void deep_sleep_is_surer_the_steadier_it_is_and_the_nearer_to_the_middle(
            @ForAll @DoubleRange(min = 0, max = 2.8) double deviation,
            @ForAll @DoubleRange(min = 0, max = 12) double off,
            @ForAll @IntRange(min = 2, max = 20) int pairs) {
        var story = new Story();
        var steadier = new Story();
        var nearer = new Story();
        for (var i = 0; i < pairs; i++) {
            story.then(0, 52.5 + off - deviation, 52.5 + off + deviation);
            steadier.then(0, 52.5 + off - deviation / 2, 52.5 + off + deviation / 2);
            nearer.then(0, 52.5 + off / 2 - deviation, 52.5 + off / 2 + deviation);
        }
        var sure = confidence(story);
        assertThat(confidence(steadier)).isGreaterThanOrEqualTo(sure);
        assertThat(confidence(nearer)).isGreaterThanOrEqualTo(sure);
    }

    private static float confidence(Story story) {
        return story.only(Behaviour.DEEP_SLEEP).orElseThrow().confidence();
    }
}
