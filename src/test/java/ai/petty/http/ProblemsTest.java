package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.problem.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemsTest {
    private TestDoor door;

    @BeforeAll
    void open() {
        door = TestDoor.open();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasTheShapeOfV2(Refusal.Kind kind) {
        var response = door.get("/v2/failures/" + kind);
        assertThat(response.statusCode()).isEqualTo(Statuses.of(kind));
        assertThat(TestDoor.header(response, "Content-Type")).isEqualTo("application/problem+json");
        var body = TestDoor.json(response);
        assertThat(body.getString("type")).isEqualTo("urn:petty:problem:test.code");
        assertThat(body.getString("title")).isNotBlank();
        assertThat(body.getInteger("status")).isEqualTo(Statuses.of(kind));
        assertThat(body.getString("detail")).isEqualTo("As the test wanted it.");
        assertThat(body.getString("code")).isEqualTo("test.code");
        assertThat(body.getString("correlation_id")).isEqualTo(TestDoor.header(response, "X-Correlation-Id"));
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasTheShapeOfV1(Refusal.Kind kind) {
        var response = door.get("/v1/failures/" + kind);
        assertThat(response.statusCode()).isEqualTo(Statuses.of(kind));
        assertThat(TestDoor.header(response, "Content-Type")).isEqualTo("application/json");
        var body = TestDoor.json(response);
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("error", "request_id");
        assertThat(body.getString("error")).isEqualTo("As the test wanted it.");
        assertThat(body.getString("request_id")).isEqualTo(TestDoor.header(response, "X-Correlation-Id"));
    }

    @Test
    void v1NamesEveryWrongFieldInItsSentence() {
        assertThat(TestDoor.json(door.get("/v1/failures/fields")).getString("error"))
                .contains("heart_rate: must be 30 to 300")
                .contains("location.coordinates.0: must be a number");
    }

    @Test
    void v2ListsEveryWrongField() {
        var errors = TestDoor.json(door.get("/v2/failures/fields")).getJsonArray("errors");
        assertThat(errors).hasSize(3);
        assertThat(errors.getJsonObject(1).getString("pointer")).isEqualTo("/location/coordinates/0");
        assertThat(errors.getJsonObject(1).getString("code")).isEqualTo("reading.wrong_type");
        assertThat(errors.getJsonObject(2).getString("pointer")).isEqualTo("/a?b"); // was half a surrogate pair
    }

    @Test
    void anAccidentSaysNothingOfItself() {
        for (var version : new String[] {"v1", "v2"}) {
            var response = door.get("/" + version + "/failures/accident");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("hunter2").doesNotContain("IllegalState");
        }
    }

    @Test
    void aStatusThatALibraryChoseHasTheShapeToo() {
        assertThat(TestDoor.json(door.get("/v2/failures/library")).getString("code"))
                .isEqualTo("request.not_acceptable");
        assertThat(door.get("/v1/failures/library").statusCode()).isEqualTo(406);
    }

    @Test
    void anUnknownMethodTellsTheKnownOnes() {
        var response = door.send(door.request("/v2/pets").DELETE());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(TestDoor.header(response, "Allow")).isEqualTo("GET, POST");
        assertThat(TestDoor.json(response).getString("code")).isEqualTo("route.method_not_allowed");

        var old = door.send(door.request("/v1/ingest").DELETE());
        assertThat(old.statusCode()).isEqualTo(405);
        assertThat(TestDoor.header(old, "Allow")).isEqualTo("POST");
        assertThat(TestDoor.json(old).containsKey("error")).isTrue();

        var health = door.send(door.request("/health").DELETE());
        assertThat(health.statusCode()).isEqualTo(405);
        assertThat(TestDoor.header(health, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void whoIsToComeBackIsToldWhen() {
        assertThat(TestDoor.header(door.get("/v1/failures/UNAVAILABLE"), "Retry-After"))
                .isEqualTo("1");
        assertThat(TestDoor.json(door.get("/v2/failures/TOO_MANY_REQUESTS")).getInteger("retry_after_s"))
                .isEqualTo(1);
    }

    @Test
    void aPathThatCannotBeDecodedIsBad() {
        try (var raw = new RawConnection(door.port)) {
            var answer = raw.send("GET /v2/own/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .untilClosed();
            assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"request.invalid\"");
        }
    }

    @Test
    void aPathParameterIsDecoded() {
        assertThat(TestDoor.json(door.get("/v2/own/a%2Bb+c%20d")).getString("id"))
                .isEqualTo("a+b+c d");
    }
}
