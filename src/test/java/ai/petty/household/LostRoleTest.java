package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A role that is taken away while what it allows is under way is not used any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostRoleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GARDEN = """
            {"kind":"safe","name":"Garden","circle":{"lat":52.520008,"lon":13.404954,"radius_m":60}}""";

    private final Family family = new Family();

    @AfterAll
    void close() {
        family.close();
    }

    /** What there is to be changed, of somebody who is an owner still. */
    record Home(
            Family family, TestPerson owner, UUID pet, TestPerson guest, String zone, String invitation, String worn) {
        static Home of(Family family) {
            var owner = family.person();
            var pet = family.pet(owner);
            var guest = family.member(owner, pet, "viewer", new JsonObject());
            var zone = owner.post(Family.at(pet, "/zones"), new JsonObject(GARDEN))
                    .json(201)
                    .getString("zone_id");
            var invitation = family.invite(owner, pet, TestPerson.at(family.server), "viewer", new JsonObject())
                    .json(201)
                    .getString("invitation_id");
            var collar = family.collar();
            family.pair(owner, pet, collar);
            return new Home(family, owner, pet, guest, zone, invitation, collar.getString("serial"));
        }

        TestPerson.Answer send(String method, String path, String body) {
            return owner.send(method, Family.at(pet, path), body, true);
        }
    }

    private static Arguments change(String name, BiFunction<Home, JsonObject, TestPerson.Answer> ask) {
        return Arguments.of(name, ask);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("updatePet", (home, collar) -> home.send("PATCH", "", "{\"breed\":\"Pug\"}")),
                change("deletePet", (home, collar) -> home.send("DELETE", "", "")),
                change(
                        "addWeight",
                        (home, collar) -> home.send(
                                "POST",
                                "/weights",
                                "{\"date\":\"" + LocalDate.now(ZoneOffset.UTC) + "\",\"weight_kg\":11.2}")),
                change(
                        "updateMember",
                        (home, collar) ->
                                home.send("PATCH", "/members/" + home.guest().accountId(), "{\"role\":\"owner\"}")),
                change(
                        "removeMember",
                        (home, collar) ->
                                home.send("DELETE", "/members/" + home.guest().accountId(), "")),
                change(
                        "inviteMember",
                        (home, collar) ->
                                home.send("POST", "/invitations", "{\"email\":\"x@example.com\",\"role\":\"owner\"}")),
                change(
                        "revokeInvitation",
                        (home, collar) -> home.send("DELETE", "/invitations/" + home.invitation(), "")),
                change("createZone", (home, collar) -> home.send("POST", "/zones", GARDEN)),
                change("replaceZone", (home, collar) -> home.send("PUT", "/zones/" + home.zone(), GARDEN)),
                change("deleteZone", (home, collar) -> home.send("DELETE", "/zones/" + home.zone(), "")),
                change("pairCollar", (home, collar) -> home.send("POST", "/collars", collar.encode())),
                change(
                        "rotateCollar",
                        (home, collar) -> home.send("POST", "/collars/" + home.worn() + "/rotate", "{}")),
                change("unpairCollar", (home, collar) -> home.send("DELETE", "/collars/" + home.worn(), "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void it_is_asked_again_where_nobody_can_change_it(String name, BiFunction<Home, JsonObject, TestPerson.Answer> ask)
            throws SQLException {
        var home = Home.of(family);
        var collar = family.collar();
        try (var demotion = family.server.jdbc()) {
            demotion.setAutoCommit(false);
            for (var sql : List.of(
                    "select 1 from pet where pet_id = ? for update",
                    "update member set role = 'viewer' where pet_id = ? and account_id = ? returning 1")) {
                try (var statement = demotion.prepareStatement(sql)) {
                    statement.setObject(1, home.pet());
                    if (sql.startsWith("update")) {
                        statement.setObject(2, home.owner().accountId());
                    }
                    statement.execute();
                }
            }

            var answer = CompletableFuture.supplyAsync(() -> ask.apply(home, collar));
            await().atMost(PATIENCE).until(() -> answer.isDone() || somebodyWaits());
            assertThat(answer).as(name + " was let in and waits").isNotDone();
            demotion.commit();

            answer.join().refused(403, "pet.role_insufficient");
        }
    }

    private boolean somebodyWaits() {
        return !family.server
                .sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%from pet%'")
                .isEmpty();
    }

    @Test
    void who_was_removed_meanwhile_is_told_of_no_pet() throws SQLException {
        var home = Home.of(family);
        try (var removal = family.server.jdbc()) {
            removal.setAutoCommit(false);
            try (var lock = removal.prepareStatement("select 1 from pet where pet_id = ? for update");
                    var statement =
                            removal.prepareStatement("delete from member where pet_id = ? and account_id = ?")) {
                lock.setObject(1, home.pet());
                lock.execute();
                statement.setObject(1, home.pet());
                statement.setObject(2, home.owner().accountId());
                statement.executeUpdate();
            }
            var answer = CompletableFuture.supplyAsync(() -> home.send("PUT", "/zones/" + home.zone(), GARDEN));
            await().atMost(PATIENCE).until(() -> answer.isDone() || somebodyWaits());
            removal.commit();

            answer.join().refused(404, "pet.unknown");
        }
    }
}
