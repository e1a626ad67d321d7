package ai.petty.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts positions into stretches that may be drawn as one line. */
final class Stretches {
    /** Whoever was not heard of for longer may have been anywhere. */
    private static final long LONGEST_GAP = TimeRange.micros(Duration.ofMinutes(5));

    private static final int HALF_A_TURN_E6 = 180_000_000;

    private Stretches() {}

    /**
     * @param fixes in the order of time, one more than {@code most} when there are more
     * @return the first of each time; what is over {@code most} is left for the next question
     */
    static Track of(List<Fix> fixes, int most) {
        if (fixes.size() <= most) {
            return new Track(cut(fixes), Optional.empty());
        }
        // The rest starts with a whole time, so that no position is told twice or left out.
        var last = fixes.getLast().t();
        var told = fixes.stream().takeWhile(fix -> fix.t() < last).toList();
        return told.isEmpty() ? new Track(cut(fixes), Optional.of(last + 1)) : new Track(cut(told), Optional.of(last));
    }

    private static List<List<Fix>> cut(List<Fix> fixes) {
        var stretches = new ArrayList<List<Fix>>();
        for (var fix : fixes) {
            if (stretches.isEmpty()) {
                stretches.add(new ArrayList<>(List.of(fix)));
                continue;
            }
            var before = stretches.getLast().getLast();
            if (fix.t() == before.t()) {
                continue;
            }
            if (isCut(before, fix)) {
                stretches.add(new ArrayList<>());
            }
            stretches.getLast().add(fix);
        }
        return stretches;
    }

    /** RFC 7946, 3.1.9: a line does not cross the antimeridian. */
    private static boolean isCut(Fix before, Fix after) {
        return after.t() - before.t() > LONGEST_GAP || Math.abs(after.lonE6() - before.lonE6()) > HALF_A_TURN_E6;
    }
}
