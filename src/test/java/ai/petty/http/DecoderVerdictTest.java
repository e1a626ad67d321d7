package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.BadReading;
import ai.petty.config.PettyConfig;
import ai.petty.ingest.Decoded;
import ai.petty.ingest.TelemetryDecoder;
import ai.petty.ingest.TimeWindow;
import ai.petty.ingest.V1ReadingDecoder;
import ai.petty.ingest.V2ReadingDecoder;
import ai.petty.problem.FieldError;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The hot routes do not ask the contract's schemas but decode by themselves: both must come to the same verdict, whatever
 * comes. Only the time window is not in the schemas.
 */
class DecoderVerdictTest {
    private static final int TRIES = 1_500;
    private static final TimeWindow ALWAYS = new TimeWindow(0, Long.MIN_VALUE + 1, Long.MAX_VALUE);
    private static final ContractDocument V1 = ContractDocument.of("v1");
    private static final ContractDocument V2 = ContractDocument.of("v2");
    private static final TelemetryDecoder V1_DECODER = new TelemetryDecoder(
            new V1ReadingDecoder(new PettyConfig.IngestV1("^[A-Z]{2}-[0-9]{3,6}$", false, Duration.ofHours(1))), 1);
    private static final TelemetryDecoder V2_DECODER = new TelemetryDecoder(new V2ReadingDecoder(), 1);

    private static final List<String> ANY_VALUE = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1",
            "2",
            "7",
            "0.5",
            "-1",
            "1e2",
            "1E-7",
            "1e999",
            "-1e999",
            "85.0",
            "2147483647",
            "2147483648",
            "9007199254740993",
            "1e400",
            "[]",
            "{}",
            "[1]",
            "{\"a\":{}}",
            "\"\"",
            "\"1\"",
            "\"Point\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"SN-123456\"",
            "\"2026-03-01T14:30:00Z\"");
    private static final List<String> NUMBERS = List.of(
            "1.99999",
            "2.00001",
            "29",
            "29.9999",
            "30",
            "30.0",
            "3e1",
            "200",
            "200.0001",
            "299.5",
            "300",
            "300.0",
            "300.0001",
            "89.9999999",
            "90",
            "90.0",
            "90.0000001",
            "-90",
            "-90.0000001",
            "179.9999999",
            "180",
            "-180",
            "180.0000001",
            "-180.0000001",
            "-50",
            "-50.01",
            "80",
            "80.01",
            "100",
            "100.0001",
            "100000",
            "100000.5",
            "3",
            "2.0",
            "1.5",
            "-1e-9",
            "1e-320");
    private static final List<String> TIMES = Stream.of(
                    "2026-03-01T14:30:00Z",
                    "2026-03-01t14:30:00z",
                    "2026-03-01 14:30:00Z",
                    "2026-03-01T14:30:00",
                    "2026-03-01T14:30Z",
                    "2026-03-01T14:30",
                    "2026-03-01T14Z",
                    "2026-03-01",
                    "20260301T143000Z",
                    "2026-03-01T14:30:00.1Z",
                    "2026-03-01T14:30:00.123456789Z",
                    "2026-03-01T14:30:00.1234567891Z",
                    "2026-03-01T14:30:00.Z",
                    "2026-03-01T14:30:00,5Z",
                    "2026-03-01T14:30:00+02:00",
                    "2026-03-01T14:30:00-00:00",
                    "2026-03-01T14:30:00+0200",
                    "2026-03-01T14:30:00+02",
                    "2026-03-01T14:30:00+2",
                    "2026-03-01T14:30+05:45",
                    "2026-03-01T14:30:00+18:00",
                    "2026-03-01T14:30:00+18:01",
                    "2026-03-01T14:30:00-19:00",
                    "2026-03-01T14:30:00+02:60",
                    "2026-03-01T14:30:00\u221202:00",
                    "2026-03-01T24:00:00Z",
                    "2026-03-01T23:60:00Z",
                    "2026-03-01T23:59:60Z",
                    "2016-12-31T23:59:60Z",
                    "2026-02-29T00:00:00Z",
                    "2028-02-29T00:00:00Z",
                    "2100-02-29T00:00:00Z",
                    "2000-02-29T00:00:00Z",
                    "2026-04-31T00:00:00Z",
                    "2026-00-10T00:00:00Z",
                    "2026-13-10T00:00:00Z",
                    "2026-12-00T00:00:00Z",
                    "0000-01-01T00:00:00Z",
                    "9999-12-31T23:59:59.999999999Z",
                    "10000-01-01T00:00:00Z",
                    "+2026-03-01T14:30:00Z",
                    "-026-03-01T14:30:00Z",
                    "2026-3-1T14:30:00Z",
                    " 2026-03-01T14:30:00Z",
                    "2026-03-01T14:30:00Z ",
                    "\u0662026-03-01T14:30:00Z")
            .map(time -> "\"" + time + "\"")
            .toList();
    private static final List<String> IDS = Stream.of(
                    "SN-123",
                    "SN-12",
                    "SN-1234567",
                    "sn-123456",
                    "SN_123456",
                    "SN-1A4B7C-9Z",
                    "ab",
                    "abc",
                    "-_-",
                    "a.b.c",
                    "caf\u00e9-1",
                    "SN-\u0661\u0662\u0663",
                    "a b c",
                    "x".repeat(64),
                    "x".repeat(65))
            .map(id -> "\"" + id + "\"")
            .toList();
    private static final List<String> PLACES = Stream.of(
                    "[13.4,52.5]",
                    "[180,90]",
                    "[-180,-90]",
                    "[180.0000001,0]",
                    "[0,90.0000001]",
                    "[13.4,52.5,34]",
                    "[13.4,52.5,null]",
                    "[13.4,52.5,[1],2]",
                    "[13.4,52.5,0,0]",
                    "[13.4]",
                    "[]",
                    "[[13.4],52.5]",
                    "[\"13.4\",52.5]",
                    "[null,null]",
                    "{}",
                    "null",
                    "\"13.4,52.5\"",
                    "[1e999,0]")
            .flatMap(place -> Stream.of(
                    "{\"type\":\"Point\",\"coordinates\":" + place + "}",
                    "{\"coordinates\":" + place + ",\"bbox\":[[]],\"type\":\"Point\"}",
                    "{\"type\":\"point\",\"coordinates\":" + place + "}",
                    "{\"type\":1,\"coordinates\":" + place + "}",
                    "{\"coordinates\":" + place + "}",
                    "{\"type\":\"Point\"}"))
            .toList();

    /** A field and what it is set to; empty text drops it. */
    record Change(String field, String value) {}

    @Provide
    Arbitrary<List<Change>> v1Changes() {
        return changes(Map.of(
                "collar_id", IDS,
                "timestamp", TIMES,
                "heart_rate", NUMBERS,
                "activity_level", NUMBERS,
                "location", PLACES,
                "temperature", NUMBERS,
                "battery_level", NUMBERS,
                "sequence_id", NUMBERS,
                "mood", ANY_VALUE));
    }

    @Provide
    Arbitrary<List<Change>> v2Changes() {
        return changes(Map.ofEntries(
                Map.entry("collar_id", IDS),
                Map.entry("t", TIMES),
                Map.entry("n", NUMBERS),
                Map.entry("hr", NUMBERS),
                Map.entry("br", NUMBERS),
                Map.entry("activity", NUMBERS),
                Map.entry("lat", NUMBERS),
                Map.entry("lon", NUMBERS),
                Map.entry("accuracy_m", NUMBERS),
                Map.entry("temperature_c", NUMBERS),
                Map.entry("battery_pct", NUMBERS),
                Map.entry("mood", ANY_VALUE)));
    }

    private static Arbitrary<List<Change>> changes(Map<String, List<String>> fieldToValues) {
        var change = Arbitraries.of(fieldToValues.keySet().stream().sorted().toList())
                .flatMap(field -> Combinators.combine(
                                Arbitraries.just(field),
                                Arbitraries.frequencyOf(
                                        net.jqwik.api.Tuple.of(
                                                6, Arbitraries.of(fieldToValues.getOrDefault(field, List.of()))),
                                        net.jqwik.api.Tuple.of(3, Arbitraries.of(ANY_VALUE)),
                                        net.jqwik.api.Tuple.of(2, Arbitraries.just(""))))
                        .as(Change::new));
        return change.list().ofMinSize(0).ofMaxSize(6);
    }

    @Property(tries = TRIES)
    void v1AndItsContractAgree(@ForAll("v1Changes") List<Change> changes) {
        var json = changed(BadReading.goodV1("SN-123456", Instant.parse("2026-03-01T14:30:00Z")), changes);

        assertThat(isGood(V1_DECODER, json))
                .as(() -> json + "\n" + errors(V1_DECODER, json) + "\n" + v1Violations(json))
                .isEqualTo(v1Violations(json).isEmpty());
    }

    @Property(tries = TRIES)
    void v2AndItsContractAgree(@ForAll("v2Changes") List<Change> changes) {
        var json = changed(BadReading.goodV2(Instant.parse("2026-03-01T14:30:00Z"), 3), changes);

        assertThat(isGood(V2_DECODER, json))
                .as(() -> json + "\n" + errors(V2_DECODER, json) + "\n" + v2Violations(json))
                .isEqualTo(v2Violations(json).isEmpty());
    }

    @Property(tries = TRIES)
    void everyFieldThatIsWrongAloneIsNamedAmongOthers(@ForAll("v2Changes") List<Change> changes) {
        var good = BadReading.goodV2(Instant.parse("2026-03-01T14:30:00Z"), 3);
        var fieldToLast = new LinkedHashMap<String, Change>();
        changes.forEach(change -> fieldToLast.put(change.field(), change));
        // half a position is named at the missing half, which another change may have filled or dropped
        var wrongAlone = fieldToLast.values().stream()
                .filter(change -> !Set.of("lat", "lon").contains(change.field()))
                .filter(change -> !v2Violations(changed(good, List.of(change))).isEmpty())
                .map(change -> "/" + change.field())
                .collect(Collectors.toSet());

        var json = changed(good, changes);
        assertThat(errors(V2_DECODER, json).stream().map(FieldError::pointer).collect(Collectors.toSet()))
                .as(json)
                .containsAll(wrongAlone);
    }

    private static String changed(Map<String, String> good, List<Change> changes) {
        var fields = new LinkedHashMap<>(good);
        for (var change : changes) {
            if (change.value().isEmpty()) {
                fields.remove(change.field());
            } else {
                fields.put(change.field(), change.value());
            }
        }
        return BadReading.json(fields);
    }

    private static Decoded decoded(TelemetryDecoder decoder, String json) {
        return decoder.object(json.getBytes(StandardCharsets.UTF_8), ALWAYS);
    }

    private static boolean isGood(TelemetryDecoder decoder, String json) {
        return decoded(decoder, json) instanceof Decoded.Good;
    }

    private static List<FieldError> errors(TelemetryDecoder decoder, String json) {
        return decoded(decoder, json) instanceof Decoded.Bad bad ? bad.errors() : List.of();
    }

    private static String v2Violations(String json) {
        return V2.violations(JsonObject.of("$ref", "#/components/schemas/TelemetryItem"), new JsonObject(json));
    }

    private static String v1Violations(String json) {
        var reading = new JsonObject(json);
        var violations = V1.violations(JsonObject.of("$ref", "#/components/schemas/Reading"), reading);
        return violations.isEmpty() && !isInTheCalendar(reading.getString("timestamp"))
                ? "timestamp: no such time"
                : violations;
    }

    private static final Pattern V1_TIME = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,]\\d+)?)?(?:[Zz]|([+-]\\d\\d)(?::?(\\d\\d))?)?");

    /** What a pattern cannot say: that February has 28 days, and how far from UTC a clock can be. */
    private static boolean isInTheCalendar(String time) {
        var parts = V1_TIME.matcher(time);
        assertThat(parts.matches()).isTrue();
        try {
            LocalDateTime.of(
                    number(parts.group(1)),
                    number(parts.group(2)),
                    number(parts.group(3)),
                    number(parts.group(4)),
                    number(parts.group(5)),
                    number(parts.group(6)));
            var hours = number(parts.group(7));
            var minutes = number(parts.group(8));
            return ZoneOffset.ofHoursMinutes(hours, hours < 0 ? -minutes : minutes)
                            .getTotalSeconds()
                    < Duration.ofDays(1).toSeconds();
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
