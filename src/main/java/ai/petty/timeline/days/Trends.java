package ai.petty.timeline.days;

import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Weeks and months of a pet, put together from its days when somebody asks. */
public final class Trends {
    private final Days days;

    public Trends(Days days) {
        this.days = days;
    }

    /**
     * @param weeks from Monday to Sunday, as in ISO 8601, the oldest first; the last one is going on
     * @param months the months that these weeks touch, whole
     */
    public record Both(List<Trend> weeks, List<Trend> months) {}

    /** The last {@code weeks} weeks and the months that they touch. */
    public Future<Both> last(UUID petId, int weeks) {
        return days.facts(petId).compose(pet -> {
            var today = days.today(pet);
            var firstWeek = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .minusWeeks(weeks - 1L);
            var firstMonth = firstWeek.withDayOfMonth(1);
            return days.between(pet, firstMonth, today)
                    .map(found -> new Both(
                            cut(found, firstWeek, monday -> monday.plusWeeks(1)),
                            cut(found, firstMonth, first -> first.plusMonths(1))));
        });
    }

    private static List<Trend> cut(List<Day> days, LocalDate first, UnaryOperator<LocalDate> next) {
        var trends = new ArrayList<Trend>();
        var last = days.getLast().date();
        for (var from = first; !from.isAfter(last); from = next.apply(from)) {
            var begin = from;
            var end = next.apply(from);
            trends.add(Trend.of(
                    begin,
                    end.minusDays(1),
                    days.stream()
                            .filter(day ->
                                    !day.date().isBefore(begin) && day.date().isBefore(end))
                            .toList()));
        }
        return trends;
    }
}
