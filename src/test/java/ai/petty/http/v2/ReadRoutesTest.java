package ai.petty.http.v2;

import static ai.petty.store.TestHousehold.beat;
import static ai.petty.store.TestHousehold.fix;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPeople;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.ingest.Reading;
import ai.petty.store.Micros;
import ai.petty.store.TestHousehold;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadRoutesTest {
    private static final String HOUR = "from=2026-03-01T11:00:00Z&to=2026-03-01T12:00:00Z";
    private static final Instant WALK = Instant.parse("2026-03-01T11:30:00Z");

    private TestReadback target;
    private UUID pet;
    private long pairing;

    @BeforeAll
    void open() {
        target = new TestReadback(new PettyConfig.Live(Duration.ofHours(1), Duration.ofHours(1), 10, 100));
        pet = target.household.pet("Bella");
        pairing = target.household.pair(pet, "SN-424242");
        target.household.store(
                pairing,
                new Reading(Micros.of(WALK), 0, 85f, 24.5f, (short) 1, 40_712_800, -74_006_000, 6f, 38.3f, 70.5f));
        target.household.store(pairing, fix(WALK.plusSeconds(10), 40.7129, -74.0061));
        target.household.store(pairing, fix(WALK.plusSeconds(600), 40.713, 0.000001));
        target.household.store(pairing, beat(WALK.plusSeconds(700), 90f));
    }

    @AfterAll
    void close() {
        target.close();
    }

    private String path(String resource) {
        return "/v2/pets/" + pet + resource;
    }

    private JsonObject json(String target) throws Exception {
        var answer = this.target.get(target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    @Test
    void latest_is_in_the_contracts_shape() throws Exception {
        assertThat(json(path("/latest"))).isEqualTo(new JsonObject("""
                {"pet_id":"%s","collar_id":"SN-424242",
                 "reading":{"t":"2026-03-01T11:41:40Z","n":0,"hr":90},
                 "position":{"t":"2026-03-01T11:40:00Z","lat":40.713000,"lon":0.000001},
                 "received_at":"2026-03-01T11:41:40.100Z","server_time":"2026-03-01T12:00:00Z"}""".formatted(pet)));
    }

    @Test
    void readings_are_in_the_contracts_shape() throws Exception {
        var page = json(path("/readings?limit=1&" + HOUR));
        assertThat(page.getString("resolution")).isEqualTo("raw");
        assertThat(page.getJsonArray("readings")).containsExactly(new JsonObject("""
                        {"t":"2026-03-01T11:30:00Z","n":0,"hr":85,"br":24.5,"activity":1,"lat":40.7128,"lon":-74.006,
                         "accuracy_m":6,"temperature_c":38.3,"battery_pct":70.5}"""));
        var next = json(path("/readings?limit=5000&" + HOUR + "&cursor=" + page.getString("next_cursor")));
        assertThat(next.getJsonArray("readings")).hasSize(3);
        assertThat(next.containsKey("next_cursor")).isFalse();

        assertThat(json(path("/readings?resolution=1h&" + HOUR)).getJsonArray("readings"))
                .containsExactly(new JsonObject("""
                        {"t":"2026-03-01T11:00:00Z","count":4,"hr_mean":87.5,"hr_min":85,"hr_max":90,"br_mean":24.5,
                         "activity_mean":1.0,"temperature_c_mean":38.3,"battery_pct_min":70.5}"""));
    }

    @Test
    void a_track_is_geojson() throws Exception {
        var answer = target.get(path("/track?" + HOUR));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/geo+json");
        assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject("""
                {"type":"FeatureCollection","features":[
                 {"type":"Feature","geometry":{"type":"LineString","coordinates":[[-74.006,40.7128],[-74.0061,40.7129]]},
                  "properties":{"times":["2026-03-01T11:30:00Z","2026-03-01T11:30:10Z"],"accuracy_m":[6,null]}},
                 {"type":"Feature","geometry":{"type":"Point","coordinates":[0.000001,40.713]},
                  "properties":{"times":["2026-03-01T11:40:00Z"],"accuracy_m":[null]}}]}"""));
        assertThat(json(path("/track?from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z"))
                        .getJsonArray("features"))
                .isEmpty();
    }

    @Test
    void what_the_caller_has_already_is_not_sent_again() throws Exception {
        var elsewhere = target.household.pet("Luna");
        var itsPairing = target.household.pair(elsewhere, "SN-9");
        target.household.store(itsPairing, beat(WALK, 60f));
        for (var resource : List.of("/latest", "/readings?" + HOUR, "/track?" + HOUR)) {
            var its = "/v2/pets/" + elsewhere + resource;
            var tag = target.get(its).headers().firstValue("ETag").orElseThrow();
            var again = target.get(its, "If-None-Match", "\"other\", W/" + tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(target.get(its, "If-None-Match", "\"other\"").statusCode())
                    .isEqualTo(200);
        }
        var tag = target.get("/v2/pets/" + elsewhere + "/latest")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        target.household.store(itsPairing, beat(WALK.plusSeconds(1), 60f));
        assertThat(target.get("/v2/pets/" + elsewhere + "/latest", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void every_wrong_parameter_is_named() throws Exception {
        var answer = target.get("/v2/pets/bella/readings?from=yesterday&to=2026-02-29T00:00:00Z&resolution=5m&limit=0");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getJsonArray("errors"))
                .containsExactly(
                        "/path/pet_id must be a UUID",
                        "/query/from must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z",
                        "/query/to must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z",
                        "/query/resolution must be one of raw, 1m, 1h",
                        "/query/limit must be at least 1");
        assertThat(target.get(path("/readings")).body()).contains("/query/from is required", "/query/to is required");
        for (var wrong : List.of(
                "limit=5001",
                "limit=-1",
                "limit=1e3",
                "limit=99999999999999999999",
                "limit=",
                "limit=%D9%A1",
                "from=2026-03-01T11:00:00",
                "to=2026-03-01T11:00:00%2B99:00",
                "cursor=",
                "cursor=%00")) {
            assertThat(target.get(path("/readings?" + wrong + "&" + HOUR)).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        for (var range : List.of(
                "from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
                "from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:00Z",
                "from=2026-03-01T12:00:00Z&to=2026-03-01T11:00:00Z")) {
            for (var resource : List.of("/readings?", "/readings?resolution=1h&", "/track?")) {
                assertThat(target.get(path(resource + range)).body()).contains("range.invalid");
            }
        }
        // A range that lies outside of everything that is kept is empty, not wrong.
        assertThat(json(path("/readings?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z"))
                        .getJsonArray("readings"))
                .isEmpty();
        assertThat(json(path("/readings?resolution=1h&from=9999-12-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z"))
                        .getJsonArray("readings"))
                .isEmpty();
    }

    @Test
    void pets_are_listed_for_who_may_see_them_and_paged() throws Exception {
        try (var fresh = new TestReadback(new PettyConfig.Live(Duration.ofHours(1), Duration.ofHours(1), 10, 100))) {
            var bella = fresh.household.pet("Bella");
            fresh.household.pair(bella, "SN-1", "2026-02-01T08:00:00Z", "infinity");
            fresh.household.pair(bella, "SN-0", "2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z");
            fresh.server.execute(
                    "update collar set last_seen_at = '2026-03-01T11:59:58.5Z', battery_pct = 70.5, firmware = '2.4.1'"
                            + " where serial = 'SN-1'");
            TestHousehold.foreign(fresh.server).pet("Rex");
            assertThat(new JsonObject(fresh.get("/v2/pets").body())).isEqualTo(new JsonObject("""
                    {"pets":[{"pet_id":"%s","role":"viewer","name":"Bella","species":"dog","time_zone":"UTC","collars":[
                     {"collar_id":"SN-1","paired_from":"2026-02-01T08:00:00Z","last_seen_at":"2026-03-01T11:59:58.500Z",
                      "battery_pct":70.5,"firmware":"2.4.1"}]}]}""".formatted(bella)));

            var luna = fresh.household.pet("Luna");
            var told = new ArrayList<String>();
            String cursor = "";
            do {
                var page = new JsonObject(fresh.get("/v2/pets?limit=1" + cursor).body());
                told.add(page.getJsonArray("pets").getJsonObject(0).getString("pet_id"));
                cursor = page.containsKey("next_cursor") ? "&cursor=" + page.getString("next_cursor") : "";
            } while (!cursor.isEmpty());
            assertThat(told).containsExactlyInAnyOrder(bella.toString(), luna.toString());
            assertThat(fresh.get("/v2/pets?cursor=1-1-1-1-1").body()).contains("cursor.invalid");

            fresh.caller = TestPeople.STRANGER;
            assertThat(fresh.get("/v2/pets").body()).contains("Bella", "Luna").doesNotContain("Rex");
            fresh.caller = new Principal.Collar("SN-1");
            assertThat(fresh.get("/v2/pets").body()).isEqualTo("{\"pets\":[]}");
            assertThat(fresh.get("/v2/pets/" + bella + "/latest").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_pet_without_readings_has_no_latest() throws Exception {
        var silent = target.household.pet("Coco");
        target.household.pair(silent, "SN-404040");
        var answer = target.get("/v2/pets/" + silent + "/latest");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("reading.none");
    }
}
