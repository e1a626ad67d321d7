package ai.petty.timeline.days;

import ai.petty.inference.BehaviourSearch.Stretch;
import ai.petty.inference.behaviour.Bin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;
import org.jspecify.annotations.Nullable;

/** Pure functions from quarters of an hour and stretches of sleep to a day. */
final class DayFigures {
    /** Who went for so long went somewhere: no way at all means that nobody knows the way. */
    private static final float WALKED_S = 300;

    static final long BIN_S = Bin.WIDTH.toSeconds();

    private static final double MICROS = 1e6;

    private DayFigures() {}

    /**
     * @param bins of the day and of the evening before it, of any number of collars
     * @param sleeps that meet the day or the night before it
     * @param now what lies behind it has not been yet
     */
    static Day of(LocalDay day, List<Bin> bins, List<Stretch> sleeps, Goal goal, long now) {
        var best = best(bins);
        var own = List.copyOf(best.subMap(day.start(), day.end()).values());
        var until = Math.min(day.end(), now);
        return new Day(
                day.date(),
                day.zone().getId(),
                day.start(),
                day.end(),
                now >= day.end(),
                false,
                activity(own, day.start(), until),
                sleep(day, best, joined(sleeps), now),
                vital(own, Bin::restingHr, day.start(), until),
                vital(own, Bin::restingBr, day.start(), until),
                goal,
                0);
    }

    /** Where two collars have seen the same quarter of an hour, the one that saw more of it: a pet is not active twice. */
    private static SortedMap<Long, Bin> best(List<Bin> bins) {
        var startToBin = new TreeMap<Long, Bin>();
        for (var bin : bins) {
            startToBin.merge(bin.start(), bin, (one, other) -> other.observedS() > one.observedS() ? other : one);
        }
        return startToBin;
    }

    private static Day.Activity activity(List<Bin> bins, long from, long until) {
        var observed = sum(bins, Bin::observedS);
        var coverage = Figure.coverage(observed, from, until);
        if (observed == 0) {
            return new Day.Activity(0, Figure.UNKNOWN, Figure.UNKNOWN, Figure.UNKNOWN, Figure.UNKNOWN, Figure.UNKNOWN);
        }
        var distance = sum(bins, Bin::distanceM);
        var went = sum(bins, Bin::walkingS) + sum(bins, Bin::runningS);
        return new Day.Activity(
                observed,
                new Figure(sum(bins, Bin::restingS), coverage),
                new Figure(sum(bins, Bin::walkingS), coverage),
                new Figure(sum(bins, Bin::runningS), coverage),
                new Figure(sum(bins, Bin::playingS), coverage),
                distance == 0 && went > WALKED_S ? Figure.UNKNOWN : new Figure(distance, coverage));
    }

    private static float sum(Iterable<Bin> bins, ToDoubleFunction<Bin> of) {
        var sum = 0.0;
        for (var bin : bins) {
            sum += of.applyAsDouble(bin);
        }
        return (float) sum;
    }

    /** The median of the quarters of an hour: a few wild ones do not move it. */
    private static Day.Vital vital(List<Bin> bins, Function<Bin, @Nullable Float> rate, long from, long until) {
        var rates = bins.stream()
                .map(rate)
                .filter(Objects::nonNull)
                .mapToDouble(Float::doubleValue)
                .toArray();
        if (rates.length == 0) {
            return new Day.Vital(Figure.UNKNOWN, 0);
        }
        var seen = rates.length * (double) BIN_S;
        var median = (float) Median.withDefaults().evaluate(rates);
        return new Day.Vital(new Figure(median, Figure.coverage(seen, from, until)), rates.length);
    }

    /** What touches is one sleep: an episode ends after a day at the latest, and two collars tell of the same. */
    private static List<Stretch> joined(List<Stretch> sleeps) {
        var joined = new ArrayList<Stretch>();
        for (var sleep :
                sleeps.stream().sorted(Comparator.comparingLong(Stretch::from)).toList()) {
            if (!joined.isEmpty() && sleep.from() <= joined.getLast().to()) {
                var before = joined.removeLast();
                joined.add(new Stretch(before.from(), Math.max(before.to(), sleep.to()), sleep.isOpen()));
            } else {
                joined.add(sleep);
            }
        }
        return joined;
    }

    /**
     * A sleep that lies for its greater part between 20:00 and 08:00 belongs to the day on which that night ends; any other is a nap of
     * the day on which the pet woke.
     */
    private static Day.Sleep sleep(LocalDay day, SortedMap<Long, Bin> bins, List<Stretch> sleeps, long now) {
        var night = 0L;
        var naps = 0L;
        var count = 0;
        for (var sleep : sleeps) {
            var length = sleep.to() - sleep.from();
            if (isOfNight(sleep, day)) {
                night += length;
            } else if (LocalDay.at(sleep.to(), day.zone()).date().equals(day.date())
                    && !isOfNight(sleep, day.plus(1))) {
                naps += length;
                count++;
            }
        }
        var nightSeen = sum(bins.subMap(day.nightFall(), day.morning()).values(), Bin::observedS);
        var noonSeen = sum(bins.subMap(day.morning(), day.evening()).values(), Bin::observedS);
        return new Day.Sleep(
                figure(night, nightSeen, day.nightFall(), Math.min(day.morning(), now)),
                figure(naps, noonSeen, day.morning(), Math.min(day.evening(), now)),
                count,
                nightSeen,
                noonSeen);
    }

    private static boolean isOfNight(Stretch sleep, LocalDay day) {
        var inNight = Math.min(sleep.to(), day.morning()) - Math.max(sleep.from(), day.nightFall());
        return 2 * inNight > sleep.to() - sleep.from();
    }

    private static Figure figure(long micros, float observedS, long from, long until) {
        return observedS == 0 && micros == 0
                ? Figure.UNKNOWN
                : new Figure((float) (micros / MICROS), Figure.coverage(observedS, from, until));
    }
}
