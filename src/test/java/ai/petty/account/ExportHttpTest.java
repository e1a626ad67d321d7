package ai.petty.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.account.ExportedColumns.Told;
import io.jenetics.jpx.GPX;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever asks for everything that is known of them gets all of it, and nothing of anybody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportHttpTest {
    private final PettyTestServer server = PettyTestServer.shared();
    private final ExportWorld world = new ExportWorld(server);
    private Map<String, String> files = Map.of();

    @BeforeAll
    void export() throws Exception {
        // What people do is written down a little later than it is done.
        await().until(() ->
                server.sql("select 1 from audit where action = 'zone.read' and object = ?", "pet:" + world.petOfBob)
                                .size()
                        == 1);
        files = exported(world.ada);
    }

    private Map<String, String> exported(TestPerson person) throws Exception {
        var request = HttpRequest.newBuilder(server.baseUri().resolve("/v2/me/export"))
                .header("Authorization", "Bearer " + person.accessToken());
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return unzipped(answer.body());
        }
    }

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        var nameToText = new LinkedHashMap<String, String>();
        try (var stream = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (var entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
                nameToText.put(entry.getName(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return nameToText;
    }

    private String file(String name) {
        return requireNonNull(files.get(name), name);
    }

    private String ofPet(String name) {
        return file("pets/" + world.pet + "/" + name);
    }

    @Test
    void every_column_of_the_schema_is_told_or_has_a_reason_not_to_be() {
        var schema = server.sql("""
                select columns.table_name || '.' || columns.column_name
                from information_schema.columns
                join pg_class on pg_class.relname = columns.table_name
                    and pg_class.relnamespace = columns.table_schema::regnamespace
                where columns.table_schema = 'public' and not pg_class.relispartition""");
        var known = Stream.concat(ExportedColumns.TOLD.keySet().stream(), ExportedColumns.NOT_TOLD.keySet().stream())
                .toList();
        assertThat(schema)
                .as("tell new columns in the export, or enter in ExportedColumns why not")
                .allMatch(column -> known.contains(column) || known.contains(table(column) + ".*"));
        assertThat(known)
                .doesNotHaveDuplicates()
                .allMatch(entry ->
                        schema.stream().anyMatch(column -> entry.equals(column) || entry.equals(table(column) + ".*")));
    }

    private static String table(String column) {
        return column.substring(0, column.indexOf('.'));
    }

    @Test
    void what_is_said_to_be_told_is_in_the_export() {
        assertThat(ExportedColumns.TOLD)
                .allSatisfy((column, told) -> assertThat(files.entrySet().stream()
                                .filter(file -> ("/" + file.getKey()).endsWith("/" + told.file()))
                                .anyMatch(file -> holds(file.getKey(), file.getValue(), told)))
                        .as(column + " in " + told)
                        .isTrue());
    }

    private static boolean holds(String file, String text, Told told) {
        if (file.endsWith(".csv")) {
            var lines = text.lines().map(line -> line.split(",", -1)).toList();
            var column = Arrays.asList(lines.getFirst()).indexOf(told.name());
            return column >= 0 && lines.stream().skip(1).anyMatch(line -> !line[column].isEmpty());
        }
        return file.endsWith(".ndjson")
                ? text.lines().anyMatch(line -> holds(new JsonObject(line), told.name()))
                : holds(new JsonObject(text), told.name());
    }

    private static boolean holds(@Nullable Object json, String name) {
        return switch (json) {
            case JsonObject object ->
                object.getValue(name) != null || object.stream().anyMatch(field -> holds(field.getValue(), name));
            case JsonArray array -> array.stream().anyMatch(item -> holds(item, name));
            case null, default -> false;
        };
    }

    @Test
    void the_account_and_how_it_was_used_are_told() {
        var account = new JsonObject(file("account.json"));
        assertThat(account.getString("email")).isEqualTo(world.ada.email());
        assertThat(account.getString("phone")).isEqualTo("+49301234567");
        assertThat(file("sessions.json")).contains(world.ada.sessionId().toString(), "\"end_reason\" : \"ended\"");
        assertThat(new JsonObject(file("invitations.json")).getJsonArray("invitations"))
                .hasSize(1);
    }

    @Test
    void ones_own_acts_are_told_in_words_and_nobody_elses() {
        assertThat(file("acts.csv").lines().skip(1))
                .anySatisfy(line -> assertThat(line).contains("\"Signed in\"", "\"you\""))
                .anySatisfy(line ->
                        assertThat(line).contains("\"A zone was drawn\",\"pet:" + world.pet + "\",\"done\",\"you\""))
                .anySatisfy(line -> assertThat(line)
                        .contains("\"The account was registered\",\"account:" + world.ada.accountId() + "\""))
                .noneMatch(line -> line.contains("person:"));
        assertThat(file("acts.csv")).doesNotContain(world.bob.accountId().toString());
    }

    @Test
    void the_household_of_a_pet_is_told() {
        assertThat(ofPet("zones.json")).contains("Home sweet home", String.valueOf(ExportWorld.LAT));
        assertThat(ofPet("weights.json")).contains("2026-01-02", "12.25");
        assertThat(ofPet("members.json")).contains(world.bob.accountId().toString(), "\"carer\"");
        assertThat(ofPet("invitations.json")).contains("carol-");
        var collars = new JsonObject(ofPet("collars.json")).getJsonArray("collars");
        assertThat(collars).hasSize(3);
        var former = collars.stream()
                .map(JsonObject.class::cast)
                .filter(collar -> collar.getString("collar_id").equals(world.formerSerial))
                .findFirst()
                .orElseThrow();
        assertThat(former.fieldNames())
                .as("how a collar is that was handed on is its new people's")
                .containsExactlyInAnyOrder("collar_id", "paired_from", "paired_to");
    }

    @Test
    void what_was_said_to_events_is_told_the_unmatched_too() {
        assertThat(file("feedback.ndjson").lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("At his bowl.") && line.contains("\"behavior\":\"walking\""))
                .anyMatch(line -> line.contains("an unmatched one")
                        && line.contains("incorrect, he slept")
                        && line.contains("timeline"));
    }

    @Test
    void everything_that_the_collars_have_sent_is_told() throws Exception {
        var lines = ofPet("readings.csv").lines().toList();
        assertThat(lines).hasSize(2_501).doesNotHaveDuplicates();
        assertThat(lines.getLast()).contains(world.serial, ",80.0,", "52.520008");
        var gpx = GPX.Reader.DEFAULT.read(
                new ByteArrayInputStream(ofPet("track.gpx").getBytes(StandardCharsets.UTF_8)));
        assertThat(gpx.tracks().flatMap(track -> track.segments()).flatMap(segment -> segment.points()))
                .hasSize(2_500);
        assertThat(ofPet("motion.ndjson").lines()).hasSize(40).doesNotHaveDuplicates();
        assertThat(ofPet("episodes.ndjson").lines()).hasSize(1_201).doesNotHaveDuplicates();
        assertThat(ofPet("quarters.ndjson").lines()).hasSize(1);
        assertThat(ofPet("days.ndjson").lines()).hasSize(1);
        assertThat(new JsonObject(ofPet("motion.ndjson").lines().findFirst().orElseThrow()).getBinary("samples"))
                .isEqualTo(new byte[] {1, 2});
    }

    @Test
    void of_other_peoples_pets_the_own_part_is_told() throws Exception {
        var folder = "pets/" + world.petOfBob + "/";
        assertThat(files.keySet().stream().filter(name -> name.startsWith(folder)))
                .isEqualTo(List.of(folder + "pet.json"));
        assertThat(new JsonObject(file(folder + "pet.json"))
                        .getJsonObject("membership")
                        .getString("location_precision"))
                .isEqualTo("1km");
        assertThat(exported(world.bob).keySet()).noneMatch(name -> name.startsWith("pets/" + world.pet + "/z"));
    }
}
