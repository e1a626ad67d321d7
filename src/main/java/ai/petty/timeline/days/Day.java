package ai.petty.timeline.days;

import java.time.LocalDate;

/**
 * What is known of one day of a pet.
 *
 * @param timeZone by which it began and ended
 * @param startsAt microseconds since 1970 UTC
 * @param endsAt the first microsecond of the next day
 * @param isOver it has ended
 * @param isSealed nothing that comes changes it any more
 * @param streak days in a row, up to this one, that are known to have reached their goal; while this one is not over and has not
 *     reached it, up to the day before
 */
public record Day(
        LocalDate date,
        String timeZone,
        long startsAt,
        long endsAt,
        boolean isOver,
        boolean isSealed,
        Activity activity,
        Sleep sleep,
        Vital heartRate,
        Vital breathingRate,
        Goal goal,
        int streak) {
    /** Below it, that a goal was not reached is not known: it may have been while nobody looked. */
    static final float ENOUGH = 0.5f;

    /**
     * Seconds and metres.
     *
     * @param observedS seconds of the day in which it is known what the pet did
     */
    public record Activity(
            float observedS, Figure resting, Figure walking, Figure running, Figure playing, Figure distance) {
        /** Seconds in which it walked, ran or played. */
        public Figure active() {
            var walked = walking.value();
            var ran = running.value();
            var played = playing.value();
            return walked == null || ran == null || played == null
                    ? new Figure(null, walking.coverage())
                    : new Figure(walked + ran + played, walking.coverage());
        }
    }

    /**
     * @param night seconds of sleep in the night that ended on this day
     * @param naps seconds of sleep by day
     * @param napCount how many of them
     */
    public record Sleep(Figure night, Figure naps, int napCount, float nightObservedS, float noonObservedS) {
        /** Both, as far as they are known. */
        public Figure whole() {
            var byNight = night.value();
            var byDay = naps.value();
            var coverage = (night.coverage() + naps.coverage()) / 2;
            return byNight == null || byDay == null
                    ? new Figure(null, coverage)
                    : new Figure(byNight + byDay, coverage);
        }
    }

    /**
     * A rate at rest, a minute.
     *
     * @param bins quarters of an hour in which it was measured
     */
    public record Vital(Figure rate, int bins) {}

    /** Whether the goal was reached, as far as that is known. */
    public Reached reached() {
        var active = activity.active();
        var value = active.value();
        if (value != null && value >= goal.minutes() * 60f) {
            return Reached.YES;
        }
        return !isOver || value == null || active.coverage() < ENOUGH ? Reached.UNKNOWN : Reached.NO;
    }

    /** Yes is certain however little was seen; no is not. */
    public enum Reached {
        YES,
        NO,
        UNKNOWN
    }

    /** Whether anything at all was seen of it. */
    boolean isKnown() {
        return activity.observedS() > 0
                || sleep.night().value() != null
                || sleep.naps().value() != null;
    }

    /** The same, and nothing changes it any more. */
    Day asSealed() {
        return new Day(
                date,
                timeZone,
                startsAt,
                endsAt,
                isOver,
                true,
                activity,
                sleep,
                heartRate,
                breathingRate,
                goal,
                streak);
    }

    Day withStreak(int days) {
        return new Day(
                date,
                timeZone,
                startsAt,
                endsAt,
                isOver,
                isSealed,
                activity,
                sleep,
                heartRate,
                breathingRate,
                goal,
                days);
    }
}
