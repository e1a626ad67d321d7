package ai.petty.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.petty.BadReading;
import ai.petty.PettyTestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The uplink of a real server, and collars that do what they should not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UplinkSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PettyTestServer server = PettyTestServer.shared();
    private PettyTestServer strict = server;

    @BeforeAll
    void startTheStrictOne() {
        strict = PettyTestServer.start(Map.of(
                "http.event-loops", "1",
                "uplink.hello-timeout", "2s",
                "uplink.ping-interval", "3s",
                "uplink.max-nacks-in-a-row", "8",
                "limits.v2-frames.burst", "4",
                "limits.v2-frames.per-second", "1",
                "limits.v2-backfill.burst", "20",
                "limits.v2-backfill.per-second", "1"));
    }

    @AfterAll
    void stopTheStrictOne() {
        strict.close();
    }

    static Stream<BadReading> badReadings() {
        return BadReading.v2().stream();
    }

    @ParameterizedTest
    @MethodSource("badReadings")
    void aFrameKeepsWhatIsGoodAroundOnePoisonousReading(BadReading bad) {
        var serial = CollarLine.freshSerial();
        var now = Instant.now();
        var frame = "{\"type\":\"readings\",\"seq\":%d,\"readings\":[" + BadReading.json(BadReading.goodV2(now, 1))
                + "," + bad.json() + "," + BadReading.json(BadReading.goodV2(now, 2)) + "]}";
        if (frame.length() > 200_000) {
            return; // longer than any frame may be; see the test of that
        }
        try (var json = CollarLine.open(server);
                var cbor = CollarLine.open(server, CollarLine.CBOR)) {
            json.hello(serial);
            var ack = json.sayText(frame.replace("%d", "1")).hear("ack");
            assertThat(ack.getInteger("accepted")).as(ack.encode()).isEqualTo(2);
            assertOneRejected(ack, bad);

            cbor.hello(serial);
            ack = cbor.sayText(frame.replace("%d", "2")).hear("ack");
            assertThat(ack.getInteger("duplicates")).as(ack.encode()).isEqualTo(2);
            assertOneRejected(ack, bad);
        }
        assertThat(stored(server, serial)).isEqualTo(2);
    }

    private static void assertOneRejected(JsonObject ack, BadReading bad) {
        assertThat(ack.getJsonArray("rejected")).hasSize(1);
        var rejected = ack.getJsonArray("rejected").getJsonObject(0);
        assertThat(rejected.getInteger("index")).isEqualTo(1);
        assertThat(errors(rejected)).containsExactly(bad.pointer() + " " + bad.code());
        assertThat(ack.getString("server_time")).isNotBlank();
    }

    private static List<String> errors(JsonObject of) {
        return of.getJsonArray("errors", new JsonArray()).stream()
                .map(error -> ((JsonObject) error).getString("pointer") + " " + ((JsonObject) error).getString("code"))
                .toList();
    }

    /** A frame, the code of its nack, and the errors in it, by bars. */
    static Stream<String> unusableFrames() {
        var t = "\"" + Instant.now() + "\"";
        var motion =
                "{\"type\":\"motion\",\"seq\":7,\"t0\":" + t + ",\"rate_hz\":10,\"acc_scale\":0.001,\"samples\":\"";
        return Stream.of(
                "|frame.malformed|null| json.malformed",
                "readings|frame.malformed|null| json.malformed",
                "{|frame.malformed|null| json.malformed",
                "{\"seq\":7|frame.malformed|7| json.malformed",
                "{\"type\":\"readings\",\"seq\":7,\"readings\":[{}|frame.malformed|7| json.malformed",
                "{\"type\":\"readings\",\"seq\":7,\"readings\":[NaN]}|frame.malformed|7| json.malformed",
                "{\"seq\":7} {}|frame.malformed|7| json.malformed",
                "{\"seq\":7,\"a\":" + "[".repeat(10_000) + "|frame.malformed|7| json.too_deep",
                "{\"seq\":7,\"readings\":" + "[".repeat(10_000) + "|frame.malformed|7| json.too_deep",
                "[]|frame.malformed|null| json.wrong_type",
                "null|frame.malformed|null| json.wrong_type",
                "7|frame.malformed|null| json.wrong_type",
                "{}|frame.invalid|null|/type reading.required",
                "{\"seq\":7}|frame.invalid|7|/type reading.required",
                "{\"type\":null,\"seq\":7}|frame.invalid|7|/type reading.wrong_type",
                "{\"type\":1,\"seq\":7}|frame.invalid|7|/type reading.wrong_type",
                "{\"type\":\"sonnet\",\"seq\":7}|frame.unknown_type|7| reading.out_of_range",
                "{\"type\":\"\\ud800\",\"seq\":7}|frame.unknown_type|7| reading.out_of_range",
                "{\"type\":\"ack\",\"seq\":7,\"accepted\":1}|frame.unknown_type|7| reading.out_of_range",
                "{\"type\":\"readings\"}|frame.invalid|null|/seq reading.required|/readings reading.required",
                "{\"type\":\"readings\",\"seq\":null,\"readings\":[]}|frame.invalid|null|/seq reading.wrong_type",
                "{\"type\":\"readings\",\"seq\":\"7\",\"readings\":[]}|frame.invalid|null|/seq reading.wrong_type",
                "{\"type\":\"readings\",\"seq\":-1,\"readings\":[]}|frame.invalid|null|/seq reading.out_of_range",
                "{\"type\":\"readings\",\"seq\":1.5,\"readings\":[]}|frame.invalid|null|/seq reading.wrong_type",
                "{\"type\":\"readings\",\"seq\":1e999,\"readings\":[]}|frame.invalid|null|/seq reading.out_of_range",
                "{\"type\":\"readings\",\"seq\":9007199254740992,\"readings\":[]}|frame.invalid|null|/seq reading.out_of_range",
                "{\"type\":\"readings\",\"seq\":7,\"seq\":8,\"readings\":[]}|frame.invalid|7|/seq reading.duplicate_key",
                "{\"type\":\"readings\",\"seq\":7,\"readings\":{}}|frame.invalid|7|/readings reading.wrong_type",
                "{\"type\":\"readings\",\"seq\":7,\"readings\":null,\"sent_at\":\"now\"}"
                        + "|frame.invalid|7|/readings reading.wrong_type|/sent_at reading.malformed_time",
                "{\"type\":\"readings\",\"seq\":7,\"readings\":[" + "{},".repeat(5_000) + "{}]}"
                        + "|request.too_many_items|7|/readings request.too_many_items",
                "{\"type\":\"motion\",\"seq\":7}|frame.invalid|7|/t0 reading.required|/rate_hz reading.required"
                        + "|/acc_scale reading.required|/samples reading.required",
                "{\"type\":\"motion\",\"seq\":7,\"t0\":\"2001-01-01T00:00:00Z\",\"rate_hz\":9.9,\"acc_scale\":0,"
                        + "\"gyro_scale\":11,\"samples\":\"?\"}|frame.invalid|7|/t0 clock.out_of_window"
                        + "|/rate_hz reading.out_of_range|/acc_scale reading.out_of_range"
                        + "|/gyro_scale reading.out_of_range|/samples reading.wrong_type",
                "{\"type\":\"motion\",\"seq\":7,\"t0\":" + t
                        + ",\"rate_hz\":100.1,\"acc_scale\":1e999,\"gyro_scale\":null,"
                        + "\"samples\":null}|frame.invalid|7|/rate_hz reading.out_of_range|/acc_scale reading.out_of_range"
                        + "|/gyro_scale reading.wrong_type|/samples reading.wrong_type",
                motion + base64(59) + "\"}|frame.invalid|7|/samples reading.out_of_range",
                motion + base64(61) + "\"}|frame.invalid|7|/samples reading.out_of_range",
                motion + base64(54) + "\"}|frame.invalid|7|/samples reading.out_of_range",
                motion + base64(6 * 601) + "\"}|frame.invalid|7|/samples reading.out_of_range",
                motion + base64(0) + "\"}|frame.invalid|7|/samples reading.out_of_range",
                motion + base64(66) + "\",\"gyro_scale\":0.1}|frame.invalid|7|/samples reading.out_of_range",
                motion + "A\"}|frame.invalid|7|/samples reading.wrong_type",
                motion + "AAAA====\"}|frame.invalid|7|/samples reading.wrong_type",
                motion + "\u00e4\u00f6\u00fc!\"}|frame.invalid|7|/samples reading.wrong_type");
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @ParameterizedTest
    @MethodSource("unusableFrames")
    void anUnusableFrameIsNamedAndTheNextOneTaken(String given) {
        var parts = List.of(given.split("\\|"));
        try (var line = CollarLine.open(server)) {
            line.hello(CollarLine.freshSerial());
            var nack = line.sayText(parts.getFirst()).hear("nack");
            assertThat(nack.getString("code")).isEqualTo(parts.get(1));
            assertThat(String.valueOf(nack.getValue("seq"))).isEqualTo(parts.get(2));
            assertThat(nack.containsKey("seq")).isTrue();
            assertThat(nack.containsKey("retry_after_ms")).isFalse();
            assertThat(errors(nack)).containsExactlyInAnyOrderElementsOf(parts.subList(3, parts.size()));
            assertThat(line.say(readings(8, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void bytesThatAreNoCborAreNamedToo() {
        try (var line = CollarLine.open(server, CollarLine.CBOR)) {
            line.hello(CollarLine.freshSerial());
            for (var bytes : List.of(
                    new byte[0],
                    new byte[] {(byte) 0xff},
                    new byte[] {(byte) 0xbf, 0x61},
                    new byte[] {(byte) 0x9b, 127, -1, -1, -1, -1, -1, -1, -1},
                    new byte[] {(byte) 0x5a, 127, -1, -1, -1},
                    "{\"seq\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                assertThat(line.sayBytes(Buffer.buffer(bytes)).hear("nack").getString("code"))
                        .isEqualTo("frame.malformed");
            }
            assertThat(line.say(readings(8, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void motionIsStoredOnceAndAnotherWindowOfTheSameTimeIsAConflict() {
        var serial = CollarLine.freshSerial();
        var motion = JsonObject.of(
                        "type", "motion", "seq", 1, "t0", Instant.now().toString())
                .put("rate_hz", 100)
                .put("acc_scale", 0.001)
                .put("gyro_scale", 0.07)
                .put("samples", base64(100 * 60 * 12));
        try (var line = CollarLine.open(server)) {
            line.hello(serial);
            assertThat(line.say(motion).hear("ack").getInteger("accepted")).isEqualTo(1);
            assertThat(line.say(motion.copy().put("seq", 2)).hear("ack").getInteger("duplicates"))
                    .isEqualTo(1);
            var ack = line.say(motion.copy().put("seq", 3).put("acc_scale", 0.002))
                    .hear("ack");
            assertThat(errors(ack.getJsonArray("rejected").getJsonObject(0))).containsExactly(" reading.conflict");
        }
        assertThat(server.sql("""
                        select length(samples) from motion join pairing using (pairing_id) join collar using (collar_id)
                        where serial = ?""", serial)).containsExactly("72000");
    }

    @Test
    void anOversizeMessageIsClosedWith1009WholeOrInPieces() {
        try (var whole = CollarLine.open(server);
                var pieces = CollarLine.open(server)) {
            whole.hello(CollarLine.freshSerial());
            whole.sayText("{\"a\":\"" + "x".repeat(256 * 1024) + "\"}");
            assertThat(whole.closedWith()).isEqualTo(1009);

            pieces.hello(CollarLine.freshSerial());
            for (var i = 0; i < 6; i++) {
                pieces.sayFragment("x".repeat(60 * 1024), i == 0, i == 5);
            }
            assertThat(pieces.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageInPiecesIsOneMessage() {
        try (var line = CollarLine.open(server)) {
            line.hello(CollarLine.freshSerial());
            var text = readings(1, Instant.now(), 1).encode();
            line.sayFragment(text.substring(0, 20), true, false).sayFragment(text.substring(20), false, true);
            assertThat(line.hear("ack").getInteger("accepted")).isEqualTo(1);
        }
    }

    @Test
    void theNewerConnectionWins() {
        var serial = CollarLine.freshSerial();
        try (var older = CollarLine.open(server);
                var newer = CollarLine.open(server)) {
            older.hello(serial);
            older.say(readings(1, Instant.now(), 1)).hear("ack");
            assertThat(newer.hello(serial).getInteger("resume_after")).isEqualTo(1);

            var goodbye = older.hear("goodbye");
            assertThat(goodbye.getString("reason")).isEqualTo("displaced");
            assertThat(goodbye.getInteger("reconnect_after_ms")).isBetween(5_000, 10_000);
            assertThat(older.closedWith()).isEqualTo(1000);
            assertThat(newer.say(readings(2, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void onlyHelloIsHeardBeforeHello() {
        try (var line = CollarLine.open(server)) {
            line.say(readings(1, Instant.now(), 1));
            line.say(JsonObject.of("type", "hello", "collar_id", "UP-719999", "credential", server.secret()));
            var nack = line.hear("nack");
            assertThat(nack.getString("code")).isEqualTo("uplink.hello_expected");
            assertThat(nack.getValue("seq")).isNull();
            assertThat(line.closedWith()).isEqualTo(1008);
            assertThat(line.hasHeardMore()).isFalse();
        }
        assertThat(server.sql("select serial from collar where serial = 'UP-719999'"))
                .isEmpty();
    }

    @Test
    void whatFollowsHelloAtOnceIsHeardAfterReady() {
        try (var line = CollarLine.open(server)) {
            line.say(JsonObject.of(
                    "type", "hello", "collar_id", CollarLine.freshSerial(), "credential", server.secret()));
            line.say(readings(1, Instant.now(), 3));
            line.ready();
            assertThat(line.hear("ack").getInteger("accepted")).isEqualTo(3);
        }
    }

    @Test
    void whoSaysNoHelloIsSentAway() {
        try (var line = CollarLine.open(strict)) {
            assertThat(line.hear("nack").getString("code")).isEqualTo("uplink.hello_expected");
            assertThat(line.closedWith()).isEqualTo(1008);
        }
    }

    /** A hello, the code of its nack, the code of the close. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'collar_id':'UP-123456','credential':'wrong'}|auth.invalid_credential|4401",
                "{'collar_id':'UP-123456'}|auth.required|4401",
                "{'collar_id':'nobody-s','credential':'$'}|collar.unknown|4401",
                "{'credential':'$'}|frame.invalid|1008",
                "{'collar_id':null,'credential':'$'}|frame.invalid|1008",
                "{'collar_id':'..','credential':'$'}|frame.invalid|1008",
                "{'collar_id':'UP-1\\ud800','credential':'$'}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':'\\u0000'}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':''}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':'$','firmware':'\\ud800'}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':'$','firmware':'\\u0000'}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':'$','battery_pct':101}|frame.invalid|1008",
                "{'collar_id':'UP-123456','credential':'$','sent_at':'now'}|frame.invalid|1008",
                "{'collar_id':'UP-123456','collar_id':'UP-123457','credential':'$'}|frame.invalid|1008"
            })
    void aHelloThatDoesNotHoldIsRefused(String given) {
        var parts = given.split("\\|", -1);
        try (var line = CollarLine.open(server)) {
            line.sayText(
                    parts[0].replace("{", "{'type':'hello',").replace('\'', '"').replace("$", server.secret()));
            var nack = line.hear("nack");
            assertThat(nack.getString("code")).isEqualTo(parts[1]);
            assertThat(nack.encode()).doesNotContain(server.secret());
            assertThat(line.closedWith()).isEqualTo(Integer.parseInt(parts[2]));
        }
    }

    @Test
    void fieldsOfAnotherKindOfFrameDoNotCount() {
        try (var line = CollarLine.open(server)) {
            line.sayText("{\"type\":\"hello\",\"seq\":null,\"t0\":7,\"collar_id\":\"" + CollarLine.freshSerial()
                    + "\",\"credential\":\"" + server.secret() + "\"}");
            line.ready();
            line.sayText(readings(1, Instant.now(), 1)
                    .put("battery_pct", "full")
                    .put("samples", 7)
                    .encode());
            assertThat(line.hear("ack").getInteger("accepted")).isEqualTo(1);
        }
    }

    @Test
    void aSecondHelloIsNotHeard() {
        try (var line = CollarLine.open(server)) {
            var serial = CollarLine.freshSerial();
            line.hello(serial);
            line.say(JsonObject.of("type", "hello", "collar_id", serial, "credential", server.secret()));
            assertThat(line.hear("nack").getString("code")).isEqualTo("uplink.hello_repeated");
            assertThat(line.say(readings(1, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theHandshakesHeadersAreAsGoodAsHello() {
        var serial = CollarLine.freshSerial();
        try (var line = CollarLine.open(server, serial, server.secret())) {
            line.ready();
            assertThat(line.say(readings(1, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> CollarLine.open(server, serial, "wrong"))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                .hasRootCauseMessage("WebSocket upgrade failure: 401");
        assertThatThrownBy(() -> CollarLine.open(server, "x".repeat(10_000), server.secret()))
                .hasRootCauseMessage("WebSocket upgrade failure: 400");
    }

    @Test
    void moreThanMayBeInFlightComesBackAndNothingIsLost() {
        var serial = CollarLine.freshSerial();
        var now = Instant.now();
        var open = new HashSet<>(IntStream.rangeClosed(1, 90).boxed().toList());
        var nacked = 0;
        try (var line = CollarLine.open(server)) {
            assertThat(line.hello(serial).getInteger("max_unacked")).isEqualTo(32);
            while (!open.isEmpty()) {
                var said = List.copyOf(open);
                said.forEach(seq -> line.say(readings(seq, now.minusSeconds(seq), 1)));
                var longest = 0;
                for (var i = 0; i < said.size(); i++) {
                    var frame = line.hear();
                    if (frame.getString("type").equals("nack")) {
                        nacked++;
                        assertThat(frame.getString("code")).isIn("uplink.too_many_unacked", "limit.exceeded");
                        assertThat(frame.getInteger("retry_after_ms")).isPositive();
                        longest = Math.max(longest, frame.getInteger("retry_after_ms"));
                    } else {
                        assertThat(open.remove(frame.getInteger("seq"))).isTrue();
                    }
                }
                waitFor(Duration.ofMillis(longest));
            }
        }
        assertThat(nacked).isPositive();
        assertThat(stored(server, serial)).isEqualTo(90);
        try (var line = CollarLine.open(server)) {
            assertThat(line.hello(serial).getInteger("resume_after")).isEqualTo(90);
        }
    }

    @Test
    void aFrameThatWasToldToComeBackIsOwedAndHoldsTheMark() {
        var serial = CollarLine.freshSerial();
        var now = Instant.now();
        try (var line = CollarLine.open(strict)) {
            assertThat(line.hello(serial).getInteger("resume_after")).isZero();
            for (var seq = 1; seq <= 4; seq++) {
                line.say(readings(seq, now, 1)).hear("ack");
            }
            var nack = line.say(readings(5, now.minusSeconds(5), 1)).hear("nack");
            assertThat(nack.getString("code")).isEqualTo("limit.exceeded");
            assertThat(nack.getInteger("seq")).isEqualTo(5);
            assertThat(nack.getInteger("retry_after_ms")).isBetween(1, 1_000);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1_100))
                    .until(() -> line.say(readings(6, now.minusSeconds(6), 1))
                            .hear()
                            .getString("type")
                            .equals("ack"));
        }
        try (var line = CollarLine.open(strict)) {
            assertThat(line.hello(serial).getInteger("resume_after")).isEqualTo(4);
        }
    }

    @Test
    void aBacklogHasABudgetOfItsOwn() {
        var serial = CollarLine.freshSerial();
        var anHourAgo = Instant.now().minus(1, ChronoUnit.HOURS);
        try (var line = CollarLine.open(strict)) {
            line.hello(serial);
            assertThat(line.say(readings(1, anHourAgo, 15)).hear("ack").getInteger("accepted"))
                    .isEqualTo(15);
            var nack = line.say(readings(2, anHourAgo.plusSeconds(60), 15)).hear("nack");
            assertThat(nack.getString("code")).isEqualTo("limit.exceeded");
            assertThat(nack.getInteger("retry_after_ms")).isGreaterThan(1_000);
            assertThat(line.say(readings(3, Instant.now(), 15)).hear("ack").getInteger("accepted"))
                    .isEqualTo(15);
        }
        assertThat(stored(strict, serial)).isEqualTo(30);
    }

    @Test
    void aFloodIsClosedWith1008() {
        try (var line = CollarLine.open(strict)) {
            line.hello(CollarLine.freshSerial());
            for (var i = 0; i < 50; i++) {
                line.sayText("nonsense");
            }
            assertThat(line.closedWith()).isEqualTo(1008);
            for (var i = 0; i < 9; i++) {
                line.hear("nack");
            }
            assertThat(line.hasHeardMore()).isFalse();
        }
    }

    @Test
    void whoAnswersPingsStaysAndWhoDoesNotIsSentAway() {
        try (var alive = CollarLine.open(strict);
                var deaf = DeafCollar.of(strict, CollarLine.freshSerial())) {
            alive.hello(CollarLine.freshSerial());
            // Little is sent to it, so that nothing but the missing pongs tells on it.
            await().atMost(PATIENCE).until(deaf::isCut);
            assertThat(alive.say(readings(1, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoNeverReadsIsNotReadAnyMoreAndCut() throws Exception {
        try (var unhurried = withoutPings();
                var alive = CollarLine.open(unhurried)) {
            alive.hello(CollarLine.freshSerial());
            try (var deaf = DeafCollar.of(unhurried, CollarLine.freshSerial())) {
                var before = rejectedItems(unhurried);
                // Every frame of 15 kB is answered by one of hundreds: the server must stop taking them.
                var frame = "{\"type\":\"readings\",\"seq\":1,\"readings\":[" + "{},".repeat(4_999) + "{}]}";
                for (var i = 0; i < 400 && deaf.text(frame) > 0; i++) {
                    Thread.onSpinWait();
                }
                await().atMost(PATIENCE).until(() -> sessions(unhurried) == 1);
                assertThat(rejectedItems(unhurried) - before).isBetween(1.0, 100_000.0);
            }
            assertThat(alive.say(readings(1, Instant.now(), 1)).hear("ack").getInteger("accepted"))
                    .isEqualTo(1);

            try (var deaf = DeafCollar.of(unhurried, CollarLine.freshSerial())) {
                var sent = 0L;
                for (var more = deaf.pings(1_000); more > 0 && sent < 256L << 20; more = deaf.pings(1_000)) {
                    sent += more;
                }
                // What fits into the buffers of two sockets, and not what fits into a heap.
                assertThat(sent).isLessThan(64L << 20);
                await().atMost(PATIENCE).until(() -> sessions(unhurried) == 1);
            }
        }
    }

    /** Where no pong can be missing, so that nothing but what is left unread can end a session. */
    private static PettyTestServer withoutPings() {
        return PettyTestServer.start(Map.of(
                "http.event-loops", "1",
                "uplink.ping-interval", "1h",
                "uplink.slow-reader", "1s"));
    }

    private static double rejectedItems(PettyTestServer at) throws IOException, InterruptedException {
        return metric(at, "petty_ingest_items_total{outcome=\"rejected\"}");
    }

    private static double sessions(PettyTestServer at) throws IOException, InterruptedException {
        return metric(at, "petty_uplink_sessions");
    }

    private static double metric(PettyTestServer at, String name) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var page = client.send(
                            HttpRequest.newBuilder(at.managementUri().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return page.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not in\n" + page));
        }
    }

    @Test
    void aStopSaysGoodbyeAndAnswersWhatIsInFlightWhoeverListens() {
        var stopping = PettyTestServer.start(Map.of());
        try (var line = CollarLine.open(stopping);
                var deaf = DeafCollar.of(stopping, CollarLine.freshSerial())) {
            line.hello(CollarLine.freshSerial());
            var frame = "{\"type\":\"readings\",\"seq\":1,\"readings\":[" + "{},".repeat(4_999) + "{}]}";
            for (var i = 0; i < 400 && deaf.text(frame) > 0; i++) {
                Thread.onSpinWait();
            }
            for (var seq = 1; seq <= 20; seq++) {
                line.say(readings(seq, Instant.now(), 100));
            }
            var settled = new HashSet<Integer>();
            settled.add(line.hear("ack").getInteger("seq"));
            stopping.close();

            var goodbyes = 0;
            assertThat(line.closedWith()).isEqualTo(1001);
            while (line.hasHeardMore()) {
                var heard = line.hear();
                if (heard.getString("type").equals("goodbye")) {
                    goodbyes++;
                    assertThat(heard.getString("reason")).isEqualTo("draining");
                    assertThat(heard.getInteger("reconnect_after_ms")).isBetween(5_000, 10_000);
                } else {
                    assertThat(heard.getString("type")).isEqualTo("ack");
                    settled.add(heard.getInteger("seq"));
                }
            }
            assertThat(goodbyes).isEqualTo(1);
            // acknowledged is a run from the first, in whatever order: nothing that was taken is left without its
            // answer
            assertThat(settled)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, settled.size()).boxed().toList());
        }
    }

    private static void waitFor(Duration told) {
        await().pollDelay(told).atMost(PATIENCE.plus(told)).until(() -> true);
    }

    private static JsonObject readings(int seq, Instant t, int count) {
        var readings = new JsonArray();
        for (var n = 0; n < count; n++) {
            readings.add(new JsonObject(BadReading.json(BadReading.goodV2(t, n))));
        }
        return JsonObject.of("type", "readings", "seq", seq, "readings", readings);
    }

    private static int stored(PettyTestServer at, String serial) {
        return Integer.parseInt(at.sql("""
                        select count(*) from reading join pairing using (pairing_id) join collar using (collar_id)
                        where serial = ?""", serial).getFirst());
    }
}
