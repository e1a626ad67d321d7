package ai.petty.plan;

import ai.petty.timeline.days.Day;
import ai.petty.timeline.days.Days;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;

/** Activity as the days of the last two weeks tell it, those of which nothing is known left out. */
public final class DayActivity implements ActivitySource {
    private static final int DAYS = 14;
    private static final double A_MINUTE = 60;

    private final Days days;

    public DayActivity(Days days) {
        this.days = days;
    }

    @Override
    public Future<Optional<ObservedActivity>> observed(UUID petId) {
        return days.recent(petId, DAYS).map(DayActivity::of);
    }

    static Optional<ObservedActivity> of(List<Day> days) {
        var seen = days.stream()
                .filter(day -> day.activity().active().value() != null)
                .toList();
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ObservedActivity(
                seen.size(),
                median(seen, DayActivity::activeMinutes),
                median(seen, day -> day.activity().active().coverage())));
    }

    private static double activeMinutes(Day day) {
        var seconds = day.activity().active().value();
        return seconds == null ? 0 : seconds / A_MINUTE;
    }

    private static double median(List<Day> days, ToDoubleFunction<Day> of) {
        return Median.withDefaults().evaluate(days.stream().mapToDouble(of).toArray());
    }
}
