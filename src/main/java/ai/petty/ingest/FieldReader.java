package ai.petty.ingest;

import ai.petty.problem.FieldError;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one object off a token stream and remembers everything that is wrong, so that a refusal can name
 * every bad field and not only the first. One for each object.
 */
final class FieldReader {
    private static final long MICROS = 1_000_000;

    private final JsonParser parser;
    private @Nullable List<FieldError> errors;
    private int seen;

    FieldReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Whether the field with this bit is met for the first time; a repeated key is an error, and its value is skipped. */
    boolean first(int bit, String pointer) throws IOException {
        if ((seen & bit) != 0) {
            wrong(pointer, "reading.duplicate_key", "stands there more than once");
            parser.skipChildren();
            return false;
        }
        seen |= bit;
        return true;
    }

    /** Complains about the field unless it was met. */
    void require(int bit, String pointer) {
        if ((seen & bit) == 0) {
            wrong(pointer, "reading.required", "is required");
        }
    }

    boolean has(int bit) {
        return (seen & bit) != 0;
    }

    void wrong(String pointer, String code, String detail) {
        if (errors == null) {
            errors = new ArrayList<>();
        }
        errors.add(new FieldError(pointer, code, detail));
    }

    Optional<Decoded.Bad> bad() {
        return errors == null ? Optional.empty() : Optional.of(new Decoded.Bad(errors));
    }

    /** A number within {@code least..most}, or NaN after a complaint. */
    double number(String pointer, double least, double most) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            wrongType(pointer, "a number");
            return Double.NaN;
        }
        var value = parser.getDoubleValue();
        // An exponent past a double's range reads as infinity, which is out of every range.
        if (!(value >= least && value <= most)) {
            wrong(pointer, "reading.out_of_range", "must be within " + plain(least) + ".." + plain(most));
            return Double.NaN;
        }
        return value;
    }

    /** A whole number within {@code least..most} (a zero fraction counts), or NaN after a complaint. */
    double integer(String pointer, double least, double most) throws IOException {
        var value = number(pointer, least, most);
        if (value != Math.rint(value) && !Double.isNaN(value)) {
            wrong(pointer, "reading.wrong_type", "must be a whole number");
            return Double.NaN;
        }
        return value;
    }

    @Nullable
    Float real(String pointer, double least, double most) throws IOException {
        var value = number(pointer, least, most);
        // Minus zero becomes zero: to PostgreSQL they are equal, to Float they are not.
        return Double.isNaN(value) ? null : (float) value + 0.0f;
    }

    /** Degrees as a whole number of millionths: six decimals are about 11 cm, and more is never kept. */
    @Nullable
    Integer microdegrees(String pointer, double most) throws IOException {
        var value = number(pointer, -most, most);
        return Double.isNaN(value) ? null : (int) Math.round(value * MICROS);
    }

    @Nullable
    String text(String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType(pointer, "a string");
            return null;
        }
        return parser.getText();
    }

    /** RFC 3339 with an offset, as microseconds since 1970 UTC; {@link TimeText#NONE} after a complaint. */
    long instant(String pointer) throws IOException {
        var text = text(pointer);
        return text == null ? TimeText.NONE : time(pointer, TimeText.rfc3339(text));
    }

    /**
     * ISO 8601 to the minute or finer, as microseconds since 1970 UTC; without an offset it is UTC. {@link TimeText#NONE}
     * after a complaint.
     */
    long instantOrUtc(String pointer) throws IOException {
        var text = text(pointer);
        return text == null ? TimeText.NONE : time(pointer, TimeText.iso8601(text));
    }

    private long time(String pointer, long time) {
        if (time == TimeText.NONE) {
            wrong(pointer, "reading.malformed_time", "must be a time such as 2026-02-28T23:30:00Z");
        }
        return time;
    }

    private void wrongType(String pointer, String wanted) throws IOException {
        wrong(pointer, "reading.wrong_type", "must be " + wanted);
        parser.skipChildren();
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
