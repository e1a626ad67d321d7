package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may have mail sent to others, how much, and what becomes of it when they are no owner any more. As in production. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitingTest {
    private final Family family = new Family(Map.of("identity.unverified-sign-in", "false"));

    @AfterAll
    void close() {
        family.close();
    }

    private static JsonObject token(String token) {
        return JsonObject.of("token", token);
    }

    private void addOwner(UUID pet, TestPerson person) {
        family.server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'owner') returning 1",
                pet,
                person.accountId());
    }

    @Test
    void only_who_has_proved_their_own_address_may_invite() {
        var claim = TestPerson.registered(family.server);
        var pet = family.pet(claim);
        var guest = TestPerson.at(family.server);

        family.invite(claim, pet, guest, "viewer", new JsonObject()).refused(403, "account.unverified");

        assertThat(family.server.sql("select 1 from invitation where pet_id = ?", pet))
                .isEmpty();
        family.server.sql("update account set verified_at = now() where account_id = ? returning 1", claim.accountId());
        family.invite(claim, pet, guest, "viewer", new JsonObject()).json(201);
    }

    @Test
    void whose_issuer_answers_for_them_may_invite_too() {
        var person = TestPerson.registered(family.server);
        var pet = family.pet(person);
        family.server.sql(
                "update account set issuer = 'https://idp.example', subject = ? where account_id = ? returning 1",
                person.email(),
                person.accountId());

        family.invite(person, pet, TestPerson.at(family.server), "viewer", new JsonObject())
                .json(201);
    }

    @Test
    void nobody_is_sent_more_than_ten_a_day_whoever_asks() {
        var guest = TestPerson.at(family.server);
        var first = family.person();
        var second = family.person();
        var firstPet = family.pet(first);
        var secondPet = family.pet(second);
        for (var i = 0; i < 5; i++) {
            family.invite(first, firstPet, guest, "viewer", new JsonObject()).json(201);
            family.invite(second, secondPet, guest, "viewer", new JsonObject()).json(201);
        }

        family.invite(first, firstPet, guest, "viewer", new JsonObject()).refused(429, "invitation.limited");
        family.invite(second, secondPet, guest, "viewer", new JsonObject()).refused(429, "invitation.limited");

        family.invite(second, secondPet, TestPerson.at(family.server), "viewer", new JsonObject())
                .json(201);
    }

    @Test
    void invitations_go_with_the_owner_who_sent_them() {
        var owner = family.person();
        var pet = family.pet(owner);
        for (var way : new String[] {"removed", "demoted", "leaves"}) {
            var other = family.person();
            addOwner(pet, other);
            var backDoor = family.person();
            family.invite(other, pet, backDoor, "owner", new JsonObject()).json(201);
            var friend = family.person();
            family.invite(owner, pet, friend, "viewer", new JsonObject()).json(201);
            var path = Family.at(pet, "/members/" + other.accountId());

            switch (way) {
                case "removed" -> owner.delete(path).json(204);
                case "demoted" ->
                    owner.send("PATCH", path, "{\"role\":\"viewer\"}", true).json(200);
                default -> other.delete(path).json(204);
            }

            backDoor.post("/v2/invitations/accept", token(family.token(backDoor)))
                    .refused(404, "invitation.unknown");
            backDoor.get(Family.at(pet, "")).refused(404, "pet.unknown");
            friend.post("/v2/invitations/accept", token(family.token(friend))).json(200);
        }
    }

    @Test
    void an_owner_who_stays_one_keeps_their_invitations() {
        var owner = family.person();
        var pet = family.pet(owner);
        var other = family.person();
        addOwner(pet, other);
        var guest = family.person();
        family.invite(other, pet, guest, "viewer", new JsonObject()).json(201);

        owner.send("PATCH", Family.at(pet, "/members/" + other.accountId()), "{\"role\":\"owner\"}", true)
                .json(200);

        guest.post("/v2/invitations/accept", token(family.token(guest))).json(200);
    }
}
