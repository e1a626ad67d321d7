package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a sign-in does with the hash of a password, and what a storm of them gets. */
class PasswordsAtSignInTest {
    private static final String OLD = "$argon2id$v=19$m=512,t=1,p=1$";

    private final PettyTestServer server = PettyTestServer.shared();

    private String hash(TestPerson person) {
        return server.sql("select password_hash from account where account_id = ?", person.accountId())
                .getFirst();
    }

    @Test
    void aRightPasswordUnderOldParametersIsKeptAnewAndAWrongOneChangesNothing() {
        var ada = TestPerson.registered(server);
        var configured = hash(ada).substring(0, hash(ada).lastIndexOf("p=1$"));
        var old = Password.hash(TestPerson.PASSWORD)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(512, 1, 1, 32, Argon2.ID))
                .getResult();
        assertThat(server.sql(
                        "update account set password_hash = ? where account_id = ? returning 1", old, ada.accountId()))
                .hasSize(1);

        ada.login("a wrong password").refused(401, "auth.invalid_credentials");
        assertThat(hash(ada)).startsWith(OLD);

        ada.login(TestPerson.PASSWORD).json(200);
        assertThat(hash(ada)).startsWith(configured).doesNotStartWith(OLD);

        var upgraded = hash(ada);
        ada.login(TestPerson.PASSWORD).json(200);
        assertThat(hash(ada)).isEqualTo(upgraded);
    }

    /** One is hashed, one waits: of a dozen at once most are sent away, and told when to return. */
    @Test
    void aStormOfSignInsIsShedWithATimeToReturnAndTheRestOfTheServerGoesOn() throws Exception {
        try (var small = PettyTestServer.start(Map.of(
                        "identity.passwords.memory", "64MiB",
                        "identity.passwords.iterations", "4",
                        "identity.passwords.at-once", "1",
                        "identity.passwords.waiting", "1"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ada = TestPerson.registered(small);
            var storm = new ArrayList<Future<TestPerson.Answer>>();
            for (var i = 0; i < 12; i++) {
                storm.add(threads.submit(() -> TestPerson.at(small).login("a wrong password")));
            }
            ada.get("/v2/me").json(200);

            var shed = 0;
            for (var one : storm) {
                var answer = one.get();
                if (answer.status() == 503) {
                    shed++;
                    answer.refused(503, "server.busy");
                    assertThat(answer.headers()).containsKey("retry-after");
                } else {
                    answer.refused(401, "auth.invalid_credentials");
                }
            }
            assertThat(shed).isPositive().isLessThan(12);
            ada.login(TestPerson.PASSWORD).json(200);
        }
    }
}
