package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPerson.Answer;
import ai.petty.identity.OpaqueToken;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever knows the old password has nothing of it once a new one was chosen by mail, however close together both come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInRacesHttpTest {
    private static final String NEW_PASSWORD = "wrong zebra magnet paperclip";
    private static final String THIEFS_PASSWORD = "purple kettle orbit sandwich";
    private static final String HOLD = "select 1 from account where account_id = ? for update";

    private final PettyTestServer server = PettyTestServer.start(
            Map.of("database.statement-timeout", "60s", "evaluation.lease", "10m", "limits.sign-in.burst", "1000"));

    @AfterAll
    void close() {
        server.close();
    }

    private TestPerson verified() {
        var person = TestPerson.registered(server);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", person.accountId());
        return person;
    }

    /** A reset whose mail has come already. */
    private Supplier<Answer> reset(TestPerson person) {
        var token = OpaqueToken.fresh();
        server.sql("""
                insert into mail_token (token_hash, account_id, purpose, expires_at)
                values (?, ?, 'reset', now() + interval '10 minutes') returning 1""", token.hash(), person.accountId());
        return () -> person.post(
                "/v2/auth/reset-password", JsonObject.of("token", token.text(), "password", NEW_PASSWORD), false);
    }

    private static Answer changePassword(TestPerson person, String from, String to) {
        var body = JsonObject.of("current_password", from, "new_password", to);
        return person.send("PUT", "/v2/me/password", body.encode(), true);
    }

    /** Both stand at the account's row, the first before the second; then it is let go. */
    private Answer secondOf(TestPerson person, Supplier<Answer> first, Supplier<Answer> second) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Answer> one;
            CompletableFuture<Answer> other;
            try (var held = LockWaits.hold(server, HOLD, person.accountId())) {
                one = CompletableFuture.supplyAsync(first, threads);
                held.awaitWaiting(1);
                other = CompletableFuture.supplyAsync(second, threads);
                held.awaitWaiting(2);
            }
            assertThat(one.join().status()).as(one.join().body()).isLessThan(300);
            return other.join();
        }
    }

    @Test
    void aSignInThatIsUnderWayWhileThePasswordIsResetIsRefused() {
        var ada = verified();

        secondOf(ada, reset(ada), () -> ada.login(TestPerson.PASSWORD)).refused(401, "auth.invalid_credentials");

        assertThat(server.sql("select 1 from session where account_id = ? and ended_at is null", ada.accountId()))
                .isEmpty();
        ada.login(NEW_PASSWORD).json(200);
    }

    @Test
    void aSignInThatWasThereFirstEndsWithTheReset() {
        var ada = verified();

        secondOf(ada, () -> ada.login(TestPerson.PASSWORD), reset(ada)).json(200);

        assertThat(server.sql("select 1 from session where account_id = ? and ended_at is null", ada.accountId()))
                .isEmpty();
    }

    @Test
    void aChangeOfThePasswordThatIsUnderWayDoesNotUndoTheReset() {
        var ada = verified();

        secondOf(ada, reset(ada), () -> changePassword(ada, TestPerson.PASSWORD, THIEFS_PASSWORD))
                .refused(403, "auth.wrong_password");

        ada.login(THIEFS_PASSWORD).refused(401, "auth.invalid_credentials");
        ada.login(NEW_PASSWORD).json(200);
    }

    @Test
    void anAddressIsNotProvedWithAPasswordThatIsNoLongerTheAccounts() {
        var ada = TestPerson.registered(server);
        var token = OpaqueToken.fresh();
        server.sql(
                "update mail_token set token_hash = ? where account_id = ? and purpose = 'verify' returning 1",
                token.hash(),
                ada.accountId());
        var proof = JsonObject.of("token", token.text(), "password", TestPerson.PASSWORD);

        secondOf(ada, reset(ada), () -> ada.post("/v2/auth/verify-email", proof, false))
                .refused(422, "auth.invalid_mail_token");

        assertThat(server.sql("select 1 from session where account_id = ? and ended_at is null", ada.accountId()))
                .isEmpty();
    }
}
