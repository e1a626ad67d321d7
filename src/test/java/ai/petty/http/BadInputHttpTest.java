package ai.petty.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.BadReading;
import ai.petty.PettyTestServer;
import ai.petty.http.Talk.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers, bugs and bad weather send to the real server: every answer is a refusal in its version's shape. */
class BadInputHttpTest {
    private static final PettyTestServer SERVER = PettyTestServer.shared();
    private static final Talk TALK = new Talk(SERVER);

    static Stream<BadReading> badV1() {
        return BadReading.v1("SN-700001").stream();
    }

    static Stream<BadReading> badV2() {
        return BadReading.v2().stream();
    }

    @ParameterizedTest
    @MethodSource("badV1")
    void v1NamesTheFieldThatIsWrong(BadReading bad) {
        var answer = TALK.post("/v1/ingest", bad.json());

        assertThat(answer.refused(400).getString("error"))
                .contains(bad.pointer().substring(1).replace('/', '.') + ": ");
        assertThat(stored("SN-700001")).isZero();
    }

    @ParameterizedTest
    @MethodSource("badV2")
    void aBatchKeepsWhatIsGoodAroundOnePoisonousReading(BadReading bad) {
        var serial = TALK.freshSerial();
        var now = Instant.now();
        var items = List.of(
                BadReading.json(BadReading.goodV2(now, 1)), bad.json(), BadReading.json(BadReading.goodV2(now, 2)));

        var asArray = TALK.post("/v2/telemetry", "[" + String.join(",", items) + "]", "X-Collar-Id", serial);
        assertRejected(asArray, bad, 2, 0);
        assertThat(stored(serial)).isEqualTo(2);

        var asLines = TALK.post(
                "/v2/telemetry",
                Talk.gzip(String.join("\n", items).getBytes(UTF_8)),
                "X-Collar-Id",
                serial,
                "Content-Type",
                "application/x-ndjson",
                "Content-Encoding",
                "gzip");
        assertRejected(asLines, bad, 0, 2);
        assertThat(stored(serial)).isEqualTo(2);
    }

    private static void assertRejected(Answer answer, BadReading bad, int accepted, int duplicates) {
        var result = answer.ok(200);
        assertThat(result.getInteger("accepted")).isEqualTo(accepted);
        assertThat(result.getInteger("duplicates")).isEqualTo(duplicates);
        assertThat(result.getJsonArray("rejected")).hasSize(1);
        var rejected = result.getJsonArray("rejected").getJsonObject(0);
        assertThat(rejected.getInteger("index")).isEqualTo(1);
        assertThat(Talk.errors(rejected)).containsExactly(bad.pointer() + " " + bad.code());
    }

    @Test
    void everyWrongFieldIsNamedNotOnlyTheFirst() {
        var fields = BadReading.goodV1(TALK.freshSerial(), Instant.now().minus(40, ChronoUnit.DAYS));
        fields.put("collar_id", "7");
        fields.put("heart_rate", "1000");
        fields.remove("activity_level");
        fields.put("location", "{\"type\":\"Point\",\"coordinates\":[181,91]}");
        fields.put("battery_level", "\"full\"");

        assertThat(TALK.post("/v1/ingest", BadReading.json(fields)).refused(400).getString("error"))
                .contains(
                        "collar_id: ",
                        "timestamp: ",
                        "heart_rate: ",
                        "activity_level: ",
                        "location.coordinates.0: ",
                        "location.coordinates.1: ",
                        "battery_level: ");

        var item = BadReading.goodV2(Instant.now().plus(1, ChronoUnit.DAYS), 0);
        item.put("collar_id", "\"?\"");
        item.put("hr", "null");
        item.remove("lat");
        item.put("lon", "200");
        var rejected = TALK.post("/v2/telemetry", "[" + BadReading.json(item) + ",{}]")
                .ok(200)
                .getJsonArray("rejected");
        assertThat(Talk.errors(rejected.getJsonObject(0)))
                .containsExactlyInAnyOrder(
                        "/t clock.out_of_window",
                        "/collar_id collar.malformed_id",
                        "/hr reading.wrong_type",
                        "/lat reading.required",
                        "/lon reading.out_of_range");
        assertThat(Talk.errors(rejected.getJsonObject(1)))
                .containsExactlyInAnyOrder("/t reading.required", " reading.empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hr is 75",
                "{",
                "[",
                "{\"collar_id\":",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{'a':1}",
                "{} {}",
                "[] []",
                "{}]",
                "\u0000",
                "\"\\u12\"",
                "<reading/>"
            })
    void whatIsNotOneJsonValueIsRefused(String body) {
        TALK.post("/v1/ingest", body).refused(400);
        assertThat(Talk.errors(TALK.post("/v2/telemetry", body).refused(400)))
                .hasSize(1)
                .allMatch(error -> error.equals(" json.malformed") || error.equals(" json.wrong_type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "1e999", "\"reading\"", "[]", "[{}]"})
    void jsonOfAnotherTypeIsRefusedByV1(String body) {
        TALK.post("/v1/ingest", body).refused(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "7", "1e999", "\"reading\"", "{}", "{\"readings\":[]}"})
    void jsonOfAnotherTypeIsRefusedByV2(String body) {
        assertThat(Talk.errors(TALK.post("/v2/telemetry", body).refused(400))).containsExactly(" json.wrong_type");
    }

    @Test
    void itemsAndLinesOfAnotherTypeSpoilOnlyThemselves() {
        var serial = TALK.freshSerial();
        var good = BadReading.json(BadReading.goodV2(Instant.now(), 0));

        var array = TALK.post("/v2/telemetry", "[null,true,7,1e999,\"x\",[[{}]]," + good + "]", "X-Collar-Id", serial)
                .ok(200);
        assertThat(array.getInteger("accepted")).isEqualTo(1);
        assertThat(array.getJsonArray("rejected"))
                .hasSize(6)
                .allMatch(item -> Talk.errors((JsonObject) item).equals(List.of(" json.wrong_type")));

        var lines = TALK.post(
                        "/v2/telemetry",
                        "nonsense\n\r\n{\n[]\n{\"a\":NaN}\n" + "[".repeat(10_000) + "\n" + good + "\n\u0000\n{} {}\n",
                        "X-Collar-Id",
                        serial,
                        "Content-Type",
                        "application/x-ndjson; charset=utf-8")
                .ok(200);
        assertThat(lines.getInteger("duplicates")).isEqualTo(1);
        assertThat(lines.getJsonArray("rejected").stream()
                        .map(item -> ((JsonObject) item).getInteger("index")
                                + Talk.errors((JsonObject) item).getFirst()))
                .containsExactly(
                        "0 json.malformed",
                        "1 json.malformed",
                        "2 json.wrong_type",
                        "3 json.malformed",
                        "4 json.wrong_type",
                        "6 json.malformed",
                        "7 json.malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"location\":["})
    void whatIsNestedTenThousandDeepIsRefused(String opening) {
        var deep = opening.repeat(10_000);
        TALK.post("/v1/ingest", deep).refused(400);
        TALK.post("/v1/ingest", "{\"location\":" + deep).refused(400);
        assertThat(Talk.errors(TALK.post("/v2/telemetry", "[" + deep).refused(400)))
                .containsExactly(" json.too_deep");
    }

    @Test
    void rawHalvesOfSurrogatePairsAreRefused() {
        var serial = TALK.freshSerial();
        for (var half : List.of("\u00ed\u00a0\u0080", "\u00ed\u00b0\u0080", "\u00ff", "\u00c0\u0080")) {
            var v1 = BadReading.json(BadReading.goodV1(serial, Instant.now())).replace(serial, "SN-1" + half);
            TALK.post("/v1/ingest", v1.getBytes(ISO_8859_1)).refused(400);
            var v2 = "[{\"collar_id\":\"SN-1" + half + "\",\"t\":\"" + Instant.now() + "\",\"hr\":80}]";
            var answer = TALK.post("/v2/telemetry", v2.getBytes(ISO_8859_1));
            assertThat(answer.status() == 400
                            || answer.ok(200).getJsonArray("rejected").size() == 1)
                    .isTrue();
        }
        assertThat(stored(serial)).isZero();
    }

    @Test
    void whatNobodyAskedForIsIgnored() {
        var fields = BadReading.goodV1(TALK.freshSerial(), Instant.now());
        fields.put("mood", "{\"wags\":[1e999,null,\"\\ud800\",{\"n\":" + "9".repeat(300) + "}]}");
        fields.put("x".repeat(900), "\"" + "y".repeat(100_000) + "\"");
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
    }

    @Test
    void tenMegabytesAreRefusedDeclaredOrChunked() {
        var large = new byte[10 << 20];
        TALK.post("/v1/ingest", large).refused(413);
        assertThat(TALK.post("/v2/telemetry", large).refused(413).getString("code"))
                .isEqualTo("request.too_large");
        TALK.postChunked("/v1/ingest", large).refused(413);
        TALK.postChunked("/v2/telemetry", large).refused(413);
    }

    @Test
    void aGzipBombIsRefused() {
        var bomb = Talk.gzip(new byte[200 << 20]);
        assertThat(bomb).hasSizeLessThan(1 << 20);
        TALK.post("/v1/ingest", bomb, "Content-Encoding", "gzip").refused(413);
        TALK.post("/v2/telemetry", bomb, "Content-Encoding", "gzip").refused(413);
    }

    @Test
    void brokenGzipIsRefused() {
        var whole = Talk.gzip("[]".repeat(1_000).getBytes(UTF_8));
        var cut = java.util.Arrays.copyOf(whole, whole.length / 2);
        var spoilt = whole.clone();
        spoilt[spoilt.length - 6] ^= 1;
        for (var path : List.of("/v1/ingest", "/v2/telemetry")) {
            for (var body : List.of(cut, spoilt, new byte[0], new byte[] {31, (byte) 139}, "[]".getBytes(UTF_8))) {
                TALK.post(path, body, "Content-Encoding", "gzip").refused(400);
            }
            TALK.post(path, "[]".getBytes(UTF_8), "Content-Encoding", "br").refused(415);
        }
    }

    @Test
    void tooManyReadingsAreRefusedAsAWhole() {
        var item = BadReading.json(BadReading.goodV2(Instant.now(), 0));
        var body = "[" + (item + ",").repeat(5_000) + item + "]";
        assertThat(TALK.post("/v2/telemetry", body, "X-Collar-Id", TALK.freshSerial())
                        .refused(413)
                        .getString("code"))
                .isEqualTo("request.too_many_items");
    }

    @Test
    void aTimeWithoutAnOffsetIsUtcInV1AndNoneInV2() {
        var serial = TALK.freshSerial();
        var fields = BadReading.goodV1(serial, Instant.now());
        var t = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        fields.put("timestamp", "\"" + t.toString().replace("Z", "") + "\"");
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
        assertThat(times(serial)).containsExactly(t.toString());
        // v2 refuses it: see BadReading
    }

    @Test
    void theWindowIsWiderAheadInV1() {
        var serial = TALK.freshSerial();
        for (var ahead : List.of(-30 * 24 * 60, 4, 59)) {
            var t = Instant.now().plus(ahead, ChronoUnit.MINUTES);
            TALK.post("/v1/ingest", BadReading.json(BadReading.goodV1(serial, t)))
                    .ok(201);
        }
        var v2 = TALK.post(
                        "/v2/telemetry",
                        "[" + BadReading.json(BadReading.goodV2(Instant.now().plus(4, ChronoUnit.MINUTES), 9)) + ","
                                + BadReading.json(
                                        BadReading.goodV2(Instant.now().plus(59, ChronoUnit.MINUTES), 9))
                                + "]",
                        "X-Collar-Id",
                        serial)
                .ok(200);
        assertThat(v2.getInteger("accepted")).isEqualTo(1);
        assertThat(v2.getJsonArray("rejected").encode()).contains("clock.out_of_window", "ahead of the server's time");
        assertThat(stored(serial)).isEqualTo(4);
    }

    @Test
    void aReadingOfHalfPastElevenUtcIsOfThatDay() {
        var serial = TALK.freshSerial();
        var day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        var late = day.atTime(LocalTime.of(23, 30)).toInstant(ZoneOffset.UTC);
        var offset = late.atOffset(ZoneOffset.ofHours(2)).toString(); // already the next day there
        var fields = BadReading.goodV1(serial, late);
        fields.put("timestamp", "\"" + offset + "\"");
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
        TALK.post("/v2/telemetry", "[{\"t\":\"" + late.plusSeconds(3600) + "\",\"hr\":80}]", "X-Collar-Id", serial)
                .ok(200);

        assertThat(SERVER.sql("""
                        select reading.tableoid::regclass || ' ' || to_char(t at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
                        from reading join pairing using (pairing_id) join collar using (collar_id)
                        where serial = ? order by t""", serial))
                .containsExactly(
                        partition(day) + " " + day + " 23:30",
                        partition(day.plusDays(1)) + " " + day.plusDays(1) + " 00:30");
    }

    private static String partition(LocalDate day) {
        return "reading_p" + day.toString().replace("-", "");
    }

    @Test
    void theEdgesOfTheWorldAreOnIt() {
        var serial = TALK.freshSerial();
        var n = 0;
        for (var place : List.of("180,90", "-180,-90", "180.0,-90.0", "0,0", "-0.0,-0.0", "1e-9,-1e-9", "18e1,9e1")) {
            var fields = BadReading.goodV1(serial, Instant.now());
            fields.put("sequence_id", Integer.toString(n++));
            fields.put("location", "{\"type\":\"Point\",\"coordinates\":[" + place + "]}");
            TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
        }
        assertThat(SERVER.sql("""
                        select lon_e6 || ',' || lat_e6
                        from reading join pairing using (pairing_id) join collar using (collar_id)
                        where serial = ? order by t, n""", serial))
                .containsExactly(
                        "180000000,90000000",
                        "-180000000,-90000000",
                        "180000000,-90000000",
                        "0,0",
                        "0,0",
                        "0,0",
                        "180000000,90000000");
    }

    @Test
    void aNumberWithAZeroFractionIsWhole() {
        var fields = BadReading.goodV1(TALK.freshSerial(), Instant.now());
        fields.put("heart_rate", "8.50e1");
        fields.put("activity_level", "2.0");
        fields.put("sequence_id", "2147483647.0");
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
    }

    @Test
    void theSameIdentityWithOtherValuesIsAConflict() {
        var serial = TALK.freshSerial();
        var t = Instant.now();
        var fields = new LinkedHashMap<>(BadReading.goodV1(serial, t));
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
        TALK.post("/v1/ingest", BadReading.json(fields)).ok(201);
        fields.put("heart_rate", "86");
        TALK.post("/v1/ingest", BadReading.json(fields)).refused(400);
        assertThat(stored(serial)).isEqualTo(1);
    }

    @Test
    void unknownAndContradictingVersionsAreRefused() {
        var reading = BadReading.json(BadReading.goodV1(TALK.freshSerial(), Instant.now()));
        assertThat(TALK.post("/v3/ingest", reading).refused(404).getString("code"))
                .isEqualTo("version.unknown");
        assertThat(TALK.post("/v1/ingest", reading, "API-Version", "2")
                        .refused(400)
                        .getString("error"))
                .contains("API-Version");
        assertThat(TALK.post("/v2/telemetry", "[]", "API-Version", "1")
                        .refused(400)
                        .getString("code"))
                .isEqualTo("version.contradiction");
        assertThat(TALK.post("/ingest", reading, "API-Version", "7")
                        .refused(400)
                        .getString("code"))
                .isEqualTo("version.unknown");
        TALK.post("/v1/telemetry", "[]").refused(404);
        TALK.post("/v2/ingest", reading).refused(404);
        TALK.get("/v1/ingest").refused(405);
        TALK.get("/v2/telemetry").refused(405);
    }

    @Test
    void anIdOfTenThousandCharactersReachesItsHandlerAndIsRefused() {
        assertThat(TALK.get("/v1/realtime?collar_id=" + "x".repeat(10_000))
                        .refused(400)
                        .getString("error"))
                .contains("collar_id: ");
        TALK.get("/v1/realtime?collar_id=" + "x".repeat(20_000)).refusedBelowTheRouter(414);
        TALK.get("/v2/pets/" + "x".repeat(10_000) + "/latest").refused(400);
        TALK.post("/v2/telemetry", "[]", "X-Collar-Id", "x".repeat(10_000)).refused(400);
        TALK.post("/v1/ingest", "{}", "X-Collar-Id", "x".repeat(10_000)).refused(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "collar_id=", "collar_id", "collar_id=%zz", "collar_id=%", "collar_id=%e"})
    void aMissingEmptyOrBrokenIdIsBad(String query) {
        TALK.get("/v1/realtime?" + query).refused(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%ED%A0%80", "%FF", "'", "nobody", "%F0%9F%90%95", "..%2F..", "SN-1%0A"})
    void anIdThatNoCollarHasIsNotFound(String id) {
        TALK.get("/v1/realtime?collar_id=" + id).refused(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-03-01T14:30:00&to=2026-03-01T15:30:00Z",
                "from=2026-02-29T14:30:00Z&to=2026-03-01T15:30:00Z",
                "from=%ED%A0%80&to=2026-03-01T15:30:00Z",
                "from=NaN&to=1e999",
                "from=2026-03-01T15:30:00Z&to=2026-03-01T14:30:00Z",
                "from=2026-03-01T15:30:00Z&to=2026-03-01T15:30:00Z",
                "from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit=NaN",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit=1e999",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit=99999999999999999999",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&limit=5001",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&resolution=1s",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&cursor=%00",
                "from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z&cursor=AAAA",
                "from=2026-03-01T14:30:00Z&to=%zz",
                ""
            })
    void aQuestionThatCannotBeMeantIsBad(String query) {
        var pet = pet();
        TALK.get("/v2/pets/" + pet + "/readings?" + query).refused(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/pets/bella/latest",
                "/v2/pets/%00/latest",
                "/v2/pets/%zz/latest",
                "/v2/pets/%ED%A0%80/track?from=2026-03-01T14:30:00Z&to=2026-03-01T15:30:00Z",
                "/v2/pets/1e999/live",
                "/v2/pets/%zz",
                "/v2/%zz",
                "/%zz",
                "/health/%zz",
                "/docs/%zz?a=%zz",
                "/health?a=%zz"
            })
    void aPetThatIsNoUuidIsBad(String path) {
        TALK.get(path).refused(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"banana\r\n\r\n", "GET /v2/pets\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n"})
    void aRequestLineThatNettyRefusesHasTheFieldsOfBothVersions(String request) {
        try (var raw = new RawConnection(SERVER.baseUri().getPort())) {
            var answer = raw.send(request).untilClosed();
            assertThat(answer).containsPattern("^HTTP/1\\.[01] 400 ").containsIgnoringCase("x-correlation-id: ");
            var body = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertThat(body.getString("request_id")).isEqualTo(body.getString("correlation_id"));
        }
    }

    @Test
    void aBrokenQueryWithoutAHostIsBadInTheShapeOfItsVersion() {
        try (var raw = new RawConnection(SERVER.baseUri().getPort())) {
            var path = "/v2/pets/bella/readings?from=%zz";
            var text = raw.send("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n")
                    .untilClosed();
            Answer.parsed(path, text).refused(400);
        }
    }

    @Test
    void tooManyReadingsOfOneCollarAreRefusedWithATimeAndNothingIsLost() {
        var serial = TALK.freshSerial();
        var stored = 0;
        var refused = 0;
        for (var i = 0; i < 140; i++) {
            var answer = TALK.post(
                    "/v1/ingest",
                    BadReading.json(BadReading.goodV1(serial, Instant.now().minusSeconds(i))));
            if (answer.status() == 201) {
                stored++;
            } else {
                answer.refused(429);
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(stored(serial)).isEqualTo(stored);

        var limited = TALK.freshSerial();
        var statuses = new JsonArray();
        for (var i = 0; i < 140; i++) {
            var answer = TALK.post(
                    "/v2/telemetry",
                    "[" + BadReading.json(BadReading.goodV2(Instant.now(), i)) + "]",
                    "X-Collar-Id",
                    limited);
            if (answer.status() != 200) {
                assertThat(answer.refused(429).getString("code")).isEqualTo("limit.exceeded");
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
                statuses.add(429);
            }
        }
        assertThat(statuses).isNotEmpty();
        assertThat(stored(limited)).isEqualTo(140 - statuses.size());
    }

    @Test
    void withoutARoomToWaitInASenderIsToldToComeBack() {
        try (var small =
                PettyTestServer.start(Map.of("ingest.max-group-bytes", "2KiB", "ingest.max-waiting-bytes", "2KiB"))) {
            var talk = new Talk(small);
            var serial = talk.freshSerial();
            var item = BadReading.json(BadReading.goodV2(Instant.now(), 0));
            var answer = talk.post("/v2/telemetry", "[" + (item + ",").repeat(99) + item + "]", "X-Collar-Id", serial);
            assertThat(answer.refused(503).getString("code")).isEqualTo("server.busy");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
            talk.post("/v2/telemetry", "[" + item + "]", "X-Collar-Id", serial).ok(200);
        }
    }

    private static String pet() {
        TALK.post("/v2/telemetry", "[]").ok(200);
        TALK.post("/v1/ingest", BadReading.json(BadReading.goodV1("SN-700002", Instant.now())))
                .ok(201);
        return SERVER.sql("select pet_id from pairing join collar using (collar_id) where serial = ?", "SN-700002")
                .getFirst();
    }

    private static int stored(String serial) {
        return times(serial).size();
    }

    private static List<String> times(String serial) {
        return SERVER.sql("""
                select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                from reading join pairing using (pairing_id) join collar using (collar_id)
                where serial = ?""", serial);
    }
}
