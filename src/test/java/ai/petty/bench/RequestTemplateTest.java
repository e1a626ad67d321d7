package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {
    private static final long TICK = BenchReadings.tickAt(1_763_888_000_123_456L);

    private final BenchReadings readings = new BenchReadings();

    @Test
    void aReadHasNoBodyAndNoCredentialThatIsNotGiven() {
        var bare = RequestSource.of(Wire.V1_REALTIME, 1, "127.0.0.1:1", "");
        assertThat(new String(bare.request(readings, 1, 2, TICK), StandardCharsets.US_ASCII))
                .isEqualTo("GET /v1/realtime?collar_id=BN-000000 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
        var known = RequestSource.of(Wire.V1_REALTIME, 1, "127.0.0.1:1", "s3cret");
        assertThat(new String(known.request(readings, 1, 2, TICK), StandardCharsets.US_ASCII))
                .endsWith("\r\nAuthorization: Bearer s3cret\r\n\r\n");
    }

    @Test
    void theContentLengthIsTheBodysAndTheHeadersNameCollarAndSecret() {
        for (var wire : EnumSet.complementOf(EnumSet.of(Wire.V1_REALTIME))) {
            var text = patched(wire, wire == Wire.V1_INGEST || wire == Wire.ECHO ? 1 : 10, 42, 7, TICK);
            var head = text.substring(0, text.indexOf("\r\n\r\n"));

            assertThat(head).startsWith("POST " + wire.target + " HTTP/1.1\r\n");
            assertThat(head).endsWith("Content-Length: " + body(text).length());
            assertThat(head).contains("Authorization: Bearer s3cret");
        }
    }

    @Test
    void aV2BodyIsAnArrayWhoseTimesAreThoseOfTheReadings() throws IOException {
        var text = patched(Wire.V2_TELEMETRY, 10, 123_456, 17, TICK);
        var items = new ObjectMapper().readTree(body(text));

        assertThat(text).contains("\r\nX-Collar-Id: BN-123456\r\n");
        assertThat(items).hasSize(10);
        for (var i = 0; i < 10; i++) {
            assertThat(micros(items.get(i).get("t").textValue())).isEqualTo(BenchReadings.t(TICK, 17, 9 - i));
            assertThat(items.get(i).get("hr").intValue()).isBetween(60, 99);
            assertThat(items.get(i).get("activity").intValue()).isBetween(0, 2);
        }
    }

    @Test
    void copyWritesTheRowsThatThePostsCarry() throws IOException {
        var items = new ObjectMapper().readTree(body(patched(Wire.V2_TELEMETRY, 10, 42, 17, TICK)));
        var copied = ByteBuffer.wrap(new CopyBatch(10).patched(42, 17, TICK));

        copied.position("PGCOPY\n\u00ff\r\n\0".length() + 8);
        for (var item : items) {
            assertThat(copied.getShort()).as("columns").isEqualTo((short) 13);
            assertThat(value(copied)).as("pairing_id").isEqualTo(43L);
            assertThat((long) value(copied)
                            + Instant.parse("2000-01-01T00:00:00Z").getEpochSecond() * 1_000_000)
                    .isEqualTo(micros(item.get("t").textValue()));
            value(copied);
            assertThat(value(copied)).as("n").isEqualTo(0);
            assertThat(value(copied)).isEqualTo((int) Math.round(item.get("lat").doubleValue() * 1e6));
            assertThat(value(copied)).isEqualTo((int) Math.round(item.get("lon").doubleValue() * 1e6));
            assertThat(Float.intBitsToFloat((int) value(copied)))
                    .isEqualTo(item.get("hr").floatValue());
            for (var column : new String[] {"br", "accuracy_m", "temperature_c", "battery_pct", "skew_ms"}) {
                assertThat(copied.getInt()).as(column).isEqualTo(-1);
            }
            assertThat(value(copied)).isEqualTo(item.get("activity").shortValue());
        }
        assertThat(copied.getShort()).as("trailer").isEqualTo((short) -1);
        assertThat(copied.hasRemaining()).isFalse();
    }

    /** One value that is not null, as wide as its length says. */
    private static Number value(ByteBuffer copied) {
        return switch (copied.getInt()) {
            case 2 -> copied.getShort();
            case 4 -> copied.getInt();
            default -> copied.getLong();
        };
    }

    @Test
    void aV1BodyIsAReadingAsCollarsInTheFieldSendIt() throws IOException {
        var reading = new ObjectMapper().readTree(body(patched(Wire.V1_INGEST, 1, 42, 3, TICK)));

        assertThat(reading.get("collar_id").textValue()).isEqualTo("BN-000042");
        assertThat(micros(reading.get("timestamp").textValue())).isEqualTo(BenchReadings.t(TICK, 3, 0));
        assertThat(reading.at("/location/type").textValue()).isEqualTo("Point");
        assertThat(reading.at("/location/coordinates")).map(JsonNode::isNumber).containsExactly(true, true);
    }

    @Test
    void aLineOfInfluxHasTheSameValuesAsTheV2Reading() throws IOException {
        var line = body(patched(Wire.LINE_PROTOCOL, 1, 42, 3, TICK)).strip();
        var item = new ObjectMapper()
                .readTree(body(patched(Wire.V2_TELEMETRY, 1, 42, 3, TICK)))
                .get(0);

        assertThat(line)
                .isEqualTo("reading,collar=BN-000042 hr=%d,activity=%di,lat=%.6f,lon=%.6f %d"
                        .formatted(
                                item.get("hr").intValue(),
                                item.get("activity").intValue(),
                                item.get("lat").doubleValue(),
                                item.get("lon").doubleValue(),
                                BenchReadings.t(TICK, 3, 0)));
    }

    @Test
    void oneTemplateUsedTwiceLeavesNothingOfItsFirstUse() {
        var template = new RequestTemplate(Wire.V2_TELEMETRY, 3, "127.0.0.1:1", "s3cret");
        template.request(readings, 999_999, 99_999, TICK + 5);

        var again = template.request(readings, 1, 2, TICK);

        assertThat(again)
                .isEqualTo(new RequestTemplate(Wire.V2_TELEMETRY, 3, "127.0.0.1:1", "s3cret")
                        .request(readings, 1, 2, TICK));
    }

    @Test
    void batchesThatReachBackOverOneAnotherShareNoTime() {
        var times = new HashSet<Long>();
        for (var use = 0; use < 20; use++) {
            for (var back = 0; back < 1000; back++) {
                assertThat(times.add(BenchReadings.t(TICK + use, use, back))).isTrue();
            }
        }
    }

    @Test
    void theBareGroupCommitReadsTheTimesAsTheyAreWritten() {
        var text = new byte[BenchReadings.TIME_TEXT_LENGTH];
        readings.writeTime(TICK, 12_345, 40, text, 0);
        var written = new String(text, StandardCharsets.US_ASCII);

        assertThat(GroupColumns.micros(written)).isEqualTo(BenchReadings.t(TICK, 12_345, 40));
        assertThat(GroupColumns.micros("2024-02-29T23:30:00+01:00")).isEqualTo(micros("2024-02-29T22:30:00Z"));
    }

    private String patched(Wire wire, int size, int collar, int use, long tick) {
        var template = new RequestTemplate(wire, size, "127.0.0.1:1", "s3cret");
        return new String(template.request(readings, collar, use, tick), StandardCharsets.US_ASCII);
    }

    private static String body(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    private static long micros(String time) {
        var instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
