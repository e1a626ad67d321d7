package ai.petty.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPostgres;
import ai.petty.store.DatabaseAddress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A pet is looked for: its collar hears of it on whichever process it hangs, and a link shows where it is for a while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostModeUplinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger SERIALS = new AtomicInteger(920_000);
    private static final double LAT = 52.520008;
    private static final double LON = 13.404954;

    private final HttpClient http = HttpClient.newHttpClient();
    private final DatabaseAddress database = TestPostgres.shared().fresh();
    private final PettyTestServer here;
    private final PettyTestServer there;
    private TestPerson owner;
    private UUID pet;
    private String serial;
    private String credential;

    LostModeUplinkTest() throws IOException {
        var secrets = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-secrets-");
        var settings = new HashMap<>(Map.of(
                "alerts.lost-mode.poll-interval", "100ms",
                "alerts.sweep-interval", "200ms",
                "database.url", "postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
                "database.user", database.user(),
                "database.password", database.password().value(),
                "secrets.directory", secrets.resolve("secrets").toString(),
                "identity.secret-file", secrets.resolve("secret").toString()));
        here = PettyTestServer.start(settings);
        there = PettyTestServer.start(settings);
    }

    @AfterAll
    void close() {
        http.close();
        there.close();
        here.close();
    }

    @BeforeEach
    void aPetWithACollar() {
        owner = TestPerson.registered(here);
        pet = UUID.fromString(owner.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
                .json(201)
                .getString("pet_id"));
        serial = "SN-" + SERIALS.getAndIncrement();
        credential = "credential-of-" + serial;
        sql("""
                with made as (
                    insert into collar (serial, credential_hash) values (?, sha256(?::bytea)) returning collar_id)
                insert into pairing (collar_id, pet_id, valid_from) select collar_id, ?, now() - interval '1 hour' from made
                returning 1""", serial, credential, pet);
    }

    private List<String> sql(String question, Object... parameters) {
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password().value());
                var statement = connection.prepareStatement(question)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var answers = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String at(String rest) {
        return "/v2/pets/" + pet + rest;
    }

    private JsonObject look(JsonObject how) {
        return owner.send("PUT", at("/lost-mode"), how.encode(), true).json(200);
    }

    private static int interval(CollarLine collar) {
        return collar.hear("configure").getInteger("report_interval_s");
    }

    private void end() {
        assertThat(owner.delete(at("/lost-mode")).status()).isEqualTo(204);
    }

    @Test
    void the_collar_of_a_lost_pet_is_asked_to_report_more_often_on_every_process() {
        try (var near = CollarLine.open(here, serial, credential)) {
            assertThat(near.ready().getInteger("report_interval_s")).isEqualTo(10);
            assertThat(look(JsonObject.of("duration_s", 600)).getInteger("report_interval_s"))
                    .isEqualTo(2);
            assertThat(interval(near)).isEqualTo(2);
            end();
            assertThat(interval(near)).isEqualTo(10);
        }
        try (var far = CollarLine.open(there, serial, credential)) {
            far.ready();
            look(JsonObject.of("duration_s", 600));
            assertThat(interval(far)).isEqualTo(2);
            look(JsonObject.of("duration_s", 900));
            end();
            assertThat(interval(far)).as("going on tells it nothing new").isEqualTo(10);
        }
    }

    @Test
    void a_collar_that_comes_while_its_pet_is_looked_for_is_asked_at_once() {
        look(JsonObject.of("duration_s", 600));
        try (var collar = CollarLine.open(here, serial, credential)) {
            assertThat(collar.hear("ready").getInteger("report_interval_s")).isEqualTo(2);
            assertThat(interval(collar)).isEqualTo(2);
        }
    }

    @Test
    void another_pets_collar_is_asked_nothing() {
        var lost = at("/lost-mode");
        var first = owner;
        aPetWithACollar();
        try (var other = CollarLine.open(here, serial, credential)) {
            other.ready();
            first.send("PUT", lost, "{\"duration_s\":600}", true).json(200);
            look(JsonObject.of("duration_s", 600));
            assertThat(interval(other)).isEqualTo(2);
            assertThat(first.delete(lost).status()).isEqualTo(204);
            end();
            assertThat(interval(other)).isEqualTo(10);
            assertThat(other.hasHeardMore()).isFalse();
        }
    }

    /** The time that was asked for is over. */
    private void letItEnd() {
        sql("update lost_mode set ends_at = now() where pet_id = ? returning 1", pet);
    }

    @Test
    void it_ends_by_itself() {
        try (var collar = CollarLine.open(there, serial, credential)) {
            collar.ready();
            var link = link("exact");
            assertThat(interval(collar)).isEqualTo(2);
            letItEnd();
            assertThat(interval(collar)).isEqualTo(10);
            assertThat(owner.get(at("/lost-mode")).json(200)).isEqualTo(JsonObject.of("on", false));
            assertThat(shared(link).status()).isEqualTo(404);
            await().atMost(PATIENCE)
                    .until(() ->
                            sql("select 1 from audit where action = 'lost_mode.ended' and object = ?", "pet:" + pet)
                                            .size()
                                    == 1);
            assertThat(sql("select 1 from lost_mode where pet_id = ?", pet)).isEmpty();
        }
    }

    private String link(String precision) {
        var link = look(JsonObject.of("duration_s", 600, "link", JsonObject.of("location_precision", precision)))
                .getJsonObject("link");
        assertThat(link.getString("path")).isEqualTo("/v2/shared/" + link.getString("token") + "/live");
        return link.getString("path");
    }

    private TestPerson.Answer shared(String path) {
        var request = HttpRequest.newBuilder(URI.create(here.baseUri() + path)).build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return new TestPerson.Answer(
                    answer.statusCode(), answer.body(), answer.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void walk(double lat) {
        var reading = JsonObject.of(
                "collar_id", serial, "t", Instant.now().toString(), "lat", lat, "lon", LON, "accuracy_m", 5, "hr", 91);
        assertThat(owner.send("POST", "/v2/telemetry", JsonArray.of(reading).encode(), true)
                        .json(200)
                        .getInteger("accepted"))
                .isEqualTo(1);
    }

    @Test
    void whoever_holds_the_link_sees_where_the_pet_is_and_nothing_else() {
        var link = link("exact");
        assertThat(shared(link).json(200).containsKey("position")).isFalse();
        walk(LAT);
        var sighting = shared(link).json(200);
        assertThat(sighting.fieldNames())
                .containsExactlyInAnyOrder("position", "ends_at", "report_interval_s", "server_time");
        assertThat(sighting.getJsonObject("position").fieldNames())
                .containsExactlyInAnyOrder("t", "lat", "lon", "accuracy_m");
        assertThat(sighting.getJsonObject("position").getDouble("lat")).isEqualTo(LAT);
        assertThat(shared(link).headers()).containsEntry("cache-control", List.of("no-store"));
        await().atMost(PATIENCE)
                .until(() -> !sql("select 1 from audit where action = 'live_link.read' and object = ?", "pet:" + pet)
                        .isEmpty());
    }

    @Test
    void the_link_shows_no_more_than_its_owner_says_and_no_home() {
        walk(LAT);
        var blurred = shared(link("1km")).json(200).getJsonObject("position");
        assertThat(blurred.getDouble("lat")).isNotEqualTo(LAT);
        assertThat(blurred.getDouble("accuracy_m")).isGreaterThan(700);
        var circle = JsonObject.of("lat", LAT, "lon", LON, "radius_m", 100);
        owner.post(at("/zones"), JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                .json(201);
        var veiled = shared(link("exact")).json(200).getJsonObject("position");
        assertThat(veiled.getDouble("accuracy_m")).isGreaterThanOrEqualTo(100);
        assertThat(veiled.getDouble("lat")).isNotEqualTo(LAT);
    }

    @Test
    void a_new_link_takes_the_place_of_the_old_one_and_both_end_with_the_search() {
        var old = link("exact");
        look(JsonObject.of("duration_s", 900));
        shared(old).json(200);
        var fresh = link("100m");
        shared(old).refused(404, "link.unknown");
        shared(fresh).json(200);
        end();
        shared(fresh).refused(404, "link.unknown");
        end();
        look(JsonObject.of("duration_s", 600));
        shared(fresh).refused(404, "link.unknown");
        assertThat(owner.get(at("/lost-mode")).json(200).containsKey("link")).isFalse();
    }

    @Test
    void a_link_is_kept_as_a_hash_and_told_once() {
        var token = link("exact").split("/", -1)[3];
        assertThat(sql("select 1 from lost_mode where row_to_json(lost_mode)::text like ?", "%" + token + "%"))
                .isEmpty();
        var told = owner.get(at("/lost-mode")).json(200);
        assertThat(told.getJsonObject("link").getString("location_precision")).isEqualTo("exact");
        assertThat(told.encode()).doesNotContain(token);
    }

    @Test
    void a_carer_may_look_for_the_pet_and_give_no_link() {
        var carer = TestPerson.registered(here);
        sql("insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1", pet, carer.accountId());
        carer.send("PUT", at("/lost-mode"), "{\"duration_s\":600}", true).json(200);
        carer.send("PUT", at("/lost-mode"), """
                {"duration_s":600,"link":{"location_precision":"exact"}}""", true).refused(403, "pet.role_insufficient");
        assertThat(sql("select 1 from lost_mode where pet_id = ? and link_hash is not null", pet))
                .isEmpty();
    }

    @Test
    void a_carer_may_look_for_longer_and_prolongs_no_link() {
        var carer = TestPerson.registered(here);
        sql("insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1", pet, carer.accountId());
        var token = link("exact");
        carer.send("PUT", at("/lost-mode"), "{\"duration_s\":86400}", true).json(200);
        assertThat(sql("select 1 from lost_mode where pet_id = ? and link_ends_at < ends_at", pet))
                .hasSize(1);
        shared(token).json(200);
        look(JsonObject.of("duration_s", 90_000));
        assertThat(sql("select 1 from lost_mode where pet_id = ? and link_ends_at = ends_at", pet))
                .as("its owner prolongs it")
                .hasSize(1);

        sql("update lost_mode set link_ends_at = now() where pet_id = ? returning 1", pet);
        shared(token).refused(404, "link.unknown");
        assertThat(owner.get(at("/lost-mode")).json(200).containsKey("link")).isFalse();
        look(JsonObject.of("duration_s", 600));
        shared(token).refused(404, "link.unknown");
    }
}
