package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenRequestsTest {
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
    void aLineThatIsNoRequestGetsTheFieldsOfBothVersions() {
        assertBoth(answerTo("banana\r\n\r\n"), 400);
        assertBoth(answerTo("GET /v1/realtime\r\n\r\n"), 400);
    }

    @Test
    void anOverlongLineGetsTheFieldsOfBothVersions() {
        assertBoth(answerTo("GET /v1/realtime?collar_id=" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    }

    @Test
    void overlargeHeadersGetTheFieldsOfBothVersions() {
        assertBoth(answerTo("GET /v2/pets HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(40_000) + "\r\n\r\n"), 431);
    }

    @Test
    void aLineOfSixteenKibibytesReachesItsHandler() {
        var start = "GET /v1/realtime?collar_id=";
        var end = " HTTP/1.1";
        var line = start + "x".repeat(16 * 1024 - start.length() - end.length()) + end;
        assertThat(answerTo(line + "\r\nHost: a\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aQueryOfTenThousandCharactersReachesItsHandler() {
        var response = door.get("/v1/realtime?collar_id=" + "x".repeat(10_000));
        assertThat(TestDoor.json(response).getInteger("query_length")).isEqualTo(10_010);
    }

    @Test
    void aRequestWithoutAHostIsBadInTheShapeOfItsVersion() {
        var v1 = answerTo("GET /v1/realtime HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(v1).startsWith("HTTP/1.1 400").contains("\"request_id\"").doesNotContain("\"code\"");
        var v2 = answerTo("GET /v2/pets HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(v2).startsWith("HTTP/1.1 400").contains("\"code\":\"request.invalid\"");
    }

    @Test
    void aBadContentLengthIsBad() {
        assertBoth(answerTo("POST /v1/ingest HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"), 400);
        assertBoth(
                answerTo("POST /v1/ingest HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400);
    }

    private String answerTo(String request) {
        try (var raw = new RawConnection(door.port)) {
            return raw.send(request).untilClosed();
        }
    }

    private static void assertBoth(String answer, int status) {
        assertThat(answer).containsPattern("^HTTP/1\\.[01] " + status).containsIgnoringCase("x-correlation-id: ");
        var body = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(body.getString("error")).isNotBlank();
        assertThat(body.getString("request_id")).isEqualTo(body.getString("correlation_id"));
        assertThat(body.getInteger("status")).isEqualTo(status);
        assertThat(body.getString("code")).startsWith("request.");
    }
}
