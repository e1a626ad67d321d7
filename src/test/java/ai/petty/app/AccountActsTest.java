package ai.petty.app;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people do with their accounts is written down: what it was, on what, and what came of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountActsTest {
    private static final String BOSS = "boss-of-acts@example.com";
    private static final String NEW_PASSWORD = "wrong zebra magnet paperclip";

    private final PettyTestServer server = PettyTestServer.start(settings());

    private static Map<String, String> settings() {
        var settings = new HashMap<>(LaterProcess.NO_MAIL);
        settings.put("identity.administrators", BOSS);
        settings.put("limits.sign-in.burst", "1000");
        return settings;
    }

    @AfterAll
    void close() {
        server.close();
    }

    private void assertWritten(String action, String object, String outcome) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                server.sql("select outcome from audit where action = ? and object = ?", action, object))
                        .as(action + " on " + object)
                        .contains(outcome));
    }

    private void assertDone(String action, String object) {
        assertWritten(action, object, "done");
    }

    /** Somebody who has just registered, and the name by which the log knows them: it tells nobody who they are. */
    private String nameOf(Runnable registers) {
        var registered = "select object from audit where action = 'account.registered' and outcome = 'done'";
        var before = server.sql(registered);
        registers.run();
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> server.sql(registered).stream()
                                .filter(object -> !before.contains(object))
                                .toList(),
                        names -> names.size() == 1)
                .getFirst();
    }

    private String token(TestPerson person, String purpose) {
        var token = OpaqueToken.fresh();
        server.sql("""
                insert into mail_token (token_hash, account_id, purpose, expires_at)
                values (?, ?, ?, now() + interval '10 minutes') returning 1""", token.hash(), person.accountId(), purpose);
        return token.text();
    }

    @Test
    void theWayIntoAnAccount() {
        var ada = TestPerson.at(server);
        var name = nameOf(() -> ada.with(ada.register().json(201)));
        assertThat(name).startsWith("person:").doesNotContain(ada.accountId().toString());

        var proof = JsonObject.of("token", token(ada, "verify"), "password", TestPerson.PASSWORD);
        ada.post("/v2/auth/verify-email", proof, false).json(200);
        assertDone("account.verified", name);

        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        assertDone("session.begun", name);
        ada.login("a wrong password").refused(401, "auth.invalid_credentials");
        assertWritten("session.begun", name, "refused");
        TestPerson.at(server).login("a wrong password").refused(401, "auth.invalid_credentials");
        assertWritten("session.begun", "account:unknown", "refused");
    }

    @Test
    void whatIsChangedOfIt() {
        var ada = TestPerson.at(server);
        var name = nameOf(() -> ada.with(ada.register().json(201)));
        ada.send("PATCH", "/v2/me", "{\"name\":\"Ada L.\"}", true).json(200);
        assertDone("account.changed", name);

        var change = JsonObject.of("current_password", "not the password", "new_password", NEW_PASSWORD);
        ada.send("PUT", "/v2/me/password", change.encode(), true).refused(403, "auth.wrong_password");
        assertWritten("account.password_changed", name, "refused");
        change.put("current_password", TestPerson.PASSWORD);
        ada.with(ada.send("PUT", "/v2/me/password", change.encode(), true).json(200));
        assertDone("account.password_changed", name);

        ada.post("/v2/auth/forgot-password", JsonObject.of("email", ada.email()), false);
        assertDone("account.reset_asked", name);
        var reset = JsonObject.of("token", token(ada, "reset"), "password", TestPerson.PASSWORD);
        ada.post("/v2/auth/reset-password", reset, false).json(200);
        assertDone("account.password_reset", name);
    }

    @Test
    void theEndOfSessions() {
        var ada = TestPerson.at(server);
        var name = nameOf(() -> ada.with(ada.register().json(201)));
        var session = "session:" + ada.sessionId();
        var next = ada.refresh(ada.refreshToken()).json(200);
        var first = ada.refreshToken();
        ada.with(next).with(ada.refresh(ada.refreshToken()).json(200));
        ada.refresh(first).refused(401, "auth.invalid_refresh_token");
        assertWritten("session.reused", session, "refused");

        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.post("/v2/auth/logout", new JsonObject());
        assertWritten("session.ended", "session:" + ada.sessionId(), "done");
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.post("/v2/auth/logout-all", new JsonObject());
        assertDone("session.ended_all", name);
    }

    @Test
    void aLockAndItsEndByAnAdministrator() {
        var boss = TestPerson.at(server.baseUri(), BOSS);
        boss.with(boss.register().json(201));
        server.sql("update account set verified_at = now() where account_id = ? returning 1", boss.accountId());
        boss.with(boss.login(TestPerson.PASSWORD).json(200));
        var ada = TestPerson.at(server);
        var name = nameOf(() -> ada.with(ada.register().json(201)));
        for (var i = 0; i < 5; i++) {
            ada.login("guess number " + i).refused(401, "auth.invalid_credentials");
        }
        assertWritten("account.locked", name, "refused");

        boss.post("/v2/admin/accounts/" + ada.accountId() + "/unlock", new JsonObject())
                .json(204);
        assertDone("account.unlocked", name);
    }

    @Test
    void aTokenOfAnotherIssuerThatIsTakenBack() {
        var account = UUID.randomUUID();
        server.sql(
                "insert into account (account_id, issuer, subject) values (?, 'https://other.example', '1') returning 1",
                account);
        try (var process = new LaterProcess(server, Duration.ZERO)) {
            var grant = new Principal.Grant(
                    UUID.randomUUID().toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Instant.now().plusSeconds(600));
            await(process.sessions().endToken(account, grant, Visitor.NOBODY));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> server.sql("select outcome from audit where action = 'token.revoked'"),
                        List.of("done")::equals);
    }

    @Test
    void anErasureOfWhichNothingTellsWhoItWas() {
        var ada = TestPerson.at(server);
        var name = nameOf(() -> ada.with(ada.register().json(201)));
        server.sql(
                "update session set created_at = now() - interval '11 minutes' where session_id = ? returning 1",
                ada.sessionId());
        ada.delete("/v2/me").refused(403, "auth.sign_in_again");
        assertWritten("account.erased", name, "refused");
        ada.with(ada.login(TestPerson.PASSWORD).json(200));

        ada.delete("/v2/me").json(204);

        assertWritten("account.erased", "account", "done");
        assertThat(server.sql("""
                select 1 from audit where action = 'account.erased' and object = 'account' and actor is not null""")).isEmpty();
    }
}
