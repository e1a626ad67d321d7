package ai.petty.live;

import ai.petty.ingest.Reading;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which reading of a pet a viewer has seen last: {@code <t>.<n>} on the wire.
 *
 * @param t microseconds since 1970 UTC
 * @param n the reading's own counter among those that share {@code t}
 */
public record ReadingId(long t, int n) implements Comparable<ReadingId> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,17})\\.([0-9]{1,10})");

    /** Older than every reading. */
    static final ReadingId NONE = new ReadingId(0, -1);

    public static ReadingId of(Reading reading) {
        return new ReadingId(reading.t(), reading.n());
    }

    /** Empty for anything that is not the id of a reading. */
    public static Optional<ReadingId> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches() && Long.parseLong(parts.group(2)) <= Integer.MAX_VALUE
                ? Optional.of(new ReadingId(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ReadingId other) {
        var byTime = Long.compare(t, other.t);
        return byTime != 0 ? byTime : Integer.compare(n, other.n);
    }

    boolean isAfter(ReadingId other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return t + "." + n;
    }
}
