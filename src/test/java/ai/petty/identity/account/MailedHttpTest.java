package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What goes by mail, as in production: who has not proved their address cannot sign in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailedHttpTest {
    private static final String NEW_PASSWORD = "wrong zebra magnet paperclip";
    private static final String BOSS = "boss-of-all@example.com";
    private static final String CHIEF = "chief-of-all@example.com";

    private final TestMailbox mailbox = TestMailbox.start();
    private final PettyTestServer server = PettyTestServer.start(settings());

    private Map<String, String> settings() {
        var settings = new HashMap<>(mailbox.settings());
        settings.put("identity.unverified-sign-in", "false");
        settings.put("identity.administrators", BOSS + "," + CHIEF);
        settings.put("limits.sign-in-account.burst", "1000");
        settings.put("limits.sign-in-account.per-second", "1000");
        return settings;
    }

    @AfterAll
    void close() {
        server.close();
        mailbox.close();
    }

    private TestPerson verified(TestPerson person) {
        return person.with(verify(person, mailbox.token(person.email(), 1)).json(200));
    }

    private static TestPerson.Answer verify(TestPerson person, String token) {
        return person.post(
                "/v2/auth/verify-email", JsonObject.of("token", token, "password", TestPerson.PASSWORD), false);
    }

    private static TestPerson.Answer reset(TestPerson person, String token, String password) {
        return person.post("/v2/auth/reset-password", JsonObject.of("token", token, "password", password), false);
    }

    private static void forget(TestPerson person) {
        assertThat(person.post("/v2/auth/forgot-password", JsonObject.of("email", person.email()), false)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void anAddressIsProvedByItsMailAndThePasswordOnceAndThenItSignsIn() {
        var ada = TestPerson.registered(server);
        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        var token = mailbox.token(ada.email(), 1);

        ada.post("/v2/auth/verify-email", JsonObject.of("token", token, "password", "somebody else's"), false)
                .refused(422, "auth.invalid_mail_token");
        verify(ada, token).json(200);
        verify(ada, token).refused(422, "auth.invalid_mail_token");

        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        assertThat(ada.get("/v2/me").json(200).getBoolean("email_verified")).isTrue();
    }

    @Test
    void whoRegistersAnAddressThatIsTakenLearnsNothingAndItsOwnerIsTold() {
        var owner = verified(TestPerson.registered(server));

        var stranger = TestPerson.at(server.baseUri(), owner.email());
        var answer = stranger.register();

        var first = TestPerson.at(server).register();
        assertThat(answer.json(201).fieldNames()).isEqualTo(first.json(201).fieldNames());
        assertThat(TestMailbox.subject(mailbox.await(owner.email(), 2))).isEqualTo("You already have an account");
        stranger.with(answer.json(201)).login(TestPerson.PASSWORD + "!").refused(401, "auth.invalid_credentials");
        assertThat(stranger.get("/v2/me").json(200).getBoolean("email_verified"))
                .isFalse();
    }

    @Test
    void aNewPasswordByMailEndsEverySessionAndTheTokenIsGoodOnce() {
        var ada = verified(TestPerson.registered(server));
        forget(ada);
        var token = mailbox.token(ada.email(), 2);

        reset(ada, token, "short").json(400);
        var device = reset(ada, token, NEW_PASSWORD).json(200).getString("device_token");
        reset(ada, token, NEW_PASSWORD).refused(422, "auth.invalid_mail_token");

        ada.refresh(ada.refreshToken()).refused(401, "auth.invalid_refresh_token");
        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        ada.loginOn(device, NEW_PASSWORD).json(200);
        assertThat(TestMailbox.subject(mailbox.await(ada.email(), 3))).isEqualTo("Your password was changed");
    }

    @Test
    void nobodyIsWrittenToWhoHasNoAccount() {
        var nobody = TestPerson.at(server);
        var somebody = verified(TestPerson.registered(server));

        forget(nobody);
        forget(somebody);
        forget(somebody); // within the minute: no second one

        mailbox.await(somebody.email(), 2);
        assertThat(mailbox.to(nobody.email())).isEmpty();
        // A mail is out of the outbox a moment after it has arrived.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.sql("select 1 from mail where template = 'RESET_PASSWORD'"), List::isEmpty);
        assertThat(mailbox.to(somebody.email())).hasSize(2);
    }

    @Test
    void aLockIsMailedEndsByAResetAndDoesNotKeepAKnownDeviceOut() {
        var ada = verified(TestPerson.registered(server));
        var device = ada.deviceToken();
        for (var i = 0; i < 5; i++) {
            ada.login("guess number " + i).refused(401, "auth.invalid_credentials");
        }

        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        assertThat(TestMailbox.subject(mailbox.await(ada.email(), 2))).contains("locked");
        ada.loginOn(device, TestPerson.PASSWORD).json(200);
        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");

        forget(ada);
        reset(ada, mailbox.token(ada.email(), 3), NEW_PASSWORD).json(200);
        ada.login(NEW_PASSWORD).json(200);
    }

    @Test
    void aKnownDeviceHasACounterOfItsOwn() {
        var ada = verified(TestPerson.registered(server));
        for (var i = 0; i < 5; i++) {
            ada.loginOn(ada.deviceToken(), "guess number " + i).refused(401, "auth.invalid_credentials");
        }

        ada.loginOn(ada.deviceToken(), TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");

        ada.login(TestPerson.PASSWORD).json(200);
    }

    @Test
    void anAdministratorIsOneByAProvedAddressOnlyAndUnlocks() {
        var boss = TestPerson.at(server.baseUri(), BOSS);
        var claimed = boss.register().json(201);
        assertThat(claimed.getJsonArray("scopes")).doesNotContain("admin");
        boss.with(claimed);
        boss = verified(boss);
        var ada = verified(TestPerson.registered(server));
        for (var i = 0; i < 5; i++) {
            ada.login("guess number " + i);
        }
        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");

        assertThat(boss.post("/v2/admin/accounts/" + ada.accountId() + "/unlock", new JsonObject())
                        .status())
                .isEqualTo(204);

        ada.login(TestPerson.PASSWORD).json(200);
        boss.post("/v2/admin/accounts/6f9619ff-8b86-4d01-b42d-00cf4fc964f0/unlock", new JsonObject())
                .refused(404, "account.unknown");
    }

    @Test
    void whoIsNoAdministratorAnyMoreIsNoneAfterTheNextRefresh() {
        var chief = TestPerson.at(server.baseUri(), CHIEF);
        chief.with(chief.register().json(201));
        chief = verified(chief);
        var still = chief.refresh(chief.refreshToken()).json(200);
        assertThat(still.getJsonArray("scopes")).contains("admin");

        server.sql("update account set verified_at = null where account_id = ? returning 1", chief.accountId());

        var next = chief.refresh(still.getString("refresh_token")).json(200);
        assertThat(next.getJsonArray("scopes")).contains("pets:read").doesNotContain("admin");
        chief.with(next)
                .post("/v2/admin/accounts/" + chief.accountId() + "/unlock", new JsonObject())
                .refused(403, "auth.insufficient_scope");
    }

    @Test
    void aMailsLinkIsNotGoodForEver() {
        var ada = TestPerson.registered(server);
        var late = mailbox.token(ada.email(), 1);
        endMailTokens(ada);
        verify(ada, late).refused(422, "auth.invalid_mail_token");

        var ben = verified(TestPerson.registered(server));
        forget(ben);
        var lateReset = mailbox.token(ben.email(), 2);
        endMailTokens(ben);
        reset(ben, lateReset, NEW_PASSWORD).refused(422, "auth.invalid_mail_token");
        ben.login(TestPerson.PASSWORD).json(200);
    }

    private void endMailTokens(TestPerson person) {
        assertThat(server.sql(
                        "update mail_token set expires_at = now() where account_id = ? returning 1",
                        person.accountId()))
                .hasSize(1);
    }

    @Test
    void eachLockIsTwiceAsLongAsTheOneBefore() {
        var ada = verified(TestPerson.registered(server));
        var seconds = new ArrayList<Long>();
        for (var lock = 0; lock < 3; lock++) {
            for (var i = 0; i < 5; i++) {
                ada.login("guess number " + i).refused(401, "auth.invalid_credentials");
            }
            seconds.add(Math.round(Double.parseDouble(server.sql("""
                    select extract(epoch from locked_until - last_at) from sign_in_attempt
                    where locked_until > now() order by last_at desc limit 1""").getFirst())));
            server.sql("""
                    update sign_in_attempt set locked_until = now() where locked_until > now() returning 1""");
        }

        assertThat(seconds).isEqualTo(List.of(900L, 1800L, 3600L));
        ada.login(TestPerson.PASSWORD).json(200);
    }

    @Test
    void aMailWaitsForAServerThatIsAwayAndIsNotReadableMeanwhile() {
        var away = TestMailbox.start();
        var settings = new HashMap<>(away.settings());
        away.close();
        try (var other = PettyTestServer.start(settings)) {
            var ada = TestPerson.registered(other);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.sql("select 1 from mail where attempts >= 2"), tried -> !tried.isEmpty());
            assertThat(other.sql("select row_to_json(mail)::text from mail"))
                    .hasSize(1)
                    .noneMatch(row -> row.contains(ada.email()) || row.contains("token="));

            try (var back = TestMailbox.start(Integer.parseInt(settings.get("mail.port")))) {
                var message = back.await(ada.email(), 1);
                assertThat(TestMailbox.subject(message)).isEqualTo("Confirm your e-mail address");
                await().atMost(Duration.ofSeconds(60)).until(() -> other.sql("select 1 from mail"), List::isEmpty);
            }
        }
    }

    @Test
    void aMailThatCannotBeSentIsGivenUpInTheEnd() {
        var away = TestMailbox.start();
        var settings = new HashMap<>(away.settings());
        settings.put("mail.attempts", "2");
        settings.put("mail.first-pause", "50ms");
        away.close();
        try (var other = PettyTestServer.start(settings)) {
            TestPerson.registered(other);

            await().atMost(Duration.ofSeconds(60)).until(() -> other.sql("select 1 from mail"), List::isEmpty);
        }
    }
}
