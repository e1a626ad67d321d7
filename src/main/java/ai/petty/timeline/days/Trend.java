package ai.petty.timeline.days;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Median;

/**
 * A week or a month of a pet. The figures are means of the days of which at least half was observed, a day; the rates are medians. What no
 * such day tells is unknown.
 *
 * @param from its first day
 * @param to its last
 * @param daysSeen of how many of its days enough was seen
 * @param coverage of its days, as far as they are over or going on
 * @param goalDays days that are known to have reached their goal
 */
public record Trend(
        LocalDate from,
        LocalDate to,
        int daysSeen,
        float coverage,
        Figure active,
        Figure resting,
        Figure sleep,
        Figure distance,
        Figure heartRate,
        Figure breathingRate,
        int goalDays) {
    /** @param days of one week or month, in order, not empty */
    static Trend of(LocalDate from, LocalDate to, List<Day> days) {
        var seen = days.stream()
                .filter(day -> day.isOver() && day.activity().active().coverage() >= Day.ENOUGH)
                .toList();
        return new Trend(
                from,
                to,
                seen.size(),
                (float) days.stream()
                        .mapToDouble(day -> day.activity().active().coverage())
                        .average()
                        .orElse(0),
                mean(seen, day -> day.activity().active()),
                mean(seen, day -> day.activity().resting()),
                mean(seen, day -> day.sleep().whole()),
                mean(seen, day -> day.activity().distance()),
                median(days, day -> day.heartRate().rate()),
                median(days, day -> day.breathingRate().rate()),
                (int) days.stream()
                        .filter(day -> day.reached() == Day.Reached.YES)
                        .count());
    }

    private static Figure mean(List<Day> days, Function<Day, Figure> of) {
        var known = known(days, of);
        return known.length == 0
                ? Figure.UNKNOWN
                : new Figure((float) Arrays.stream(known).average().orElseThrow(), coverage(days, of));
    }

    private static Figure median(List<Day> days, Function<Day, Figure> of) {
        var known = known(days, of);
        return known.length == 0
                ? Figure.UNKNOWN
                : new Figure((float) Median.withDefaults().evaluate(known), coverage(days, of));
    }

    private static double[] known(List<Day> days, Function<Day, Figure> of) {
        return days.stream()
                .map(of)
                .map(Figure::value)
                .filter(Objects::nonNull)
                .mapToDouble(Float::doubleValue)
                .toArray();
    }

    private static float coverage(List<Day> days, Function<Day, Figure> of) {
        return (float) days.stream()
                .mapToDouble(day -> of.apply(day).coverage())
                .average()
                .orElse(0);
    }
}
