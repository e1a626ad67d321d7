package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {
    private TestDoor door;

    @BeforeAll
    void open() {
        door = TestDoor.open();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest(name = "GET {0} with API-Version {1} is answered by {2}")
    @CsvSource({
        "/v1/realtime, '', v1",
        "/v1/realtime, 1, v1",
        "/v1/realtime, v1, v1",
        "/v2/pets, '', v2",
        "/v2/pets, 2, v2",
        "/realtime, '', v1",
        "/realtime, 1, v1",
        "/pets, '', v2",
        "/pets, 2, v2",
        "/pets, V2, v2",
    })
    void theVersionThatIsNamedOrMeantAnswers(String path, String header, String version) {
        var response = header.isEmpty() ? door.get(path) : door.get(path, "API-Version", header);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestDoor.json(response).getString("version")).isEqualTo(version);
    }

    @ParameterizedTest(name = "GET {0} with API-Version {1} is a {2} in the shape of {3}")
    @CsvSource({
        "/v1/realtime, 2, 400, v1, version.contradiction",
        "/v2/pets, 1, 400, v2, version.contradiction",
        "/v1/realtime, 7, 400, v1, version.unknown",
        "/v2/pets, banana, 400, v2, version.unknown",
        "/pets, 7, 400, both, version.unknown",
        "/v3/pets, '', 404, both, version.unknown",
        "/v3, '', 404, both, version.unknown",
        "/v10/realtime, 1, 404, both, version.unknown",
        "/v1/pets, '', 404, v1, route.not_found",
        "/pets, 1, 404, v1, route.not_found",
        "/v2/realtime, '', 404, v2, route.not_found",
        "/realtime, 2, 404, v2, route.not_found",
        "/v1, '', 404, v1, route.not_found",
        "/v1x, '', 404, v2, route.not_found",
        "/, '', 404, v2, route.not_found",
        "/.well-known/nothing, '', 404, both, route.not_found",
    })
    void whatNoVersionAnswersIsRefused(String path, String header, int status, String shape, String code) {
        var response = header.isEmpty() ? door.get(path) : door.get(path, "API-Version", header);
        assertThat(response.statusCode()).isEqualTo(status);
        var body = TestDoor.json(response);
        assertThat(body.containsKey("request_id")).isEqualTo(!shape.equals("v2"));
        assertThat(body.getString("code")).isEqualTo(shape.equals("v1") ? null : code);
        if (code.equals("version.unknown")) {
            assertThat(response.body()).contains("v1 and v2");
        }
    }

    @Test
    void aPathThatOnlyTheSuccessorHasNamesIt() {
        var response = door.get("/v1/pets");
        assertThat(TestDoor.json(response).getString("error")).contains("/v2/pets");
        assertThat(TestDoor.header(response, "Link")).isEqualTo("</v2/pets>; rel=\"successor-version\"");
    }

    @Test
    void everyAnswerOfV1SaysThatItIsOld() {
        for (var path : new String[] {"/v1/realtime", "/realtime", "/v1/nothing", "/v1/failures/accident"}) {
            var response = door.get(path);
            assertThat(TestDoor.header(response, "Deprecation")).matches("@\\d+");
            assertThat(TestDoor.header(response, "Sunset")).endsWith("GMT");
            assertThat(TestDoor.header(response, "Link")).contains("rel=\"successor-version\"");
        }
        assertThat(TestDoor.header(door.get("/v2/pets"), "Deprecation")).isEmpty();
    }

    @Test
    void pathsWithoutAVersionIgnoreTheHeader() {
        assertThat(door.get("/health", "API-Version", "7").statusCode()).isEqualTo(200);
        assertThat(door.get("/version").body()).contains("v1", "v2");
    }

    @Test
    void aBarePathKeepsItsQuery() {
        assertThat(TestDoor.json(door.get("/realtime?collar_id=SN-123456")).getInteger("query_length"))
                .isEqualTo("collar_id=SN-123456".length());
    }

    @Test
    void aBareIngestIsV1() {
        var response = door.post("/ingest", new byte[12]);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TestDoor.json(response).getInteger("size")).isEqualTo(12);
    }
}
