package ai.petty.inference.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a state lies in bytes. Each class says it once, for writing and for reading, so that the two cannot drift apart: a writer gives
 * back what it was given, a reader what it finds. All numbers are whole, in as few bytes as they need (base 128, signs zigzag).
 */
abstract sealed class Layout {
    private static final int LONGEST_TEXT = 64;

    /** What has a place in a state. */
    interface Laid {
        void lay(Layout layout);
    }

    abstract long number(long value);

    /** A time: most lie shortly before the last observation. */
    abstract long time(long t);

    /** A number of things, so many at the most. */
    final int count(int value, int most) {
        var count = number(value);
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("no state: a count of " + count);
        }
        return (int) count;
    }

    final int whole(int value) {
        return Math.toIntExact(number(value));
    }

    final boolean flag(boolean value) {
        return count(value ? 1 : 0, 1) == 1;
    }

    final <T extends Laid> @Nullable T maybe(@Nullable T value, Supplier<T> fresh) {
        if (!flag(value != null)) {
            return null;
        }
        var laid = value == null ? fresh.get() : value;
        laid.lay(this);
        return laid;
    }

    /** Longer ones are cut. */
    final String text(String value) {
        var bytes = value.getBytes(UTF_8);
        var laid = new byte[count(Math.min(bytes.length, LONGEST_TEXT), LONGEST_TEXT)];
        for (var i = 0; i < laid.length; i++) {
            laid[i] = (byte) number(i < bytes.length ? bytes[i] : 0);
        }
        return new String(laid, UTF_8);
    }

    static final class Writer extends Layout {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        private final long base;

        /** @param base a time that most others lie shortly before */
        Writer(int version, long base) {
            this.base = base;
            number(version);
            number(base);
        }

        @Override
        long number(long value) {
            var rest = (value << 1) ^ (value >> 63);
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
            return value;
        }

        @Override
        long time(long t) {
            number(base - t);
            return t;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    static final class Reader extends Layout {
        private final byte[] bytes;
        private final long base;
        private int at;

        /** @throws IllegalArgumentException when it is another version's */
        Reader(int version, byte[] bytes) {
            this.bytes = bytes;
            if (number(0) != version) {
                throw new IllegalArgumentException("a state of another version");
            }
            this.base = number(0);
        }

        @Override
        long number(long value) {
            var rest = 0L;
            for (var shift = 0; shift < Long.SIZE; shift += 7) {
                if (at == bytes.length) {
                    throw new IllegalArgumentException("no state: it ends too early");
                }
                var next = bytes[at++];
                rest |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return (rest >>> 1) ^ -(rest & 1);
                }
            }
            throw new IllegalArgumentException("no state: a number without an end");
        }

        @Override
        long time(long t) {
            return base - number(0);
        }

        long base() {
            return base;
        }

        void end() {
            if (at != bytes.length) {
                throw new IllegalArgumentException("no state: it goes on");
            }
        }
    }
}
