package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How people come to look after a pet, and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharingTest {
    private final Family family = new Family();
    private final TestPerson owner = family.person();
    private final UUID pet = family.pet(owner);

    @AfterAll
    void close() {
        family.close();
    }

    private static JsonObject token(String token) {
        return JsonObject.of("token", token);
    }

    private static String in(Duration time) {
        return Instant.now().plus(time).toString();
    }

    @Test
    void an_invitation_is_good_once_and_for_who_has_proved_the_address() {
        var guest = TestPerson.registered(family.server);
        var sent = family.invite(owner, pet, guest, "carer", new JsonObject()).json(201);
        assertThat(sent.encode()).doesNotContain("token");
        var token = family.token(guest);
        assertThat(family.server.sql(
                        "select 1 from invitation where row_to_json(invitation)::text like '%' || ? || '%'", token))
                .isEmpty();

        guest.post("/v2/invitations/accept", token(token)).refused(403, "invitation.for_another");
        family.person().post("/v2/invitations/accept", token(token)).refused(403, "invitation.for_another");
        family.server.sql("update account set verified_at = now() where account_id = ? returning 1", guest.accountId());
        var accepted = guest.post("/v2/invitations/accept", token(token)).json(200);
        assertThat(accepted.getString("pet_id")).isEqualTo(pet.toString());
        assertThat(accepted.getJsonObject("member").getString("role")).isEqualTo("carer");
        assertThat(accepted.getJsonObject("member").getString("location_precision"))
                .isEqualTo("100m");
        guest.post("/v2/invitations/accept", token(token)).refused(404, "invitation.unknown");
        assertThat(guest.get(Family.at(pet, "")).json(200).getString("name")).isEqualTo("Rex");
        assertThat(family.audited("member.joined")).contains("pet:" + pet);

        family.invite(owner, pet, guest, "viewer", new JsonObject()).json(201);
    }

    @Test
    void one_invitation_is_taken_once_however_many_try() {
        var guest = family.person();
        family.invite(owner, pet, guest, "viewer", new JsonObject()).json(201);
        var token = family.token(guest);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> guest.post("/v2/invitations/accept", token(token))
                                    .status(),
                            threads))
                    .toList();
            assertThat(tries.stream().map(CompletableFuture::join)).containsOnlyOnce(200);
        }
    }

    @Test
    void what_is_revoked_or_over_cannot_be_accepted() {
        var guest = family.person();
        var sent = family.invite(owner, pet, guest, "viewer", new JsonObject()).json(201);
        var token = family.token(guest);
        var invitations = Family.at(pet, "/invitations");
        assertThat(owner.get(invitations).json(200).getJsonArray("invitations").encode())
                .contains(guest.email());
        owner.delete(invitations + "/" + sent.getString("invitation_id")).json(204);
        guest.post("/v2/invitations/accept", token(token)).refused(404, "invitation.unknown");

        var late = family.person();
        family.invite(owner, pet, late, "viewer", new JsonObject()).json(201);
        var lateToken = family.token(late);
        family.server.sql("update invitation set expires_at = now() where pet_id = ? returning 1", pet);
        late.post("/v2/invitations/accept", token(lateToken)).refused(404, "invitation.unknown");
    }

    @Test
    void a_vet_looks_for_a_while() {
        var forEver = JsonObject.of("email", TestPerson.freshEmail(), "role", "vet");
        owner.post(Family.at(pet, "/invitations"), forEver).refused(400, "request.invalid");
        owner.post(Family.at(pet, "/invitations"), forEver.copy().put("member_expires_at", in(Duration.ofDays(91))))
                .refused(400, "request.invalid");
        var vet = family.member(owner, pet, "vet", new JsonObject());
        assertThat(vet.get(Family.at(pet, "")).json(200).getString("role")).isEqualTo("vet");
        vet.send("PATCH", Family.at(pet, ""), "{\"breed\":\"Pug\"}", true).refused(403, "pet.role_insufficient");
        family.server.sql("update member set expires_at = now() where account_id = ? returning 1", vet.accountId());
        vet.get(Family.at(pet, "")).refused(404, "pet.unknown");
        assertThat(owner.get(Family.at(pet, "/members")).body())
                .doesNotContain(vet.accountId().toString());
    }

    @Test
    void terms_are_changed_by_owners_and_addresses_are_told_to_them() {
        var viewer = family.member(owner, pet, "viewer", new JsonObject());
        var path = Family.at(pet, "/members/" + viewer.accountId());
        assertThat(owner.send("PATCH", path, "{\"location_precision\":\"1km\"}", true)
                        .json(200)
                        .getString("location_precision"))
                .isEqualTo("1km");
        assertThat(owner.get(Family.at(pet, "/members")).body()).contains(viewer.email(), owner.email());
        assertThat(viewer.get(Family.at(pet, "/members")).body())
                .contains(viewer.email())
                .doesNotContain(owner.email());
        owner.send("PATCH", path, "{\"role\":\"vet\"}", true).refused(400, "request.invalid");
        assertThat(owner.send(
                                "PATCH",
                                path,
                                JsonObject.of("role", "vet", "expires_at", in(Duration.ofDays(10)))
                                        .encode(),
                                true)
                        .json(200)
                        .getString("location_precision"))
                .isEqualTo("hidden");
        owner.delete(path).json(204);
        viewer.get(Family.at(pet, "")).refused(404, "pet.unknown");
        assertThat(family.audited("member.changed")).contains("pet:" + pet);
    }

    @Test
    void there_is_always_an_owner() {
        var own = family.pet(owner);
        var me = Family.at(own, "/members/" + owner.accountId());
        owner.delete(me).refused(409, "member.last_owner");
        owner.send("PATCH", me, "{\"role\":\"carer\"}", true).refused(409, "member.last_owner");
        var second = family.member(owner, own, "owner", new JsonObject());
        owner.delete(me).json(204);
        second.delete(Family.at(own, "/members/" + second.accountId())).refused(409, "member.last_owner");
    }

    @Test
    void two_owners_who_leave_at_once_do_not_both_go() {
        var second = family.person();
        for (var round = 0; round < 15; round++) {
            var own = family.pet(owner);
            family.server.sql(
                    "insert into member (pet_id, account_id, role) values (?, ?, 'owner') returning 1",
                    own,
                    second.accountId());
            var leaving = List.of(owner, second).stream()
                    .map(each -> CompletableFuture.supplyAsync(
                            () -> each.delete(Family.at(own, "/members/" + each.accountId()))
                                    .status()))
                    .toList();
            assertThat(leaving.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(204, 409);
            assertThat(family.server.sql("select role from member where pet_id = ?", own))
                    .containsExactly("owner");
        }
    }
}
