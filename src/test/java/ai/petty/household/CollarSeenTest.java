package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** When a collar was last heard and how full its battery is, whichever way its readings have come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollarSeenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    private final Family family = new Family();
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestPerson owner = family.person();
    private UUID pet = UUID.randomUUID();
    private String serial = "";
    private String credential = "";

    @AfterAll
    void close() {
        http.close();
        family.close();
    }

    @BeforeEach
    void aCollar() {
        pet = family.pet(owner);
        var collar = family.collar();
        serial = collar.getString("serial");
        credential = family.pair(
                owner, pet, collar.put("worn_since", yesterday.minusSeconds(60).toString()));
    }

    private static JsonObject reading(Instant t, double battery) {
        return JsonObject.of("t", t.toString(), "hr", 80, "battery_pct", battery);
    }

    /** Its own way, over HTTP. */
    private void send(JsonObject... readings) {
        var body = new JsonArray();
        for (var reading : readings) {
            body.add(reading);
        }
        var request = HttpRequest.newBuilder(family.server.baseUri().resolve("/v2/telemetry"))
                .header("Authorization", "Bearer " + credential)
                .header("X-Collar-Id", serial)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        assertThat(http.sendAsync(request, BodyHandlers.discarding()).join().statusCode())
                .isEqualTo(200);
    }

    private void relay(JsonObject reading) {
        owner.send(
                        "POST",
                        "/v2/telemetry",
                        JsonArray.of(reading.put("collar_id", serial)).encode(),
                        true)
                .json(200);
    }

    private JsonObject seen() {
        return owner.get(Family.at(pet, "/collars"))
                .json(200)
                .getJsonArray("collars")
                .getJsonObject(0);
    }

    private static Instant lastSeen(JsonObject collar) {
        return Instant.parse(collar.getString("last_seen_at"));
    }

    @Test
    void a_collar_that_sends_by_http_is_online_and_tells_its_battery() {
        var before = Instant.now().minusMillis(1);
        assertThat(seen().getString("offline_reason")).isEqualTo("never_seen");

        send(reading(Instant.now(), 61), reading(yesterday, 99));

        await().atMost(PATIENCE).until(() -> seen().containsKey("last_seen_at"));
        assertThat(seen().getBoolean("online")).isTrue();
        assertThat(lastSeen(seen())).isAfter(before);
        assertThat(seen().getDouble("battery_pct")).isEqualTo(61);
    }

    @Test
    void what_is_brought_from_the_day_before_makes_it_neither_online_nor_full() {
        relay(reading(yesterday, 99));
        await().atMost(PATIENCE).until(() -> seen().containsKey("last_seen_at"));
        assertThat(seen().getString("offline_reason")).isEqualTo("silent");
        assertThat(Duration.between(yesterday, lastSeen(seen())).abs()).isLessThan(Duration.ofSeconds(1));

        send(reading(Instant.now(), 40));
        await().atMost(PATIENCE).until(() -> seen().getDouble("battery_pct") == 40);
        var then = lastSeen(seen());
        relay(reading(yesterday.plusSeconds(5), 98));
        send(reading(yesterday.plusSeconds(9), 97));
        await().atMost(PATIENCE).until(() -> lastSeen(seen()).isAfter(then));
        assertThat(seen().getDouble("battery_pct")).isEqualTo(40);
    }
}
