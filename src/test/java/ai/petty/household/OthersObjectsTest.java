package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Under what is one's own, somebody else's object is not found, and stays as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OthersObjectsTest {
    private static final JsonObject GARDEN = new JsonObject("""
            {"kind":"safe","name":"Garden","circle":{"lat":52.520008,"lon":13.404954,"radius_m":60}}""");

    private final Family family = new Family();
    private final TestPerson owner = family.person();
    private final UUID pet = family.pet(owner);
    private final TestPerson thief = family.person();
    private final UUID thiefsPet = family.pet(thief);

    @AfterAll
    void close() {
        family.close();
    }

    @Test
    void a_session() {
        thief.delete("/v2/me/sessions/" + owner.sessionId()).refused(404, "session.unknown");

        owner.get("/v2/me").json(200);
        owner.with(owner.refresh(owner.refreshToken()).json(200));
    }

    @Test
    void an_invitation() {
        var sent = family.invite(owner, pet, TestPerson.at(family.server), "viewer", new JsonObject())
                .json(201)
                .getString("invitation_id");

        thief.delete(Family.at(thiefsPet, "/invitations/" + sent)).refused(404, "invitation.unknown");

        assertThat(owner.get(Family.at(pet, "/invitations")).json(200).encode()).contains(sent);
    }

    @Test
    void an_invitation_to_another_address() {
        var guest = family.person();
        family.invite(owner, pet, guest, "owner", new JsonObject()).json(201);
        var token = JsonObject.of("token", family.token(guest));

        thief.post("/v2/invitations/accept", token).refused(403, "invitation.for_another");

        thief.get(Family.at(pet, "")).refused(404, "pet.unknown");
        guest.post("/v2/invitations/accept", token).json(200);
    }

    @Test
    void a_zone() {
        var zone = owner.post(Family.at(pet, "/zones"), GARDEN).json(201).getString("zone_id");
        var path = Family.at(thiefsPet, "/zones/" + zone);

        thief.send("PUT", path, GARDEN.copy().put("name", "Mine").encode(), true)
                .refused(404, "zone.unknown");
        thief.delete(path).refused(404, "zone.unknown");

        assertThat(owner.get(Family.at(pet, "/zones")).json(200).encode())
                .contains(zone, "Garden")
                .doesNotContain("Mine");
        assertThat(thief.get(Family.at(thiefsPet, "/zones")).json(200).encode()).doesNotContain(zone);
    }

    @Test
    void a_collar() {
        var collar = family.collar();
        family.pair(owner, pet, collar);
        var path = Family.at(thiefsPet, "/collars/" + collar.getString("serial"));

        thief.post(path + "/rotate", new JsonObject()).refused(404, "collar.unknown");
        thief.delete(path).refused(404, "collar.unknown");

        assertThat(owner.get(Family.at(pet, "/collars")).json(200).encode()).contains(collar.getString("serial"));
    }

    @Test
    void a_member() {
        var guest = family.member(owner, pet, "viewer", new JsonObject());
        var path = Family.at(thiefsPet, "/members/" + guest.accountId());

        thief.delete(path).refused(404, "member.unknown");
        thief.send("PATCH", path, "{\"role\":\"owner\"}", true).refused(404, "member.unknown");

        assertThat(guest.get(Family.at(pet, "")).json(200).getString("role")).isEqualTo("viewer");
    }
}
