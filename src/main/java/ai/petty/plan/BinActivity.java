package ai.petty.plan;

import ai.petty.inference.Behaviours;
import ai.petty.inference.behaviour.Bin;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.statistics.descriptive.Median;

/** Activity as the quarters of an hour of the last two weeks tell it. */
public final class BinActivity implements ActivitySource {
    private static final int DAYS = 14;
    private static final double A_DAY = 86_400;
    private static final double A_MINUTE = 60;

    private final Behaviours behaviours;

    public BinActivity(Behaviours behaviours) {
        this.behaviours = behaviours;
    }

    @Override
    public Future<Optional<ObservedActivity>> observed(UUID petId, LocalDate today, ZoneId zone) {
        return behaviours
                .bins(petId, begin(today.minusDays(DAYS), zone), begin(today, zone))
                .map(bins -> of(bins, zone));
    }

    private static long begin(LocalDate day, ZoneId zone) {
        return Micros.of(day.atStartOfDay(zone).toInstant());
    }

    static Optional<ObservedActivity> of(List<Bin> bins, ZoneId zone) {
        var days = bins.stream()
                .collect(Collectors.groupingBy(
                        bin -> Micros.instant(bin.start()).atZone(zone).toLocalDate()))
                .values();
        if (days.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ObservedActivity(
                days.size(), median(days, BinActivity::activeMinutes), median(days, BinActivity::coverage)));
    }

    /** Two collars at once see the same seconds: the one that saw more of a quarter of an hour counts. */
    private static Collection<Bin> distinct(List<Bin> day) {
        return day.stream()
                .collect(Collectors.toMap(
                        Bin::start, bin -> bin, (one, other) -> one.observedS() >= other.observedS() ? one : other))
                .values();
    }

    private static double activeMinutes(List<Bin> day) {
        return distinct(day).stream()
                        .mapToDouble(bin -> (double) bin.walkingS() + bin.runningS() + bin.playingS())
                        .sum()
                / A_MINUTE;
    }

    private static double coverage(List<Bin> day) {
        return Math.min(1, distinct(day).stream().mapToDouble(Bin::observedS).sum() / A_DAY);
    }

    private static double median(Collection<List<Bin>> days, java.util.function.ToDoubleFunction<List<Bin>> of) {
        return Median.withDefaults().evaluate(days.stream().mapToDouble(of).toArray());
    }
}
