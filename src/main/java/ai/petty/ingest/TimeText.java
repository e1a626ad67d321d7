package ai.petty.ingest;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads a time off text, to the microsecond. By hand and without exceptions: a collar that sends nonsense must not cost a
 * stack trace for each of its readings.
 */
public final class TimeText {
    /** Instead of a time, where there was none. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long MICROS = 1_000_000;
    private static final int MICRO_DIGITS = 6;
    private static final int MOST_DIGITS = 9;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** No zone is farther from UTC, and java.time knows none that is. */
    private static final int MOST_OFFSET_HOURS = 18;

    private final String text;
    private final boolean lenient;
    private int at;
    private boolean broken;

    private TimeText(String text, boolean lenient) {
        this.text = text;
        this.lenient = lenient;
    }

    /**
     * RFC 3339, so always with an offset; a leap second is no time here, as java.time has none.
     *
     * @return microseconds since 1970 UTC, or {@link #NONE}
     */
    static long rfc3339(String text) {
        return new TimeText(text, false).read();
    }

    /**
     * ISO 8601, extended format, to the minute or finer; without an offset it is UTC.
     *
     * @return microseconds since 1970 UTC, or {@link #NONE}
     */
    public static long iso8601(String text) {
        return new TimeText(text, true).read();
    }

    private long read() {
        var year = digits(4, 0, 9999);
        expect('-');
        var month = digits(2, 1, 12);
        expect('-');
        var day = digits(2, 1, 31);
        if (!skip('T') && !skip('t')) {
            return NONE;
        }
        var second = digits(2, 0, 23) * HOUR;
        expect(':');
        second += digits(2, 0, 59) * MINUTE;
        var micros = 0;
        if (skip(':')) {
            second += digits(2, 0, 59);
            micros = fraction();
        } else if (!lenient) {
            return NONE;
        }
        second -= offset();
        if (broken || at != text.length() || day > YearMonth.of(year, month).lengthOfMonth()) {
            return NONE;
        }
        return (LocalDate.of(year, month, day).toEpochDay() * DAY + second) * MICROS + micros;
    }

    private int fraction() {
        if (!skip('.') && !(lenient && skip(','))) {
            return 0;
        }
        var micros = 0;
        var start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            if (at - start < MICRO_DIGITS) {
                micros = micros * 10 + text.charAt(at) - '0';
            }
            at++;
        }
        broken |= at == start || at - start > MOST_DIGITS;
        for (var missing = MICRO_DIGITS - (at - start); missing > 0; missing--) {
            micros *= 10;
        }
        return micros;
    }

    /** Seconds ahead of UTC. */
    private long offset() {
        if (skip('Z') || skip('z')) {
            return 0;
        }
        if (at == text.length()) {
            broken |= !lenient;
            return 0;
        }
        var sign = skip('-') ? -1 : 1;
        if (sign > 0) {
            expect('+');
        }
        var hours = digits(2, 0, MOST_OFFSET_HOURS);
        var minutes = 0;
        if (!lenient || at < text.length()) {
            if (!skip(':')) {
                broken |= !lenient;
            }
            minutes = digits(2, 0, 59);
        }
        broken |= hours == MOST_OFFSET_HOURS && minutes > 0;
        return sign * (hours * HOUR + minutes * MINUTE);
    }

    private int digits(int count, int least, int most) {
        var value = 0;
        for (var i = 0; i < count; i++) {
            if (at >= text.length() || !isDigit(text.charAt(at))) {
                broken = true;
                return least;
            }
            value = value * 10 + text.charAt(at++) - '0';
        }
        if (value < least || value > most) {
            broken = true;
            return least;
        }
        return value;
    }

    private boolean skip(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        broken |= !skip(wanted);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
