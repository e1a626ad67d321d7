package ai.petty.ingest;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decodes whole bodies: one object, an array of objects, or one object a line (NDJSON). */
public final class TelemetryDecoder {
    private final ReadingDecoder readings;
    private final int mostItems;

    public TelemetryDecoder(ReadingDecoder readings, int mostItems) {
        this.readings = readings;
        this.mostItems = mostItems;
    }

    /**
     * A body that is one reading.
     *
     * @throws Refusal when it is not JSON, or not one object
     */
    public Decoded object(byte[] body, TimeWindow window) {
        try (var parser = Json.JSON.createParser(body)) {
            return onlyObject(parser, window);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * A body that is an array of readings. A bad item spoils only itself; broken JSON spoils the body, because nothing
     * behind the break can be told apart.
     */
    public List<Decoded> array(byte[] body, TimeWindow window) {
        try (var parser = Json.JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw wrongType("must be an array of readings");
            }
            var items = items(parser, window);
            if (parser.nextToken() != null) {
                throw malformed("holds more than one value");
            }
            return items;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The items of an array that the parser stands on; leaves it on END_ARRAY. */
    List<Decoded> items(JsonParser parser, TimeWindow window) throws IOException {
        var items = new ArrayList<Decoded>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (items.size() == mostItems) {
                throw tooMany();
            }
            if (token == JsonToken.START_OBJECT) {
                items.add(readings.decode(parser, window));
            } else if (token == null) {
                throw malformed("ends too early");
            } else {
                items.add(Decoded.Bad.of("", "json.wrong_type", "must be an object"));
                parser.skipChildren();
            }
        }
        return items;
    }

    /** A body with one reading a line; blank lines do not count. A broken line spoils only itself. */
    public List<Decoded> lines(byte[] body, TimeWindow window) {
        var items = new ArrayList<Decoded>();
        for (var start = 0; start < body.length; ) {
            var end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            if (!isBlank(body, start, end)) {
                if (items.size() == mostItems) {
                    throw tooMany();
                }
                items.add(line(body, start, end, window));
            }
            start = end + 1;
        }
        return items;
    }

    private Decoded line(byte[] body, int start, int end, TimeWindow window) {
        try (var parser = Json.JSON.createParser(body, start, end - start)) {
            return onlyObject(parser, window);
        } catch (IOException e) {
            return new Decoded.Bad(unreadable(e).errors());
        } catch (Refusal refusal) {
            return new Decoded.Bad(refusal.errors());
        }
    }

    private Decoded onlyObject(JsonParser parser, TimeWindow window) throws IOException {
        var first = parser.nextToken();
        if (first == null) {
            throw malformed("is empty");
        }
        if (first != JsonToken.START_OBJECT) {
            throw wrongType("must be an object");
        }
        var decoded = readings.decode(parser, window);
        if (parser.nextToken() != null) {
            throw malformed("holds more than one value");
        }
        return decoded;
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (var i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private Refusal tooMany() {
        return Refusal.of(
                Refusal.Kind.TOO_LARGE, "request.too_many_items", "At most " + mostItems + " readings in one body.");
    }

    private static Refusal malformed(String detail) {
        return Refusal.invalid(
                "The body is not one JSON value.", List.of(new FieldError("", "json.malformed", detail)));
    }

    private static Refusal wrongType(String detail) {
        return Refusal.invalid(
                "The body is JSON of another type.", List.of(new FieldError("", "json.wrong_type", detail)));
    }

    /** The parser's own message quotes the input, so it is not passed on. */
    static Refusal unreadable(IOException cause) {
        if (cause instanceof StreamConstraintsException) {
            return Refusal.invalid(
                    "The body is nested too deeply, or a name or number in it is too long.",
                    List.of(new FieldError(
                            "", "json.too_deep", "is nested too deeply, or has a name or number too long")));
        }
        return malformed("is not JSON");
    }
}
