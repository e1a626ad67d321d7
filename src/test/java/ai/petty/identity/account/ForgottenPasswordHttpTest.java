package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPerson.Answer;
import ai.petty.identity.OpaqueToken;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Strangers may ask for a new password in somebody's name; that neither keeps them out nor drowns them in mails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgottenPasswordHttpTest {
    private static final String NEW_PASSWORD = "wrong zebra magnet paperclip";

    private final TestMailbox mailbox = TestMailbox.start();
    private final PettyTestServer server = PettyTestServer.start(settings());

    private Map<String, String> settings() {
        var settings = new HashMap<>(mailbox.settings());
        settings.put("identity.unverified-sign-in", "false");
        settings.put("limits.sign-in.burst", "1000");
        return settings;
    }

    @AfterAll
    void close() {
        server.close();
        mailbox.close();
    }

    private TestPerson verified() {
        var person = TestPerson.registered(server);
        mailbox.await(person.email(), 1);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", person.accountId());
        return person;
    }

    private static void forget(TestPerson person) {
        assertThat(person.post("/v2/auth/forgot-password", JsonObject.of("email", person.email()), false)
                        .status())
                .isEqualTo(202);
    }

    private static Answer reset(TestPerson person, String token) {
        return person.post("/v2/auth/reset-password", JsonObject.of("token", token, "password", NEW_PASSWORD), false);
    }

    /** As if some minutes had passed since everything that was asked for and is open. */
    private void pass(int minutes) {
        server.sql("update mail_token set expires_at = expires_at - make_interval(mins => ?) returning 1", minutes);
        server.sql("""
                update address_mail set since = since - make_interval(mins => ?1), last_at = last_at - make_interval(mins => ?1)
                returning 1""".replace("?1", Integer.toString(minutes)));
    }

    private UUID accountOf(String token) {
        return UUID.fromString(
                server.sql("select account_id from mail_token where token_hash = ?", new OpaqueToken(token).hash())
                        .getFirst());
    }

    @Test
    void aLinkIsGoodUntilItExpiresHoweverManyWereAskedForAfterItAndTheFirstThatIsUsedEndsTheOthers() {
        var ada = verified();
        forget(ada);
        var first = mailbox.token(ada.email(), 2);
        pass(2);
        forget(ada);
        var second = mailbox.token(ada.email(), 3);

        reset(ada, first).json(200);

        reset(ada, second).refused(422, "auth.invalid_mail_token");
        ada.login(NEW_PASSWORD).json(200);
    }

    @Test
    void whoIsRefusedAnotherMailHasOneWhoseLinkIsGood() {
        var ada = verified();
        for (var i = 0; i < 12; i++) {
            forget(ada);
            pass(2);
        }
        var somebody = verified();
        forget(somebody);
        mailbox.await(somebody.email(), 2);

        var mails = mailbox.to(ada.email()).size();
        assertThat(mails).isEqualTo(4); // of the registration, and three in half an hour
        reset(ada, mailbox.token(ada.email(), mails)).json(200);
    }

    @Test
    void aClaimThatCameLaterDoesNotTakeTheMailOfTheOneBefore() {
        var ada = TestPerson.registered(server);
        mailbox.await(ada.email(), 1);
        var stranger = TestPerson.at(server.baseUri(), ada.email());
        stranger.with(stranger.register().json(201));
        mailbox.await(ada.email(), 2);

        forget(ada);

        var older = mailbox.token(ada.email(), 3);
        var newer = mailbox.token(ada.email(), 4);
        var mine = accountOf(older).equals(ada.accountId()) ? older : newer;
        var others = mine.equals(older) ? newer : older;
        assertThat(accountOf(mine)).isEqualTo(ada.accountId());
        assertThat(accountOf(others)).isEqualTo(stranger.accountId());
        reset(ada, mine).json(200);
        assertThat(ada.login(NEW_PASSWORD).json(200).getString("account_id"))
                .isEqualTo(ada.accountId().toString());
        reset(ada, others).refused(422, "auth.invalid_mail_token");
    }

    @Test
    void whoseFirstMailStrangersHaveUsedUpProvesTheAddressByANewPassword() {
        var email = TestPerson.freshEmail();
        for (var i = 0; i < 3; i++) {
            TestPerson.at(server.baseUri(), email).register().json(201);
        }
        mailbox.await(email, 3);
        var ada = TestPerson.at(server.baseUri(), email);
        ada.with(ada.register().json(201));

        forget(ada);

        mailbox.await(email, 6);
        var tokens = IntStream.rangeClosed(4, 6)
                .mapToObj(i -> mailbox.token(email, i))
                .toList();
        var mine = tokens.stream()
                .filter(token -> accountOf(token).equals(ada.accountId()))
                .findFirst();
        reset(ada, mine.orElseThrow()).json(200);
        ada.with(ada.login(NEW_PASSWORD).json(200));
        assertThat(ada.get("/v2/me").json(200).getBoolean("email_verified")).isTrue();
    }
}
