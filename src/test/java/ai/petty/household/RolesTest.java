package ai.petty.household;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each role and each operation on a pet: done, refused for the role, or the 404 of a pet that does not exist. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final List<String> ROLES = List.of("owner", "carer", "viewer", "vet", "nobody");
    private static final UUID NOBODY = UUID.fromString("3f1c1d1e-6c6b-4b55-9a0e-3a1f0c2b7d11");
    private static final JsonObject CIRCLE = JsonObject.of("lat", 52.52, "lon", 13.4, "radius_m", 60);
    private static final JsonObject ZONE = JsonObject.of("kind", "safe", "name", "Park", "circle", CIRCLE);

    private final Family family = new Family();
    private final Map<String, TestPerson> people = new LinkedHashMap<>();
    private UUID pet = NOBODY;

    /** @param least who may: the first of them, and whoever stands before */
    private record Operation(String method, String path, JsonObject body, String least) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("GET", "", new JsonObject(), "viewer"),
            new Operation("PATCH", "", JsonObject.of("breed", "Beagle"), "carer"),
            new Operation("GET", "/weights", new JsonObject(), "viewer"),
            new Operation(
                    "POST",
                    "/weights",
                    JsonObject.of("date", LocalDate.of(2026, 1, 1).toString(), "weight_kg", 11),
                    "carer"),
            new Operation("GET", "/members", new JsonObject(), "viewer"),
            new Operation("PATCH", "/members/" + NOBODY, JsonObject.of("role", "viewer"), "owner"),
            new Operation("DELETE", "/members/" + NOBODY, new JsonObject(), "owner"),
            new Operation("GET", "/invitations", new JsonObject(), "owner"),
            new Operation(
                    "POST", "/invitations", JsonObject.of("email", "friend@example.com", "role", "viewer"), "owner"),
            new Operation("DELETE", "/invitations/" + NOBODY, new JsonObject(), "owner"),
            new Operation("GET", "/zones", new JsonObject(), "viewer"),
            new Operation("POST", "/zones", ZONE, "owner"),
            new Operation("PUT", "/zones/" + NOBODY, ZONE, "owner"),
            new Operation("DELETE", "/zones/" + NOBODY, new JsonObject(), "owner"),
            new Operation("GET", "/collars", new JsonObject(), "viewer"),
            new Operation("POST", "/collars", JsonObject.of("serial", "XX-100001", "claim_code", "wrong"), "owner"),
            new Operation("POST", "/collars/XX-100001/rotate", new JsonObject(), "owner"),
            new Operation("DELETE", "/collars/XX-100001", new JsonObject(), "owner"),
            new Operation("GET", "/latest", new JsonObject(), "viewer"),
            new Operation(
                    "GET", "/readings?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z", new JsonObject(), "viewer"),
            new Operation(
                    "GET", "/track?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z", new JsonObject(), "viewer"));

    @BeforeAll
    void gather() {
        var owner = family.person();
        pet = family.pet(owner);
        people.put("owner", owner);
        for (var role : List.of("carer", "viewer", "vet")) {
            people.put(role, family.member(owner, pet, role, new JsonObject()));
        }
        people.put("nobody", family.person());
    }

    @AfterAll
    void close() {
        family.close();
    }

    private TestPerson person(String role) {
        return requireNonNull(people.get(role), role);
    }

    private TestPerson.Answer ask(String role, Operation operation, UUID of) {
        return person(role)
                .send(
                        operation.method(),
                        Family.at(of, operation.path()),
                        operation.body().isEmpty() ? "" : operation.body().encode(),
                        true);
    }

    private static boolean may(String role, String least) {
        var rank = role.equals("vet") ? "viewer" : role;
        return ROLES.indexOf(rank) <= ROLES.indexOf(least);
    }

    @Test
    void each_role_may_what_the_contract_says_and_no_more() {
        var wrong = new ArrayList<String>();
        for (var operation : OPERATIONS) {
            for (var role : people.keySet()) {
                var answer = ask(role, operation, pet);
                var code = answer.status() < 400 ? "" : String.valueOf(new JsonObject(answer.body()).getString("code"));
                var wanted = role.equals("nobody")
                        ? answer.status() == 404 && code.equals("pet.unknown")
                        : may(role, operation.least())
                                ? answer.status() < 500
                                        && !code.equals("pet.unknown")
                                        && !code.equals("pet.role_insufficient")
                                        && !code.startsWith("request.")
                                : answer.status() == 403 && code.equals("pet.role_insufficient");
                if (!wanted) {
                    wrong.add(role + " " + operation.method() + " " + operation.path() + " -> " + answer.status() + " "
                            + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_stranger_is_told_the_same_of_a_pet_as_of_none() {
        for (var operation : OPERATIONS) {
            var theirs = new JsonObject(ask("nobody", operation, pet).body());
            var none = new JsonObject(ask("nobody", operation, NOBODY).body());
            theirs.remove("correlation_id");
            none.remove("correlation_id");
            assertThat(theirs).as(operation.path()).isEqualTo(none);
        }
    }

    @Test
    void only_an_owner_deletes_and_nobody_sees_it_afterwards() {
        var owner = person("owner");
        var other = family.pet(owner);
        var carer = family.member(owner, other, "carer", new JsonObject());
        carer.delete(Family.at(other, "")).refused(403, "pet.role_insufficient");
        person("nobody").delete(Family.at(other, "")).refused(404, "pet.unknown");
        owner.delete(Family.at(other, "")).json(204);
        owner.get(Family.at(other, "")).refused(404, "pet.unknown");
        carer.get(Family.at(other, "")).refused(404, "pet.unknown");
        assertThat(family.server.sql("select coalesce(name_sealed::text, name, '') from pet where pet_id = ?", other))
                .containsExactly("");
    }

    @Test
    void whoever_holds_the_demo_secret_has_no_household() {
        var server = family.server;
        var secret = TestPerson.at(server).with(JsonObject.of("access_token", server.secret()));
        secret.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog")).refused(403, "account.required");
        secret.post("/v2/invitations/accept", JsonObject.of("token", "x")).refused(403, "account.required");
        secret.get(Family.at(pet, "")).refused(404, "pet.unknown");
        secret.post("/v2/admin/collars", JsonObject.of("serial", "XX-100009")).refused(403, "auth.insufficient_scope");
    }

    @Test
    void the_demo_households_pets_are_for_looking_at() {
        var server = family.server;
        var secret = TestPerson.at(server).with(JsonObject.of("access_token", server.secret()));
        var body = "[{\"collar_id\":\"DE-100001\",\"t\":\"" + Instant.now() + "\",\"hr\":80}]";
        assertThat(secret.send("POST", "/v2/telemetry", body, true).json(200).getInteger("accepted"))
                .isEqualTo(1);
        var demo = server.sql("select pet_id from pet where name = 'DE-100001'").getFirst();
        var anybody = person("nobody");
        assertThat(anybody.get("/v2/pets/" + demo).json(200).getString("role")).isEqualTo("viewer");
        anybody.get("/v2/pets/" + demo + "/latest").json(200);
        anybody.send("PATCH", "/v2/pets/" + demo, "{\"name\":\"Mine\"}", true).refused(403, "pet.role_insufficient");
        anybody.delete("/v2/pets/" + demo).refused(403, "pet.role_insufficient");
        anybody.post("/v2/pets/" + pet + "/collars", JsonObject.of("serial", "DE-100001", "claim_code", "x"))
                .refused(404, "pet.unknown");
        person("owner")
                .post("/v2/pets/" + pet + "/collars", JsonObject.of("serial", "DE-100001", "claim_code", "x"))
                .refused(422, "collar.claim_refused");
        secret.delete("/v2/pets/" + demo).refused(403, "pet.role_insufficient");
    }
}
