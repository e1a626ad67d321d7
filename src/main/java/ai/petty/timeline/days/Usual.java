package ai.petty.timeline.days;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What is usual for a pet.
 *
 * @param value in the unit of what it is usual of
 * @param spread how far a usual day is from it, a standard deviation's worth
 * @param days days of the pet's own behind it; a day of which little was seen is less than one
 * @param source whose it is
 * @param population what it is drawn to
 */
public record Usual(double value, double spread, double days, Source source, Optional<Population> population) {
    /** Whose a usual value is. */
    public enum Source {
        OWN,
        OWN_AND_POPULATION,
        POPULATION
    }

    /** Days of its own from which on it is the pet's and no longer the population's. */
    static final int OWN_DAYS = 3;

    /** Of a normal distribution the standard deviation is so many times the median deviation. */
    private static final double NORMAL = 1.4826;

    /** How many days' worth the population's spread is: few days tell little of how far they are spread. */
    private static final int SPREAD_DAYS = 4;

    /**
     * One day.
     *
     * @param weight how much of a day it is: 0..1
     */
    record Measured(double value, double weight) {}

    /**
     * The median of the days, and their median deviation from it: a wild day or two among seven move neither far. Both are drawn
     * to the population's by as much as pets are alike, and the less the more days there are.
     */
    static Optional<Usual> of(List<Measured> measured, Optional<Population> population) {
        var days = measured.stream().mapToDouble(Measured::weight).sum();
        if (days == 0) {
            return population.map(prior -> new Usual(prior.mean(), prior.between(), 0, Source.POPULATION, population));
        }
        var median = median(measured.stream().mapToDouble(Measured::value).toArray());
        var deviation = NORMAL
                * median(measured.stream()
                        .mapToDouble(one -> Math.abs(one.value() - median))
                        .toArray());
        var source = days >= OWN_DAYS ? Source.OWN : Source.OWN_AND_POPULATION;
        return population
                .map(prior -> new Usual(
                        (days * median + prior.worthDays() * prior.mean()) / (days + prior.worthDays()),
                        Math.sqrt((days * deviation * deviation + SPREAD_DAYS * prior.within() * prior.within())
                                / (days + SPREAD_DAYS)),
                        days,
                        source,
                        population))
                .or(() -> days >= OWN_DAYS
                        ? Optional.of(new Usual(median, deviation, days, Source.OWN, population))
                        : Optional.empty());
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }
}
