package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import ai.petty.pets.location.Degrees;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where a pet is, as each of its people is told, by every way there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double LAT = 52.520008;
    private static final double LON = 13.404954;

    private final Family family = new Family();
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestPerson owner = family.person();
    private final UUID pet = family.pet(owner);
    private final JsonObject collar = family.collar();
    private Instant last = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    {
        family.pair(owner, pet, collar);
        walk(LAT, LON);
    }

    @AfterAll
    void close() {
        http.close();
        family.close();
    }

    private void walk(double lat, double lon) {
        // After the pairing, and after what was sent before.
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        last = now.isAfter(last) ? now : last.plusMillis(1);
        var reading = JsonObject.of(
                "collar_id", collar.getString("serial"), "t", last.toString(), "lat", lat, "lon", lon, "accuracy_m", 5);
        var answer = owner.send("POST", "/v2/telemetry", JsonArray.of(reading).encode(), true)
                .json(200);
        assertThat(answer.getInteger("accepted")).as(answer.encode()).isEqualTo(1);
    }

    private TestPerson viewer(String precision) {
        return family.member(owner, pet, "viewer", JsonObject.of("location_precision", precision));
    }

    /** What somebody is told by latest, readings, track and v1, all of which must be the same. */
    private List<JsonObject> told(TestPerson by) {
        var range = "?from=" + last + "&to=" + last.plusMillis(1);
        var places = new ArrayList<JsonObject>();
        var latest = by.get(Family.at(pet, "/latest")).json(200);
        place(latest.getJsonObject("reading"), places);
        if (latest.containsKey("position")) {
            place(latest.getJsonObject("position"), places);
        }
        by.get(Family.at(pet, "/readings" + range))
                .json(200)
                .getJsonArray("readings")
                .forEach(each -> place((JsonObject) each, places));
        by.get(Family.at(pet, "/track" + range))
                .json(200)
                .getJsonArray("features")
                .forEach(each -> {
                    var point = ((JsonObject) each).getJsonObject("geometry").getJsonArray("coordinates");
                    places.add(JsonObject.of("lat", point.getDouble(1), "lon", point.getDouble(0)));
                });
        var realtime =
                by.get("/v1/realtime?collar_id=" + collar.getString("serial")).json(200);
        if (realtime.getJsonObject("location") != null) {
            var point = realtime.getJsonObject("location").getJsonArray("coordinates");
            places.add(JsonObject.of("lat", point.getDouble(1), "lon", point.getDouble(0)));
        }
        return places;
    }

    private static void place(JsonObject from, List<JsonObject> to) {
        if (from.containsKey("lat")) {
            to.add(JsonObject.of("lat", from.getDouble("lat"), "lon", from.getDouble("lon")));
        }
    }

    private static double away(JsonObject place, double lat, double lon) {
        return Degrees.distance(place.getDouble("lat") * 1e6, place.getDouble("lon") * 1e6, lat * 1e6, lon * 1e6);
    }

    @Test
    void each_is_told_as_the_owner_says_by_every_way() {
        assertThat(told(owner)).hasSize(5).containsOnly(JsonObject.of("lat", LAT, "lon", LON));
        assertThat(told(viewer("exact"))).hasSize(5).containsOnly(JsonObject.of("lat", LAT, "lon", LON));
        assertThat(told(viewer("hidden"))).isEmpty();
        var near = told(viewer("100m"));
        assertThat(near).hasSize(5);
        assertThat(near.stream().distinct()).hasSize(1);
        assertThat(away(near.getFirst(), LAT, LON)).isBetween(0.0, 72.0);
        var far = told(viewer("1km"));
        assertThat(far.stream().distinct()).hasSize(1);
        assertThat(away(far.getFirst(), LAT, LON)).isBetween(0.0, 712.0);
        assertThat(far.getFirst()).isEqualTo(told(viewer("1km")).getFirst());
    }

    /** Also where a zone is. */
    @Test
    void nothing_is_told_with_more_than_six_decimals() {
        var lat = 52.123456789012;
        var lon = 13.987654321098;
        var own = family.pet(owner);
        var worn = family.collar();
        family.pair(owner, own, worn);
        var t = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        var reading = JsonObject.of("collar_id", worn.getString("serial"), "t", t, "lat", lat, "lon", lon);
        owner.send("POST", "/v2/telemetry", JsonArray.of(reading).encode(), true)
                .json(200);
        var circle = JsonObject.of("lat", lat, "lon", lon, "radius_m", 60);
        var corners = JsonArray.of(
                JsonObject.of("lat", lat, "lon", lon),
                JsonObject.of("lat", lat, "lon", lon + 0.001),
                JsonObject.of("lat", lat + 0.001, "lon", lon));
        for (var shape : List.of(JsonObject.of("circle", circle), JsonObject.of("polygon", corners))) {
            var zone = JsonObject.of("kind", "safe", "name", "Garden").mergeIn(shape);
            assertThat(places(
                            owner.post(Family.at(own, "/zones"), zone).json(201).encode()))
                    .isNotEmpty();
        }
        var guest = family.member(owner, own, "viewer", JsonObject.of("location_precision", "100m"));
        var range = "?from=" + Instant.parse(t).minusSeconds(1) + "&to="
                + Instant.parse(t).plusSeconds(1);
        var told = new ArrayList<String>();
        for (var by : List.of(owner, guest)) {
            told.add(by.get(Family.at(own, "/latest")).body());
            told.add(by.get(Family.at(own, "/readings" + range)).body());
            told.add(by.get(Family.at(own, "/track" + range)).body());
            told.add(
                    by.get("/v1/realtime?collar_id=" + worn.getString("serial")).body());
        }
        told.forEach(text -> assertThat(places(text)).as(text).isNotEmpty());
        told.add(owner.get(Family.at(own, "/zones")).body());

        assertThat(told)
                .allSatisfy(text -> assertThat(places(text))
                        .as(text)
                        .allSatisfy(number -> assertThat(number).matches("\\d+\\.\\d{1,6}")));
    }

    /** Every number that can only be one of those positions. */
    private static List<String> places(String text) {
        return java.util.regex.Pattern.compile("(?<![\\d.])(52|51|13|14)\\.\\d+")
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    @Test
    void a_home_is_told_to_nobody_else_and_looking_is_written_down() {
        var lat = 48.1;
        var lon = 11.5;
        var circle = JsonObject.of("lat", lat, "lon", lon, "radius_m", 100);
        var zone = owner.post(Family.at(pet, "/zones"), JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                .json(201);
        try {
            walk(lat, lon);
            assertThat(told(owner)).containsOnly(JsonObject.of("lat", lat, "lon", lon));
            var guest = viewer("exact");
            var door = told(guest);
            assertThat(door.stream().distinct()).hasSize(1);
            walk(lat + 0.0004, lon - 0.0004);
            assertThat(told(guest)).containsOnly(door.getFirst());
            assertThat(guest.get(Family.at(pet, "/latest"))
                            .json(200)
                            .getJsonObject("position")
                            .getDouble("accuracy_m"))
                    .isGreaterThanOrEqualTo(100);
            var zones = guest.get(Family.at(pet, "/zones")).json(200).getJsonArray("zones");
            assertThat(zones.getJsonObject(0).getBoolean("blurred")).isTrue();
            assertThat(zones.getJsonObject(0).getJsonObject("circle").getDouble("lat"))
                    .isEqualTo(door.getFirst().getDouble("lat"));
            assertThat(family.server.sql("select 1 from zone where row_to_json(zone)::text like '%48.1%'"))
                    .isEmpty();
            assertThat(family.audited("position.read")).contains("pet:" + pet);
        } finally {
            owner.delete(Family.at(pet, "/zones/" + zone.getString("zone_id"))).json(204);
            walk(LAT, LON);
        }
    }

    @Test
    void a_stream_follows_what_the_owner_says_and_ends_with_the_membership() {
        var guest = viewer("exact");
        var lines = new CopyOnWriteArrayList<String>();
        var request = HttpRequest.newBuilder(family.server.baseUri().resolve(Family.at(pet, "/live")))
                .header("Authorization", "Bearer " + guest.accessToken())
                .build();
        var ended = CompletableFuture.runAsync(() -> {
            try {
                http.send(request, BodyHandlers.ofLines()).body().forEach(lines::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> String.join("", lines).contains("\"lat\":" + LAT));
        var member = Family.at(pet, "/members/" + guest.accountId());
        owner.send("PATCH", member, "{\"location_precision\":\"hidden\"}", true).json(200);
        await().atMost(PATIENCE).until(() -> {
            walk(LAT, LON);
            return lines.stream().filter(line -> line.startsWith("data:")).reduce((a, b) -> b).stream()
                    .anyMatch(line -> !line.contains("lat"));
        });
        owner.delete(member).json(204);
        await().atMost(PATIENCE).until(ended::isDone);
        assertThat(String.join("\n", lines)).contains("event: goodbye", "pet.unknown");
        guest.get(Family.at(pet, "/live")).refused(404, "pet.unknown");
    }
}
