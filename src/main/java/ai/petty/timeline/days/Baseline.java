package ai.petty.timeline.days;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is usual for a pet by the last seven days.
 *
 * @param last the last of them
 * @param daysSeen of how many of them enough was seen
 * @param heartRate at rest, beats a minute
 * @param breathingRate at rest, breaths a minute
 * @param active seconds a day
 * @param sleep seconds a day
 */
public record Baseline(
        LocalDate last,
        int daysSeen,
        Optional<Usual> heartRate,
        Optional<Usual> breathingRate,
        Optional<Usual> active,
        Optional<Usual> sleep) {
    public static final int DAYS = 7;

    /** Of how many of them enough must be seen before they are the pet's own. */
    public static final int DAYS_NEEDED = Usual.OWN_DAYS;

    /** Quarters of an hour with a rate at rest that make a whole day: two hours. */
    private static final int WHOLE_DAY_BINS = 8;

    /** Whether it is the pet's own. */
    public boolean isReady() {
        return daysSeen >= DAYS_NEEDED;
    }

    /**
     * @param days in order; of one that is not over only what it says of rates at rest counts
     * @param last the last that is over
     */
    static Baseline of(String species, List<Day> days, LocalDate last) {
        var over = days.stream().filter(Day::isOver).toList();
        return new Baseline(
                last,
                (int) over.stream().filter(Baseline::isSeen).count(),
                Usual.of(rates(days, Day::heartRate), Population.heartRate(species)),
                Usual.of(rates(days, Day::breathingRate), Population.breathingRate(species)),
                Usual.of(figures(over, day -> day.activity().active()), Optional.empty()),
                Usual.of(figures(over, day -> day.sleep().whole()), Optional.empty()));
    }

    private static boolean isSeen(Day day) {
        return day.activity().active().coverage() >= Day.ENOUGH;
    }

    private static List<Usual.Measured> rates(List<Day> days, Function<Day, Day.Vital> of) {
        return days.stream()
                .map(of)
                .filter(vital -> vital.rate().value() != null)
                .map(vital ->
                        new Usual.Measured(known(vital.rate()), Math.min(1.0, vital.bins() / (double) WHOLE_DAY_BINS)))
                .toList();
    }

    /** Sums of a day of which much was not seen say too little, not a little less. */
    private static List<Usual.Measured> figures(List<Day> days, Function<Day, Figure> of) {
        return days.stream()
                .map(of)
                .filter(figure -> figure.value() != null && figure.coverage() >= Day.ENOUGH)
                .map(figure -> new Usual.Measured(known(figure), 1))
                .toList();
    }

    private static double known(Figure figure) {
        var value = figure.value();
        return value == null ? 0 : value;
    }
}
