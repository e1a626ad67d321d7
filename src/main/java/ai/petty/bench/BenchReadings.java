package ai.petty.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The readings that every contender is fed. No two share a collar and a time: a time is a tick of 100 ms plus, in the
 * microseconds below the tick, how often this collar was used before, so a batch may reach back over many ticks.
 */
final class BenchReadings {
    static final long TICK_MICROS = 100_000;
    /** Digits of {@code 2025-11-23T08:53:03.1}, the part of a time that all uses within a tick share. */
    static final int TICK_TEXT_LENGTH = 21;
    /** Length of {@code 2025-11-23T08:53:03.100042Z}. */
    static final int TIME_TEXT_LENGTH = TICK_TEXT_LENGTH + 6;

    static final int LAT_BASE_E6 = 40_712_000;
    static final int LON_BASE_E6 = -74_006_000;

    private static final int REMEMBERED_TICKS = 4096;

    private final long[] ticks = new long[REMEMBERED_TICKS];
    private final byte[][] tickTexts = new byte[REMEMBERED_TICKS][];

    static String serial(int collar) {
        return "BN-%06d".formatted(collar);
    }

    static long tickAt(long epochMicros) {
        return epochMicros / TICK_MICROS;
    }

    /** Microseconds since 1970 of a reading {@code back} ticks before {@code tick}. */
    static long t(long tick, int use, int back) {
        return (tick - back) * TICK_MICROS + use;
    }

    /** Decides the values of one reading: the same for every contender, different from its neighbours'. */
    static int salt(int collar, int use, int index) {
        var mixed = collar * 0x9E3779B9 + use * 0x85EBCA6B + index * 0xC2B2AE35;
        return (mixed ^ (mixed >>> 15)) & Integer.MAX_VALUE;
    }

    static int heartRate(int salt) {
        return 60 + salt % 40;
    }

    static int activity(int salt) {
        return (salt >>> 8) % 3;
    }

    static int latTail(int salt) {
        return (salt >>> 10) % 1000;
    }

    static int lonTail(int salt) {
        return (salt >>> 20) % 1000;
    }

    /** Writes the RFC 3339 text of {@link #t}; the text of a tick is made once and then copied. */
    void writeTime(long tick, int use, int back, byte[] into, int at) {
        System.arraycopy(tickText(tick - back), 0, into, at, TICK_TEXT_LENGTH);
        writeDigits(use, 5, into, at + TICK_TEXT_LENGTH);
        into[at + TIME_TEXT_LENGTH - 1] = 'Z';
    }

    private byte[] tickText(long tick) {
        var slot = (int) (tick % REMEMBERED_TICKS);
        var text = tickTexts[slot];
        if (text == null || ticks[slot] != tick) {
            text = textOf(tick).getBytes(StandardCharsets.US_ASCII);
            ticks[slot] = tick;
            tickTexts[slot] = text;
        }
        return text;
    }

    private static String textOf(long tick) {
        var perSecond = 1_000_000 / TICK_MICROS;
        var second = Instant.ofEpochSecond(Math.floorDiv(tick, perSecond)).toString();
        return second.substring(0, second.length() - 1) + "." + Math.floorMod(tick, perSecond);
    }

    /** Writes {@code value} in exactly {@code digits} decimal digits. */
    static void writeDigits(long value, int digits, byte[] into, int at) {
        var rest = value;
        for (var i = at + digits - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
