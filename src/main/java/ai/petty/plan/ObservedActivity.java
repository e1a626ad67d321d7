package ai.petty.plan;

/**
 * How active a pet was of late.
 *
 * @param days days of its own time zone that this is drawn from
 * @param medianActiveMinutes the median over those days of the minutes in which it was seen walking, running or playing
 * @param coverage the median share of those days that was observed, 0..1
 */
public record ObservedActivity(int days, double medianActiveMinutes, double coverage) {
    /** Fewer days say more of the weather than of the dog. */
    static final int FEWEST_DAYS = 5;

    /** Below it what was not seen may be most of what was done; it is not scaled up, since collars are off most while dogs sleep. */
    static final double LEAST_COVERAGE = 0.6;

    boolean isEnough() {
        return days >= FEWEST_DAYS && coverage >= LEAST_COVERAGE;
    }
}
