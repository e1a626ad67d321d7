package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who only claims an address does nothing to what hangs on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimedAddressHttpTest {
    /** Its mails wait: nothing listens there. */
    private final PettyTestServer server = PettyTestServer.start(Map.of(
            "identity.unverified-sign-in", "false",
            "mail.transport", "smtp",
            "mail.host", "127.0.0.1",
            "mail.port", "9",
            "mail.tls", "disabled",
            "mail.first-pause", "10m",
            "limits.sign-in-account.burst", "1000"));

    @AfterAll
    void close() {
        server.close();
    }

    private TestPerson verified() {
        var person = TestPerson.registered(server);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", person.accountId());
        return person;
    }

    private TestPerson claims(TestPerson owner) {
        var stranger = TestPerson.at(server.baseUri(), owner.email());
        return stranger.with(stranger.register().json(201));
    }

    private void invited(TestPerson guest) {
        var host = verified();
        var pet = host.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id");
        host.post("/v2/pets/" + pet + "/invitations", JsonObject.of("email", guest.email(), "role", "carer"))
                .json(201);
    }

    private List<String> invitations(TestPerson guest) {
        return server.sql("""
                select 1 from invitation
                where email_hash = (select email_hash from account where account_id = ?)""", guest.accountId());
    }

    /** Of the mails that wait for a person who was invited. */
    private List<String> templates() {
        return server.sql("""
                select template from mail where recipient_hash = (
                    select recipient_hash from mail where template = 'INVITATION' order by created_at desc limit 1)""");
    }

    private static void lock(TestPerson person) {
        for (var i = 0; i < 5; i++) {
            person.login("guess number " + i).refused(401, "auth.invalid_credentials");
        }
        person.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
    }

    @Test
    void aStrangersClaimThatIsErasedLeavesTheOwnersLockInvitationsAndMails() {
        var owner = verified();
        invited(owner);
        lock(owner);
        await().atMost(Duration.ofSeconds(60)).until(() -> templates().contains("LOCKED_OUT"));

        assertThat(claims(owner).delete("/v2/me").status()).isEqualTo(204);

        owner.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        assertThat(invitations(owner)).hasSize(1);
        assertThat(templates()).contains("LOCKED_OUT", "INVITATION");
    }

    @Test
    void whatHangsOnAProvedAddressGoesWithItsAccountAndAClaimsMailsWithTheClaim() {
        var claim = TestPerson.registered(server);
        assertThat(mailsOf(claim)).isNotEmpty();
        assertThat(claim.delete("/v2/me").status()).isEqualTo(204);
        assertThat(mailsOf(claim)).isEmpty();

        var owner = verified();
        invited(owner);
        lock(owner);
        var hash = server.sql("select email_hash::text from account where account_id = ?", owner.accountId())
                .getFirst();
        assertThat(owner.delete("/v2/me").status()).isEqualTo(204);
        assertThat(server.sql("select 1 from sign_in_attempt where counter::text = ?", hash))
                .isEmpty();
        assertThat(server.sql("select 1 from invitation where email_hash::text = ?", hash))
                .isEmpty();
        assertThat(server.sql("select 1 from mail where recipient_hash::text = ?", hash))
                .isEmpty();
    }

    private List<String> mailsOf(TestPerson person) {
        return server.sql("select template from mail where account_id = ?", person.accountId());
    }

    @Test
    void anAccountWhoseAddressCannotBeReadAnyMoreIsErasedAllTheSame() {
        var owner = verified();
        server.sql("update account set email = '\\x00' where account_id = ? returning 1", owner.accountId());

        assertThat(owner.delete("/v2/me").status()).isEqualTo(204);

        assertThat(server.sql("select 1 from account where account_id = ?", owner.accountId()))
                .isEmpty();
    }
}
