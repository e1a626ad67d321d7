package ai.petty.http;

import ai.petty.store.Micros;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes JSON as it goes, without a tree in between, and knows how the field's quantities look on the wire. */
public final class StreamedJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DEGREE_DECIMALS = 6;

    private StreamedJson() {}

    /** What to write. */
    @FunctionalInterface
    public interface Content {
        void to(JsonGenerator json) throws IOException;
    }

    /** JSON text in UTF-8. */
    public static Buffer of(Content content) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = FACTORY.createGenerator(bytes)) {
            content.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written to
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** RFC 3339 in UTC. */
    public static String instant(long micros) {
        return DateTimeFormatter.ISO_INSTANT.format(Micros.instant(micros));
    }

    /** Degrees with six decimals: exactly what is stored. */
    public static void degrees(JsonGenerator json, int e6) throws IOException {
        json.writeNumber(BigDecimal.valueOf(e6, DEGREE_DECIMALS));
    }

    /** A value, unless it is unknown: unknown is left out. */
    public static void field(JsonGenerator json, String name, @Nullable Float value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            number(json, value);
        }
    }

    /** As the collar sent it: {@code 85}, not {@code 85.0}. */
    public static void number(JsonGenerator json, float value) throws IOException {
        if (value == (int) value) {
            json.writeNumber((int) value);
        } else {
            json.writeNumber(value);
        }
    }
}
