package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.PersonsAct;
import ai.petty.store.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each act in a household, at a collar and in the inventory stands in the audit log: whose, what, on what, with what outcome. */
class ActsTest {
    private static final JsonObject NOTHING = new JsonObject();

    private final Family family = new Family();
    private final TestPerson owner = family.person();
    private final TestPerson guest = family.person();
    private final TestPerson leaver = family.person();
    private final List<Expected> expected = new ArrayList<>();

    /** A line of the table. */
    private record Expected(TestPerson actor, String action, String object, Outcome outcome) {}

    @AfterEach
    void close() {
        family.close();
    }

    private void expect(TestPerson actor, String action, String object) {
        expected.add(new Expected(actor, action, object, Outcome.DONE));
    }

    private void inTheHousehold(UUID pet) {
        var it = "pet:" + pet;
        expect(owner, "pet.added", it);
        owner.send("PATCH", Family.at(pet, ""), "{\"name\": \"Rexa\"}", true).json(200);
        expect(owner, "pet.changed", it);
        owner.post(Family.at(pet, "/weights"), JsonObject.of("date", "2026-01-02", "weight_kg", 12.25))
                .json(200);
        expect(owner, "pet.weighed", it);

        var circle = JsonObject.of("lat", 48.1, "lon", 11.5, "radius_m", 100);
        var zone = JsonObject.of("kind", "home", "name", "Home", "circle", circle);
        var at = Family.at(pet, "/zones/")
                + owner.post(Family.at(pet, "/zones"), zone).json(201).getString("zone_id");
        expect(owner, "zone.added", it);
        owner.send("PUT", at, zone.put("name", "House").encode(), true).json(200);
        expect(owner, "zone.changed", it);
        owner.delete(at).json(204);
        expect(owner, "zone.removed", it);

        var open = family.invite(owner, pet, family.person(), "viewer", NOTHING).json(201);
        expect(owner, "member.invited", it);
        owner.delete(Family.at(pet, "/invitations/" + open.getString("invitation_id")))
                .json(204);
        expect(owner, "invitation.revoked", it);
        for (var person : List.of(guest, leaver)) {
            family.invite(owner, pet, person, "viewer", NOTHING).json(201);
            expect(owner, "member.invited", it);
            person.post("/v2/invitations/accept", JsonObject.of("token", family.token(person)))
                    .json(200);
            expect(person, "member.joined", it);
            owner.send("PATCH", member(pet, person), "{\"role\": \"carer\"}", true)
                    .json(200);
            expect(owner, "member.changed", it);
        }
        owner.delete(member(pet, guest)).json(204);
        expect(owner, "member.removed", it);
        leaver.delete(member(pet, leaver)).json(204);
        expect(leaver, "member.left", it);
    }

    private static String member(UUID pet, TestPerson person) {
        return Family.at(pet, "/members/" + person.accountId());
    }

    private void atACollar(UUID pet) {
        var root = family.administrator;
        var collar = family.collar();
        var serial = collar.getString("serial");
        var it = "collar:" + serial;
        expect(root, "collar.added", it);
        var wrong = collar.copy().put("claim_code", "0000-0000-0000-0000-0000");
        assertThat(owner.post(Family.at(pet, "/collars"), wrong).status()).isBetween(400, 499);
        expected.add(new Expected(owner, "collar.claimed", it, Outcome.REFUSED));
        family.pair(owner, pet, collar);
        expect(owner, "collar.paired", it);
        owner.post(Family.at(pet, "/collars/" + serial + "/rotate"), NOTHING).json(200);
        expect(owner, "collar.rotated", it);
        owner.delete(Family.at(pet, "/collars/" + serial)).json(204);
        expect(owner, "collar.unpaired", it);
        root.post("/v2/admin/collars/" + serial + "/revoke", NOTHING).json(204);
        expect(root, "collar.revoked", it);
        root.post("/v2/admin/collars/" + serial + "/release", NOTHING).json(204);
        expect(root, "collar.released", it);
        root.post("/v2/admin/accounts/" + guest.accountId() + "/unlock", NOTHING)
                .json(204);
        expect(root, "account.unlocked", "account:another");
    }

    @Test
    void every_act_is_written_down_with_who_did_it_to_what() {
        var pet = family.pet(owner);
        inTheHousehold(pet);
        atACollar(pet);
        owner.delete(Family.at(pet, "")).json(204);
        expect(owner, "pet.deleted", "pet:" + pet);

        for (var actor : List.of(owner, guest, leaver, family.administrator)) {
            var wanted = expected.stream()
                    .filter(each -> each.actor() == actor)
                    .map(each -> new Told(each.action(), each.object(), each.outcome()))
                    .toList();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(told(actor)).containsExactlyElementsOf(wanted));
        }
    }

    private record Told(String action, String object, Outcome outcome) {}

    /** What the log says that somebody did, but for signing in. */
    private List<Told> told(TestPerson actor) {
        var acts = family.server.server().house().audit().of(actor.accountId(), Optional.empty(), 1_000);
        return TestDatabase.await(acts).stream()
                .filter(PersonsAct::isOwn)
                .filter(act -> !act.action().startsWith("session.")
                        && !act.action().equals("account.registered")
                        && !act.action().equals("account.verified"))
                .map(act -> new Told(act.action(), act.object(), act.outcome()))
                .toList();
    }
}
