package ai.petty.ingest;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame of a collar. The fields may come in any order, so all are read first and the type decides at the end
 * which of them are needed.
 */
final class UplinkFrameDecoder {
    private static final int TYPE = 1;
    private static final int SEQ = 1 << 1;
    private static final int SENT_AT = 1 << 2;
    private static final int READINGS = 1 << 3;
    private static final int COLLAR_ID = 1 << 4;
    private static final int CREDENTIAL = 1 << 5;
    private static final int FIRMWARE = 1 << 6;
    private static final int BATTERY = 1 << 7;
    private static final int T0 = 1 << 8;
    private static final int RATE = 1 << 9;
    private static final int ACC_SCALE = 1 << 10;
    private static final int GYRO_SCALE = 1 << 11;
    private static final int SAMPLES = 1 << 12;

    private static final int HELLO = TYPE | COLLAR_ID | CREDENTIAL | FIRMWARE | BATTERY | SENT_AT;
    private static final int READINGS_FRAME = TYPE | SEQ | SENT_AT | READINGS;
    private static final int MOTION = TYPE | SEQ | T0 | RATE | ACC_SCALE | GYRO_SCALE | SAMPLES;

    private static final double MOST_EXACT = (1L << 53) - 1;
    private static final int LONGEST_CREDENTIAL = 512;
    private static final int LONGEST_FIRMWARE = 64;
    private static final double RATE_LEAST = 10;
    private static final double RATE_MOST = 100;
    private static final int SECONDS_MOST = 60;
    private static final int BYTES_PER_VALUE = 2;
    private static final int AXES = 3;

    private final JsonFactory factory;
    private final TelemetryDecoder readings;

    UplinkFrameDecoder(JsonFactory factory, TelemetryDecoder readings) {
        this.factory = factory;
        this.readings = readings;
    }

    UplinkFrame decode(byte[] bytes, TimeWindow window) {
        @Nullable Pass pass = null;
        try (var parser = factory.createParser(bytes)) {
            var first = parser.nextToken();
            if (first == null) {
                return unusable(Optional.empty(), "frame.malformed", "json.malformed", "is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                return unusable(Optional.empty(), "frame.malformed", "json.wrong_type", "must be an object");
            }
            pass = new Pass(parser, window);
            pass.read();
            if (parser.nextToken() != null) {
                return unusable(pass.seq(), "frame.malformed", "json.malformed", "holds more than one value");
            }
            return pass.frame();
        } catch (IOException e) {
            return new UplinkFrame.Unusable(
                    pass == null ? Optional.empty() : pass.seq(),
                    "frame.malformed",
                    TelemetryDecoder.unreadable(e).errors());
        } catch (Refusal refusal) {
            return new UplinkFrame.Unusable(
                    pass == null ? Optional.empty() : pass.seq(),
                    refusal.code(),
                    List.of(new FieldError("/readings", refusal.code(), refusal.detail())));
        }
    }

    private static UplinkFrame.Unusable unusable(Optional<Long> seq, String code, String errorCode, String detail) {
        return new UplinkFrame.Unusable(seq, code, List.of(new FieldError("", errorCode, detail)));
    }

    /** One reading of one frame. */
    private final class Pass {
        private final JsonParser parser;
        private final TimeWindow window;
        private final FieldReader fields;

        private @Nullable String type;
        private @Nullable Long seq;
        private @Nullable Instant sentAt;
        private List<Decoded> items = List.of();
        private @Nullable String collarId;
        private @Nullable String credential;
        private @Nullable String firmware;
        private @Nullable Float battery;
        private long t0 = TimeText.NONE;
        private @Nullable Float rate;
        private @Nullable Float accScale;
        private @Nullable Float gyroScale;
        private byte @Nullable [] samples;

        Pass(JsonParser parser, TimeWindow window) {
            this.parser = parser;
            this.window = window;
            this.fields = new FieldReader(parser);
        }

        Optional<Long> seq() {
            return Optional.ofNullable(seq);
        }

        void read() throws IOException {
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                var bit = bit(name);
                if (bit == 0) {
                    parser.skipChildren();
                } else if (fields.first(bit, "/" + name)) {
                    read(bit, "/" + name);
                }
            }
        }

        private static int bit(String name) {
            return switch (name) {
                case "type" -> TYPE;
                case "seq" -> SEQ;
                case "sent_at" -> SENT_AT;
                case "readings" -> READINGS;
                case "collar_id" -> COLLAR_ID;
                case "credential" -> CREDENTIAL;
                case "firmware" -> FIRMWARE;
                case "battery_pct" -> BATTERY;
                case "t0" -> T0;
                case "rate_hz" -> RATE;
                case "acc_scale" -> ACC_SCALE;
                case "gyro_scale" -> GYRO_SCALE;
                case "samples" -> SAMPLES;
                default -> 0;
            };
        }

        private void read(int bit, String pointer) throws IOException {
            switch (bit) {
                case TYPE -> type = fields.text(pointer);
                case SEQ -> {
                    var value = fields.integer(pointer, 0, MOST_EXACT);
                    seq = Double.isNaN(value) ? null : (long) value;
                }
                case SENT_AT -> {
                    var micros = fields.instant(pointer);
                    sentAt = micros == TimeText.NONE ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                }
                case READINGS -> {
                    if (parser.currentToken() == JsonToken.START_ARRAY) {
                        items = readings.items(parser, window);
                    } else {
                        fields.wrong(pointer, "reading.wrong_type", "must be an array of readings");
                        parser.skipChildren();
                    }
                }
                case COLLAR_ID -> collarId = Ranges.collarId(fields, pointer);
                case CREDENTIAL -> credential = shortText(pointer, 1, LONGEST_CREDENTIAL);
                case FIRMWARE -> firmware = shortText(pointer, 0, LONGEST_FIRMWARE);
                case BATTERY -> battery = fields.real(pointer, 0, Ranges.BATTERY_MOST);
                case T0 -> t0 = fields.instant(pointer);
                case RATE -> rate = fields.real(pointer, RATE_LEAST, RATE_MOST);
                case ACC_SCALE -> accScale = fields.real(pointer, Float.MIN_NORMAL, 1);
                case GYRO_SCALE -> gyroScale = fields.real(pointer, Float.MIN_NORMAL, 10);
                case SAMPLES -> samples = binary(pointer);
                default -> throw new IllegalStateException("no such field bit: " + bit);
            }
        }

        private @Nullable String shortText(String pointer, int least, int most) throws IOException {
            var text = fields.text(pointer);
            if (text != null && !(text.length() >= least && text.length() <= most && isPrintable(text))) {
                fields.wrong(
                        pointer,
                        "reading.out_of_range",
                        "must be printable and " + least + " to " + most + " characters long");
                return null;
            }
            return text;
        }

        /** Neither NUL nor half a surrogate pair can be stored. */
        private static boolean isPrintable(String text) {
            return text.codePoints().allMatch(c -> c >= ' ' && Character.getType(c) != Character.SURROGATE);
        }

        private byte @Nullable [] binary(String pointer) throws IOException {
            try {
                switch (parser.currentToken()) {
                    case VALUE_STRING -> {
                        // Not getBinaryValue(): when that fails it leaves the parser in the middle of the string.
                        return Base64.getDecoder().decode(parser.getText());
                    }
                    case VALUE_EMBEDDED_OBJECT -> {
                        return parser.getBinaryValue();
                    }
                    default -> parser.skipChildren();
                }
            } catch (IllegalArgumentException e) {
                // said below, in our own words
            }
            fields.wrong(pointer, "reading.wrong_type", "must be base64 (JSON) or bytes (CBOR)");
            return null;
        }

        UplinkFrame frame() {
            fields.require(TYPE, "/type");
            return switch (type) {
                case null -> invalid(TYPE);
                case "hello" -> hello();
                case "readings" -> readings();
                case "motion" -> motion();
                default -> unusable(seq(), "frame.unknown_type", "reading.out_of_range", "is of no known type");
            };
        }

        private UplinkFrame hello() {
            fields.require(COLLAR_ID, "/collar_id");
            return collarId == null || isBad(HELLO)
                    ? invalid(HELLO)
                    : new UplinkFrame.Hello(
                            collarId,
                            Optional.ofNullable(credential),
                            Optional.ofNullable(firmware),
                            Optional.ofNullable(battery),
                            Optional.ofNullable(sentAt));
        }

        private UplinkFrame readings() {
            fields.require(SEQ, "/seq");
            fields.require(READINGS, "/readings");
            return seq == null || isBad(READINGS_FRAME)
                    ? invalid(READINGS_FRAME)
                    : new UplinkFrame.Readings(seq, Optional.ofNullable(sentAt), items);
        }

        private UplinkFrame motion() {
            for (var name : List.of("seq", "t0", "rate_hz", "acc_scale", "samples")) {
                fields.require(bit(name), "/" + name);
            }
            Ranges.checkTime(fields, "/t0", t0, window);
            if (rate != null && samples != null) {
                checkSamples(rate, samples.length);
            }
            return seq == null || rate == null || accScale == null || samples == null || isBad(MOTION)
                    ? invalid(MOTION)
                    : new UplinkFrame.MotionWindow(
                            seq, new Motion(t0, rate, accScale, gyroScale, Buffer.buffer(samples)));
        }

        private void checkSamples(float rateHz, int bytes) {
            var bytesPerSample = BYTES_PER_VALUE * (fields.has(GYRO_SCALE) ? 2 * AXES : AXES);
            var count = bytes / bytesPerSample;
            if (bytes % bytesPerSample != 0) {
                fields.wrong(
                        "/samples", "reading.out_of_range", "must be whole samples of " + bytesPerSample + " bytes");
            } else if (count < rateHz || count > rateHz * SECONDS_MOST) {
                fields.wrong("/samples", "reading.out_of_range", "must hold 1 to 60 seconds at rate_hz");
            }
        }

        /** What is wrong with the fields of one kind of frame; those of another kind are not listed there and so do not count. */
        private List<FieldError> errors(int kind) {
            return fields.bad().stream()
                    .flatMap(bad -> bad.errors().stream())
                    .filter(error -> (bit(error.pointer().substring(1)) & kind) != 0)
                    .toList();
        }

        private boolean isBad(int kind) {
            return !errors(kind).isEmpty();
        }

        private UplinkFrame invalid(int kind) {
            return new UplinkFrame.Unusable(seq(), "frame.invalid", errors(kind));
        }
    }
}
