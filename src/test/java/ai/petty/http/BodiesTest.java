package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.config.DataSize;
import ai.petty.config.PettyConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesTest {
    private static final String HEAD = "POST /v1/ingest HTTP/1.1\r\nHost: a\r\n";

    private TestDoor door;

    @BeforeAll
    void open() {
        door = TestDoor.open();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aBodyOfExactlyTheBoundIsRead() {
        assertThat(door.post("/v1/ingest", new byte[TestDoor.MOST_BODY]).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aLongerBodyIsRefusedByItsDeclaredLength() {
        var response = door.post("/v1/ingest", new byte[TestDoor.MOST_BODY + 1]);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestDoor.json(response).containsKey("error")).isTrue();
    }

    @Test
    void tenMegabytesAreRefusedAndTheAnswerArrives() {
        var response = door.post("/v2/telemetry", new byte[10 << 20], "Authorization", "Bearer " + TestDoor.SECRET);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestDoor.json(response).getString("code")).isEqualTo("request.too_large");
    }

    @Test
    void aChunkedBodyIsCountedWhileItComesAndTheConnectionClosed() {
        var chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        try (var raw = new RawConnection(door.port)) {
            raw.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 6; i++) {
                raw.send(chunk);
            }
            var answer = raw.send("0\r\n\r\n").untilClosed();
            assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void manyBodiesAtOnceAreBoundedTogetherAndThereIsRoomAgainWhenTheyAreGone() {
        var half = new byte[TestDoor.MOST_BODY / 2];
        var senders = new ArrayList<RawConnection>();
        // 18 times 56 KiB is just under 16 bodies of 64 KiB; none of them ends.
        for (var i = 0; i < 18; i++) {
            var sender = new RawConnection(door.port);
            senders.add(sender);
            sender.send(HEAD + "Transfer-Encoding: chunked\r\n\r\ne000\r\n" + "x".repeat(0xe000) + "\r\n");
        }
        await().until(() -> door.post("/v1/ingest", half).statusCode() == 503);
        assertThat(door.post("/v1/ingest", half).headers().firstValue("Retry-After"))
                .isPresent();
        senders.forEach(RawConnection::close);
        await().until(() -> door.post("/v1/ingest", half).statusCode() == 201);
    }

    @Test
    void aChunkedBodyInManyPiecesIsPutTogether() {
        try (var raw = new RawConnection(door.port)) {
            raw.send(HEAD + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            for (var i = 0; i < 100; i++) {
                raw.send("3\r\nabc\r\n");
            }
            assertThat(raw.send("0\r\n\r\n").untilClosed()).contains("{\"size\":300}");
        }
    }

    @Test
    void whoAsksBeforeSendingIsToldToGoOn() {
        try (var raw = new RawConnection(door.port)) {
            raw.send(HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(raw.until("\r\n\r\n")).startsWith("HTTP/1.1 100");
            assertThat(raw.send("abc").until("}")).startsWith("HTTP/1.1 201").contains("{\"size\":3}");
        }
    }

    @Test
    void whoAsksBeforeSendingTooMuchIsToldNotTo() {
        try (var raw = new RawConnection(door.port)) {
            raw.send(HEAD + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
            assertThat(raw.untilClosed()).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
        }
    }

    @Test
    void aGzippedBodyIsInflated() {
        var response = door.post("/v1/ingest", gzip(new byte[50_000]), "Content-Encoding", "gzip");
        assertThat(TestDoor.json(response).getInteger("size")).isEqualTo(50_000);
    }

    @Test
    void aBodyForTheContractIsInflatedToo() {
        var response = door.post("/v2/pets", gzip(new byte[50_000]), "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TestDoor.json(response).getInteger("size")).isEqualTo(50_000);
    }

    @Test
    void aBodyThatGrowsPastTheLoopsShareIsInflatedByAWorker() {
        try (var large = TestDoor.open(BodiesTest::withTwoMegabytes)) {
            var body = new byte[2 << 20];
            assertThat(TestDoor.json(large.post("/v1/ingest", gzip(body), "Content-Encoding", "gzip"))
                            .getInteger("size"))
                    .isEqualTo(2 << 20);
            assertThat(large.post("/v1/ingest", gzip(new byte[(2 << 20) + 1]), "Content-Encoding", "gzip")
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    private static PettyConfig.Http withTwoMegabytes(PettyConfig.Http http) {
        return new PettyConfig.Http(
                http.host(),
                http.port(),
                http.eventLoops(),
                http.acceptBacklog(),
                http.maxRequestLine(),
                http.maxHeaders(),
                new DataSize(2 << 20),
                http.idleTimeout(),
                http.drainTimeout(),
                http.compressionMinSize(),
                http.corsOrigins(),
                http.trustedProxies(),
                http.tls());
    }

    @Test
    void aBombIsTooLarge() {
        var bomb = gzip(new byte[40 << 20]);
        assertThat(bomb.length).isLessThan(TestDoor.MOST_BODY);
        var response = door.post(
                "/v2/telemetry", bomb, "Content-Encoding", "gzip", "Authorization", "Bearer " + TestDoor.SECRET);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestDoor.json(response).getString("code")).isEqualTo("request.too_large");
    }

    @Test
    void aBrokenGzipIsBad() {
        var whole = gzip(new byte[50_000]);
        var cut = java.util.Arrays.copyOf(whole, whole.length / 2);
        assertThat(door.post("/v1/ingest", cut, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(door.post(
                                "/v1/ingest",
                                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                "Content-Encoding",
                                "gzip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(door.post("/v1/ingest", new byte[0], "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anotherEncodingIsNotTaken() {
        var response = door.post("/v1/ingest", new byte[10], "Content-Encoding", "br");
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(TestDoor.header(response, "Accept-Encoding")).isEqualTo("gzip");
    }

    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
