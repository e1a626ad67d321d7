package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestEvents;
import ai.petty.TestPerson;
import ai.petty.TestPerson.Answer;
import ai.petty.inference.behaviour.Behaviour;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Posts that come twice with one {@code Idempotency-Key}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskingAgainTest {
    private final Family family = new Family();
    private final TestPerson owner = family.person();
    private final UUID pet = family.pet(owner);

    @AfterAll
    void close() {
        family.close();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static JsonObject dog(String name) {
        return JsonObject.of("name", name, "species", "dog");
    }

    private static void same(Answer first, Answer again) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().get("location")).isEqualTo(first.headers().get("location"));
        assertThat(again.headers().get("content-type"))
                .isEqualTo(first.headers().get("content-type"));
    }

    private List<String> remembered(TestPerson person) {
        return family.server.sql(
                "select took_effect and answer is not null from idempotency where account_id = ?", person.accountId());
    }

    @Test
    void aPetIsMadeOnceAndAnsweredTheSame() {
        var ada = family.person();
        var key = key();
        var first = ada.postOnce(key, "/v2/pets", dog("Bella"));
        assertThat(first.status()).isEqualTo(201);
        same(first, ada.postOnce(key, "/v2/pets", dog("Bella")));

        ada.postOnce(key, "/v2/pets", dog("Max")).refused(422, "idempotency.key_reused");
        ada.postOnce(key, "/v2/pets/" + first.json(201).getString("pet_id") + "/weights", dog("Bella"))
                .refused(400, "request.invalid"); // by the contract, before anybody looks at the key
        assertThat(family.server.sql("select 1 from member where account_id = ?", ada.accountId()))
                .hasSize(1);
    }

    @Test
    void whoSendsNoKeyGetsAsManyAsTheyAskFor() {
        var ada = family.person();
        ada.post("/v2/pets", dog("Bella")).json(201);
        ada.post("/v2/pets", dog("Bella")).json(201);
        assertThat(family.server.sql("select 1 from member where account_id = ?", ada.accountId()))
                .hasSize(2);
    }

    @Test
    void twoPeopleMayHaveTheSameKey() {
        var key = key();
        var mine = family.person().postOnce(key, "/v2/pets", dog("Bella")).json(201);
        var yours = family.person().postOnce(key, "/v2/pets", dog("Bella")).json(201);
        assertThat(mine.getString("pet_id")).isNotEqualTo(yours.getString("pet_id"));
    }

    @Test
    void aKeyHas1To255VisibleCharacters() {
        var ada = family.person();
        for (var wrong : new String[] {"", "x".repeat(256), "my key"}) {
            ada.postOnce(wrong, "/v2/pets", dog("Bella")).refused(400, "request.invalid");
        }
        ada.send("POST", "/v2/pets", dog("Bella").encode(), true, "Idempotency-Key", "a", "Idempotency-Key", "b")
                .refused(400, "request.invalid");
        ada.postOnce("x".repeat(255), "/v2/pets", dog("Bella")).json(201);
    }

    @Test
    void aRefusalIsToldAgainToo() {
        var key = key();
        var wrong = JsonObject.of("serial", "FC-999999", "claim_code", "not-its-claim-code");
        var first = owner.postOnce(key, Family.at(pet, "/collars"), wrong);
        first.refused(422, "collar.claim_refused");
        var again = owner.postOnce(key, Family.at(pet, "/collars"), wrong);
        again.refused(422, "collar.claim_refused");
        assertThat(again.json(422).getString("detail"))
                .isEqualTo(first.json(422).getString("detail"));

        var badZone = JsonObject.of("kind", "home", "name", "Home");
        var zoneKey = key();
        for (var time = 0; time < 2; time++) {
            var refusal =
                    owner.postOnce(zoneKey, Family.at(pet, "/zones"), badZone).json(400);
            assertThat(refusal.getJsonArray("errors")).hasSize(1);
        }
    }

    @Test
    void aSecretIsToldOnce() {
        var serial = "FA-" + (100_000 + family.hashCode() % 100_000);
        var key = key();
        var body = JsonObject.of("serial", serial);
        var first =
                family.administrator.postOnce(key, "/v2/admin/collars", body).json(201);
        var again = family.administrator.postOnce(key, "/v2/admin/collars", body);
        assertThat(again.json(201)).isEqualTo(JsonObject.of("serial", serial));
        assertThat(again.headers().get("cache-control")).containsExactly("no-store");
        assertThat(first.getString("claim_code")).isNotBlank();

        var pairing = key();
        var paired = owner.postOnce(pairing, Family.at(pet, "/collars"), first).json(201);
        var lost = owner.postOnce(pairing, Family.at(pet, "/collars"), first).json(201);
        assertThat(paired.getString("credential")).startsWith("petty_collar_");
        var rest = paired.copy();
        rest.remove("credential");
        assertThat(lost).isEqualTo(rest);
        owner.post(Family.at(pet, "/collars/" + serial + "/rotate"), new JsonObject())
                .json(200);
    }

    @Test
    void oneInvitationIsSentAndAcceptedOnce() {
        var guest = family.person();
        var key = key();
        var body = JsonObject.of("email", guest.email(), "role", "viewer");
        var first = owner.postOnce(key, Family.at(pet, "/invitations"), body);
        same(first, owner.postOnce(key, Family.at(pet, "/invitations"), body));
        assertThat(owner.get(Family.at(pet, "/invitations")).body()).containsOnlyOnce(guest.email());

        var token = JsonObject.of("token", family.token(guest));
        var accepting = key();
        var accepted = guest.postOnce(accepting, "/v2/invitations/accept", token);
        accepted.json(200);
        same(accepted, guest.postOnce(accepting, "/v2/invitations/accept", token));
    }

    /** Each operation that takes a key must make it part of its own transaction. */
    @Test
    void everyOperationThatTakesAKeyTakesEffectWithIt() {
        var ada = family.person();
        var its = UUID.fromString(
                ada.postOnce(key(), "/v2/pets", dog("Bella")).json(201).getString("pet_id"));
        ada.postOnce(key(), Family.at(its, "/weights"), JsonObject.of("date", "2026-03-01", "weight_kg", 9))
                .json(200);
        var circle = JsonObject.of("lat", 52.52, "lon", 13.4, "radius_m", 60);
        ada.postOnce(key(), Family.at(its, "/zones"), JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                .json(201);
        var guest = family.person();
        ada.postOnce(key(), Family.at(its, "/invitations"), JsonObject.of("email", guest.email(), "role", "viewer"))
                .json(201);
        ada.postOnce(key(), Family.at(its, "/collars"), family.collar()).json(201);
        var event = TestEvents.episode(
                family.server,
                TestEvents.pair(family.server, its),
                Behaviour.WALKING,
                "2026-03-01T10:00:00Z",
                "2026-03-01T10:10:00Z");
        ada.postOnce(key(), Family.at(its, "/events/" + event + "/feedback"), JsonObject.of("verdict", "correct"))
                .json(201);
        ada.postOnce(key(), "/v2/me/webhooks", JsonObject.of("url", "https://hooks.example.com/petty"))
                .json(201);
        assertThat(remembered(ada)).hasSize(7).containsOnly("t");
        guest.postOnce(key(), "/v2/invitations/accept", JsonObject.of("token", family.token(guest)))
                .json(200);
        assertThat(remembered(guest)).containsExactly("t");
        family.administrator
                .postOnce(key(), "/v2/admin/collars", JsonObject.of("serial", "FB-100001"))
                .json(201);
        assertThat(remembered(family.administrator)).isNotEmpty().containsOnly("t");
        assertThat(taking())
                .containsExactlyInAnyOrderElementsOf(Set.of(
                        "createPet",
                        "addWeight",
                        "createWebhook",
                        "createZone",
                        "inviteMember",
                        "pairCollar",
                        "giveFeedback",
                        "acceptInvitation",
                        "registerCollar"));
    }

    /** The operations that the contract says take a key. */
    private Set<String> taking() {
        var contract = owner.get("/v2/openapi.yaml").body();
        var taking = new TreeSet<String>();
        var operation = "";
        for (var line : contract.lines().toList()) {
            if (line.startsWith("      operationId: ")) {
                operation = line.substring("      operationId: ".length());
            } else if (line.strip().equals("- name: Idempotency-Key")) {
                taking.add(operation);
            }
        }
        return taking;
    }

    @Test
    void whatIsRememberedGoesWithThePetAndWithTheAccount() {
        var ada = family.person();
        var its = family.pet(ada);
        ada.postOnce(key(), Family.at(its, "/weights"), JsonObject.of("date", "2026-03-01", "weight_kg", 9))
                .json(200);
        ada.postOnce(key(), "/v2/pets", dog("Max")).json(201);
        assertThat(remembered(ada)).hasSize(2);
        ada.delete(Family.at(its, "")).json(204);
        assertThat(remembered(ada)).hasSize(1);
        ada.with(ada.login(TestPerson.PASSWORD).json(200)).delete("/v2/me").json(204);
        await().untilAsserted(() -> assertThat(remembered(ada)).isEmpty());
    }
}
