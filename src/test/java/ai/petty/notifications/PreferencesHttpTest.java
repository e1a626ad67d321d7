package ai.petty.notifications;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v2/me/preferences}. */
class PreferencesHttpTest {
    private static final String PATH = "/v2/me/preferences";

    private final PettyTestServer server = PettyTestServer.shared();
    private final TestPerson ada = TestPerson.registered(server);

    private TestPerson.Answer patch(String body) {
        return ada.send("PATCH", PATH, body, true);
    }

    private UUID pet(TestPerson owner) {
        var pet = owner.post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog"))
                .json(201);
        return UUID.fromString(pet.getString("pet_id"));
    }

    @Test
    void what_is_left_out_stays_and_null_is_forgotten() {
        var all = "[\"mail\",\"webhook\",\"live\"]";
        var usual = new JsonObject(
                "{\"notices\":{\"escape\":%s,\"health\":%s,\"device\":%s},\"units\":\"metric\",\"viewed_pets\":false,\"muted_pets\":[]}"
                        .formatted(all, all, all));
        assertThat(ada.get(PATH).json(200)).isEqualTo(usual);

        patch("{\"time_zone\":\"Asia/Kolkata\",\"quiet_hours\":{\"from\":\"23:30\",\"to\":\"06:15\"}}")
                .json(200);
        patch("{\"notices\":{\"device\":[]},\"units\":\"imperial\"}").json(200);
        var changed = patch("{\"viewed_pets\":true,\"notices\":{\"escape\":[\"live\",\"mail\",\"live\"]}}")
                .json(200);

        assertThat(changed)
                .isEqualTo(new JsonObject(
                        "{\"time_zone\":\"Asia/Kolkata\",\"quiet_hours\":{\"from\":\"23:30\",\"to\":\"06:15\"},"
                                + "\"notices\":{\"escape\":[\"mail\",\"live\"],\"health\":" + all
                                + ",\"device\":[]},\"units\":\"imperial\",\"viewed_pets\":true,\"muted_pets\":[]}"));
        assertThat(ada.get(PATH).json(200)).isEqualTo(changed);
        var forgotten = patch("{\"quiet_hours\":null,\"time_zone\":null}").json(200);
        assertThat(forgotten.fieldNames()).doesNotContain("quiet_hours", "time_zone");
        assertThat(TestPerson.registered(server).get(PATH).json(200)).isEqualTo(usual);
    }

    @Test
    void what_is_known_already_is_not_sent_again() {
        var tag = requireNonNull(ada.get(PATH).headers().get("etag")).getFirst();
        assertThat(ada.send("GET", PATH, "", true, "If-None-Match", tag).status())
                .isEqualTo(304);
        patch("{\"units\":\"imperial\"}").json(200);
        assertThat(ada.send("GET", PATH, "", true, "If-None-Match", tag).status())
                .isEqualTo(200);
    }

    @Test
    void only_ones_own_pets_can_be_muted_and_they_are_not_any_more_when_one_has_left() {
        var mine = pet(ada);
        var bob = TestPerson.registered(server);
        var his = pet(bob);
        for (var other : new UUID[] {his, new UUID(0, 7)}) {
            var refused = patch(JsonObject.of("muted_pets", JsonArray.of(mine.toString(), other.toString()))
                            .encode())
                    .json(400);
            assertThat(refused.getJsonArray("errors").encode())
                    .contains("/muted_pets", "pet.unknown", other.toString());
        }
        assertThat(ada.get(PATH).json(200).getJsonArray("muted_pets")).isEmpty();

        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1",
                his,
                ada.accountId());
        patch(JsonObject.of("muted_pets", JsonArray.of(mine.toString(), his.toString()))
                        .encode())
                .json(200);
        assertThat(ada.get(PATH).json(200).getJsonArray("muted_pets")).hasSize(2);
        bob.delete("/v2/pets/" + his + "/members/" + ada.accountId()).json(204);
        ada.delete("/v2/pets/" + mine).json(204);
        assertThat(ada.get(PATH).json(200).getJsonArray("muted_pets")).isEmpty();
        patch("{\"muted_pets\":[]}").json(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                                  | ``",
                "{\"time_zone\": 7}                                                  | /time_zone",
                "{\"time_zone\": \"Atlantis/Capital\"}                               | /time_zone",
                "{\"time_zone\": \"+02:00\"}                                         | /time_zone",
                "{\"time_zone\": \"\"}                                               | /time_zone",
                "{\"quiet_hours\": {\"from\":\"22:00\",\"to\":\"07:00\"}}            | /time_zone",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": \"22-7\"}                 | /quiet_hours",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"22:00\"}}     | /quiet_hours/to",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"to\":\"22:00\"}}       | /quiet_hours/from",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"24:00\",\"to\":\"07:00\"}} | /quiet_hours/from",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"7:00\",\"to\":\"22:00\"}}  | /quiet_hours/from",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"22:00\",\"to\":\"07:60\"}} | /quiet_hours/to",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"22:00\",\"to\":700}}       | /quiet_hours/to",
                "{\"time_zone\": \"UTC\", \"quiet_hours\": {\"from\":\"22:00\",\"to\":\"22:00\"}} | /quiet_hours/to",
                "{\"units\": \"stones\"}                                             | /units",
                "{\"units\": null}                                                   | /units",
                "{\"viewed_pets\": \"yes\"}                                          | /viewed_pets",
                "{\"notices\": []}                                                   | /notices",
                "{\"notices\": {\"escape\": \"mail\"}}                               | /notices/escape",
                "{\"notices\": {\"health\": [\"pigeon\"]}}                           | /notices/health/0",
                "{\"notices\": {\"device\": [null]}}                                 | /notices/device/0",
                "{\"notices\": {\"device\": [\"mail\",\"mail\",\"live\",\"live\"]}}  | /notices/device",
                "{\"muted_pets\": \"all\"}                                           | /muted_pets",
                "{\"muted_pets\": [\"bella\"]}                                       | /muted_pets/0",
            })
    void bad_input_is_refused_by_its_field_and_changes_nothing(String body, String pointer) {
        var refused = patch(body).json(400);
        assertThat(refused.getJsonArray("errors").stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getString("pointer")))
                .contains(pointer);
        assertThat(server.sql("select 1 from preference where account_id = ?", ada.accountId()))
                .isEmpty();
    }

    @Test
    void no_more_than_a_hundred_pets_can_be_muted_and_a_name_is_short() {
        var ids = IntStream.range(0, 101).mapToObj(i -> '"' + UUID.randomUUID().toString() + '"');
        patch("{\"muted_pets\":[" + ids.collect(Collectors.joining(",")) + "]}").refused(400, "request.invalid");
        patch("{\"time_zone\":\"" + "a".repeat(65) + "\"}").refused(400, "request.invalid");
    }
}
