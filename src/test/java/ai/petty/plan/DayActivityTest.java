package ai.petty.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.timeline.days.Day;
import ai.petty.timeline.days.Figure;
import ai.petty.timeline.days.Goal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DayActivityTest {
    private static Day day(int number, @Nullable Float walkedS, float coverage) {
        var zero = new Figure(walkedS == null ? null : 0f, coverage);
        var walked = new Figure(walkedS, coverage);
        return new Day(
                LocalDate.of(2026, 3, number),
                "UTC",
                0,
                1,
                true,
                false,
                new Day.Activity(0, zero, walked, zero, zero, zero),
                new Day.Sleep(zero, zero, 0, 0, 0),
                new Day.Vital(zero, 0),
                new Day.Vital(zero, 0),
                new Goal(60, "x"),
                0);
    }

    @Test
    void nothing_seen_is_nothing_known() {
        assertThat(DayActivity.of(List.of())).isEmpty();
        assertThat(DayActivity.of(List.of(day(1, null, 0)))).isEmpty();
    }

    @Test
    void the_middle_one_of_the_days_that_are_known_counts() {
        var seen = DayActivity.of(List.of(day(1, 600f, 0.5f), day(2, null, 0), day(3, 60f, 0.1f), day(4, 6_000f, 0.9f)))
                .orElseThrow();
        assertThat(seen.days()).isEqualTo(3);
        assertThat(seen.medianActiveMinutes()).isCloseTo(10, within(1e-6));
        assertThat(seen.coverage()).isCloseTo(0.5, within(1e-6));
    }
}
