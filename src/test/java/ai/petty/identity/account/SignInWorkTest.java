package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.StatementLog;
import ai.petty.TestPerson;
import ai.petty.TestPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whether there is such an account cannot be told from what a refused sign-in makes the server do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInWorkTest {
    private static final int EACH = 20;
    private static final Pattern HASHES = Pattern.compile("petty_passwords_seconds_count(?:\\{[^}]*})? ([0-9.E]+)");

    /** What goes on in the background, whoever signs in: an audit row is written in a transaction of its own. */
    private static final Pattern BACKGROUND = Pattern.compile(
            "(?i)\\b(audit|audit_actor|mail|revocation|begin|commit)\\b|notice|evaluation|pairing|alert|lost_mode|feedback|pet_seal");

    /** Enough tries that no lock and no limit comes between. */
    private final PettyTestServer server = PettyTestServer.start(Map.of(
            "identity.lockout.failures", "1000",
            "limits.sign-in-account.burst", "100000",
            "limits.sign-in-account.per-second", "10000"));

    @AfterAll
    void close() {
        server.close();
    }

    private long hashes() {
        var request = HttpRequest.newBuilder(server.managementUri().resolve("/metrics"))
                .build();
        try {
            var text = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            var matcher = HASHES.matcher(text);
            assertThat(matcher.find()).isTrue();
            return Math.round(Double.parseDouble(matcher.group(1)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anUnknownAccountAWrongPasswordAndALockedAccountCostOneArgon2Each() {
        var known = TestPerson.registered(server);
        var locked = TestPerson.registered(server);
        lock(locked);
        var whoToSignIn = new LinkedHashMap<String, Supplier<TestPerson.Answer>>();
        whoToSignIn.put("unknown", () -> TestPerson.at(server).login("a wrong password"));
        whoToSignIn.put("wrong password", () -> known.login("a wrong password"));
        whoToSignIn.put("locked, wrong password", () -> locked.login("a wrong password"));
        whoToSignIn.put("locked, right password", () -> locked.login(TestPerson.PASSWORD));

        whoToSignIn.forEach((who, signIn) -> {
            var before = hashes();
            for (var i = 0; i < EACH; i++) {
                var answer = signIn.get();
                answer.refused(401, "auth.invalid_credentials");
                assertThat(answer.json(401).fieldNames())
                        .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "correlation_id");
            }
            assertThat(hashes() - before).as(who).isEqualTo(EACH);
        });
    }

    /** Locked by hand: thousand failures are too many to wait for. */
    private void lock(TestPerson person) {
        person.login("a wrong password");
        assertThat(server.sql("""
                update sign_in_attempt set locked_until = now() + interval '1 hour'
                where counter = (select email_hash from account where account_id = ?) returning 1""", person.accountId())).hasSize(1);
    }

    @Test
    void aRefusedSignInIsCountedInOneRowWhoeverItIs() {
        var known = TestPerson.registered(server);
        for (var signIn : List.<Supplier<TestPerson.Answer>>of(
                () -> TestPerson.at(server).login("a wrong password"), () -> known.login("a wrong password"))) {
            var before = Long.parseLong(server.sql("select coalesce(sum(failures), 0)::text from sign_in_attempt")
                    .getFirst());
            signIn.get().refused(401, "auth.invalid_credentials");
            assertThat(Long.parseLong(server.sql("select sum(failures)::text from sign_in_attempt")
                            .getFirst()))
                    .isEqualTo(before + 1);
        }
    }

    /** Round trips to the database cost time, too: each kind makes the same ones. */
    @Test
    void everyKindOfRefusedSignInAsksTheDatabaseTheSameQuestions(@TempDir Path logs) throws IOException {
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var postgres = TestPostgres.start()) {
            var log = StatementLog.of(postgres, logs);
            var address = postgres.address();
            var url = "postgresql://" + address.host() + ":" + address.port() + "/" + address.name();
            try (var other = PettyTestServer.start(Map.of(
                    "database.url",
                    url,
                    "database.user",
                    address.user(),
                    "identity.lockout.failures",
                    "2",
                    "identity.revocation-poll",
                    "1h"))) {
                var known = TestPerson.registered(other);
                var locked = TestPerson.registered(other);
                locked.login("a wrong password");
                locked.login("a wrong password");

                var unknownAsks = asked(log, () -> TestPerson.at(other).login("a wrong password"));

                assertThat(unknownAsks).hasSize(4);
                assertThat(unknownAsks.get(0)).contains("insert into household_attempt"); // of the address
                assertThat(unknownAsks.get(1)).contains("from account");
                assertThat(unknownAsks.get(2)).contains("insert into household_attempt"); // of the account
                assertThat(unknownAsks.get(3)).contains("insert into sign_in_attempt");
                assertThat(asked(log, () -> known.login("a wrong password"))).isEqualTo(unknownAsks);
                assertThat(asked(log, () -> locked.login("a wrong password"))).isEqualTo(unknownAsks);
                assertThat(asked(log, () -> locked.login(TestPerson.PASSWORD))).isEqualTo(unknownAsks);
            }
        }
    }

    /** What a refused sign-in has the database do; the audit log and the outbox are nobody's wait. */
    private static List<String> asked(StatementLog log, Supplier<TestPerson.Answer> signIn) {
        var before = log.statements().size();
        signIn.get().refused(401, "auth.invalid_credentials");
        var statements = log.statements();
        return statements.subList(before, statements.size()).stream()
                .filter(statement -> !BACKGROUND.matcher(statement).find())
                .toList();
    }
}
