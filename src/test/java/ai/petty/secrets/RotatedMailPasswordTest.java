package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.account.TestMailbox;
import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mail server that wants a password, and the real SDK: the password changes while the server runs. */
class RotatedMailPasswordTest {
    private static final String SECRET = "petty/test/api-keys/smtp";
    private static final String FETCH = "GetSecretValue " + SECRET + " AWSCURRENT";
    private static final Vertx VERTX = Vertx.vertx();
    private static final SecretsManagerPeer PEER = SecretsManagerPeer.start(VERTX);

    private TestMailbox mailbox = TestMailbox.start();
    private PettyTestServer server;

    @BeforeAll
    static void signRequests() {
        SecretsManagerPeer.signByProperties();
    }

    @AfterAll
    static void close() {
        SecretsManagerPeer.signNoMore();
        PEER.close();
        await(VERTX.close());
    }

    @BeforeEach
    void start() {
        PEER.reset();
        inForce("one", "first password");
        mailbox.wants("one", "first password");
        var settings = new HashMap<>(PEER.settings());
        settings.putAll(mailbox.settings());
        settings.putAll(Map.of("mail.credentials", "smtp", "mail.attempts", "100"));
        server = PettyTestServer.start(settings);
    }

    @AfterEach
    void stop() {
        server.close();
        mailbox.close();
    }

    private static void inForce(String user, String password) {
        PEER.stage(SECRET, Stage.AWSCURRENT, "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    private static long fetches() {
        return PEER.asked().stream().filter(FETCH::equals).count();
    }

    @Test
    void aNewUserAndPasswordNeedNoRestart() {
        mailbox.await(TestPerson.registered(server).email(), 1);
        assertThat(fetches()).isEqualTo(1);

        // with the connections that are signed in
        var port = mailbox.port();
        mailbox.close();
        mailbox = TestMailbox.start(port);
        mailbox.wants("two", "second password");
        inForce("two", "second password");
        mailbox.await(TestPerson.registered(server).email(), 1);
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void aMailWaitsUntilTheStoreHasThePasswordThatTheServerWants() {
        mailbox.wants("one", "another password");
        var email = TestPerson.registered(server).email();
        Awaitility.await().until(() -> fetches() > 1);
        assertThat(mailbox.to(email)).isEmpty();
        inForce("one", "another password");
        mailbox.await(email, 1);
    }
}
