package ai.petty.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.http.v2.LiveClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who signs out is out: the tokens, the sessions that were meant, and what was open with them. */
class SessionEndHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NEW_PASSWORD = "wrong zebra magnet paperclip";

    private final PettyTestServer server = PettyTestServer.shared();
    private final List<LiveClient> opened = new ArrayList<>();
    private final TestPerson ada = TestPerson.registered(server);
    private final String pet = pet();
    /** The same person on another device. */
    private final TestPerson elsewhere = TestPerson.at(server.baseUri(), ada.email())
            .with(ada.login(TestPerson.PASSWORD).json(200));

    /** With a reading, or there is nothing to be seen of it. */
    private String pet() {
        var pet = ada.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id");
        server.sql(
                """
                with worn as (
                    insert into pairing (collar_id, pet_id, valid_from)
                    select collar_id, ?::uuid, now() - interval '1 day' from fresh_collar returning pairing_id)
                insert into reading (pairing_id, t, received_at, n, hr)
                select pairing_id, now() - interval '1 minute', now(), 0, 80 from worn returning 1""".replace(
                                "with worn",
                                "with fresh_collar as (insert into collar (serial) values (?) returning collar_id), worn"),
                "SE-" + pet,
                pet);
        return pet;
    }

    @AfterEach
    void hangUp() throws IOException {
        for (var one : opened) {
            one.close();
        }
    }

    private LiveClient watch(boolean webSocket, TestPerson viewer) throws IOException {
        var path = "/v2/pets/" + pet + "/live";
        var header = "Authorization: Bearer " + viewer.accessToken();
        var port = server.server().port();
        var client = webSocket ? LiveClient.webSocket(port, path, header) : LiveClient.events(port, path, header);
        opened.add(client);
        assertThat(client.next().type()).isEqualTo("snapshot");
        return client;
    }

    private static void assertClosed(LiveClient socket, LiveClient stream) throws IOException {
        var close = socket.next();
        assertThat(close.type()).isEqualTo("close");
        assertThat(close.id()).isEqualTo("4401");
        assertThat(close.data()).contains("auth.token_revoked");
        assertThat(stream.next().type()).isEqualTo("unauthorized");
        assertThat(stream.next().type()).isEqualTo("end");
    }

    private static void assertOut(TestPerson person) {
        await().atMost(PATIENCE).untilAsserted(() -> person.get("/v2/me").refused(401, "auth.token_revoked"));
        person.refresh(person.refreshToken()).refused(401, "auth.invalid_refresh_token");
    }

    private static void assertIn(TestPerson person) {
        person.get("/v2/me").json(200);
        person.refresh(person.refreshToken()).json(200);
    }

    private static int out(TestPerson person, String operation) {
        return person.post("/v2/auth/" + operation, new JsonObject()).status();
    }

    @Test
    void signingOutEndsTheSessionAndWhatIsOpenWithItAndNoOther() throws Exception {
        var socket = watch(true, ada);
        var stream = watch(false, ada);

        assertThat(out(ada, "logout")).isEqualTo(204);

        assertClosed(socket, stream);
        assertOut(ada);
        assertIn(elsewhere);
    }

    @Test
    void signingOutEverywhereEndsEverySession() throws Exception {
        var socket = watch(true, elsewhere);
        var stream = watch(false, elsewhere);

        assertThat(out(ada, "logout-all")).isEqualTo(204);

        assertClosed(socket, stream);
        assertOut(ada);
        assertOut(elsewhere);
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        assertIn(ada);
    }

    @Test
    void anotherSessionIsEndedByItsName() throws Exception {
        var socket = watch(true, elsewhere);
        var stream = watch(false, elsewhere);

        assertThat(ada.delete("/v2/me/sessions/" + elsewhere.sessionId()).status())
                .isEqualTo(204);

        assertClosed(socket, stream);
        assertOut(elsewhere);
        assertIn(ada);
        ada.delete("/v2/me/sessions/" + elsewhere.sessionId()).refused(404, "session.unknown");
    }

    @Test
    void somebodyElsesSessionIsUnknown() {
        var bob = TestPerson.registered(server);

        bob.delete("/v2/me/sessions/" + ada.sessionId()).refused(404, "session.unknown");

        assertIn(ada);
    }

    @Test
    void aNewPasswordEndsEverySessionForgetsEveryDeviceAndLetsItsOwnerGoOn() throws Exception {
        var socket = watch(true, elsewhere);
        var stream = watch(false, elsewhere);
        var devices = "select encode(device_hash, 'hex') from device where account_id = ?";
        var before = server.sql(devices, ada.accountId());
        assertThat(before).hasSize(2);

        var body = JsonObject.of("current_password", TestPerson.PASSWORD, "new_password", NEW_PASSWORD);
        var answer = ada.send("PUT", "/v2/me/password", body.encode(), true).json(200);

        assertClosed(socket, stream);
        assertOut(elsewhere);
        assertOut(ada);
        assertThat(server.sql(devices, ada.accountId())).hasSize(1).doesNotContainAnyElementsOf(before);
        var next = TestPerson.at(server.baseUri(), ada.email()).with(answer);
        assertIn(next);
        next.loginOn(next.deviceToken(), NEW_PASSWORD).json(200);
    }
}
