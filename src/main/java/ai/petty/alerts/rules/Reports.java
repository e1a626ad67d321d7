package ai.petty.alerts.rules;

/**
 * How often something comes of a collar that has just been measured. Times are microseconds since 1970 UTC.
 *
 * @param last when it came; {@link Long#MIN_VALUE} before the first
 * @param usual microseconds between two; 0 before the first. Of the first nobody knows when the next will be, so it is waited for long
 */
public record Reports(long last, long usual) {
    public static final Reports START = new Reports(Long.MIN_VALUE, 0);

    /** What comes sooner belongs to the same report. */
    private static final long A_SECOND = 1_000_000;

    /** A collar that reports more rarely is not waited for any longer. */
    private static final long LONGEST = 15 * 60 * A_SECOND;

    /** One silence says little of what is usual, however long it was. */
    private static final int SLOWNESS = 4;

    public Reports with(long receivedAt) {
        if (last == Long.MIN_VALUE) {
            return new Reports(receivedAt, LONGEST);
        }
        var gap = Math.min(receivedAt - last, LONGEST);
        if (gap < A_SECOND) {
            return this;
        }
        return new Reports(receivedAt, usual + (Math.min(gap, 2 * usual) - usual) / SLOWNESS);
    }
}
