package ai.petty.http;

import ai.petty.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Inflates one body, in steps and never past a bound, however small the bomb. */
final class Gunzip implements AutoCloseable {
    private static final int STEP = 16 * 1024;

    private final int most;
    private final byte[] compressed;
    private @Nullable GZIPInputStream stream;
    private byte[] inflated;
    private int length;

    /** @param most bytes that the inflated body may have */
    Gunzip(Buffer compressed, int most) {
        this.most = most;
        this.compressed = compressed.getBytes();
        this.inflated = new byte[Math.max(STEP, Math.min(most, this.compressed.length * 4))];
    }

    /**
     * Inflates until there are {@code enough} bytes, or all.
     *
     * @return whether that was all
     * @throws Refusal when the body is no gzip, or larger than allowed
     */
    boolean inflateTo(int enough) {
        try {
            var from = opened();
            while (length < enough) {
                if (length == inflated.length) {
                    inflated = Arrays.copyOf(inflated, (int) Math.min(most + 1L, inflated.length * 2L));
                }
                var read = from.read(inflated, length, Math.min(STEP, inflated.length - length));
                if (read < 0) {
                    return true;
                }
                length += read;
                if (length > most) {
                    throw tooLarge(most);
                }
            }
            return false;
        } catch (IOException broken) {
            throw Refusal.of(
                    Refusal.Kind.INVALID, "request.invalid", "The body is not the gzip that its header promises.");
        }
    }

    Buffer result() {
        return Buffer.buffer(length == inflated.length ? inflated : Arrays.copyOf(inflated, length));
    }

    private GZIPInputStream opened() throws IOException {
        var open = stream;
        if (open == null) {
            open = new GZIPInputStream(new ByteArrayInputStream(compressed), STEP);
            stream = open;
        }
        return open;
    }

    static Refusal tooLarge(int most) {
        return Refusal.of(Refusal.Kind.TOO_LARGE, "request.too_large", "The body is larger than " + most + " bytes.");
    }

    @Override
    public void close() {
        var open = stream;
        if (open != null) {
            try {
                open.close(); // gives zlib's memory back
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible); // it reads from memory
            }
        }
    }
}
