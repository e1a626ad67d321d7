package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.PettyTestServer;
import ai.petty.TestPostgres;
import ai.petty.config.Secret;
import ai.petty.problem.Refusal;
import ai.petty.secrets.SecretStore.Stage;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.SignIn;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server, a PostgreSQL that wants a password, and the real SDK: the password changes while the server runs. */
class RotatedPasswordTest {
    private static final String SECRET = "petty/test/database";
    private static final String USER = "petty_rotated";
    private static final Vertx VERTX = Vertx.vertx();
    private static final SecretsManagerPeer PEER = SecretsManagerPeer.start(VERTX);

    private static TestPostgres postgres;
    private DatabaseAddress database;
    private PettyTestServer server;

    @BeforeAll
    static void wantAPassword() throws IOException {
        SecretsManagerPeer.signByProperties();
        postgres = TestPostgres.start();
        var rules = postgres.directory().resolve("pg_hba.conf");
        Files.writeString(rules, "host all " + USER + " 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        execute("select pg_reload_conf()");
        execute("create role " + USER + " login superuser");
    }

    @AfterAll
    static void close() {
        SecretsManagerPeer.signNoMore();
        postgres.close();
        PEER.close();
        await(VERTX.close());
    }

    @BeforeEach
    void start() {
        PEER.reset();
        database = postgres.fresh();
        putInForce(inPostgres());
        server = started();
    }

    private PettyTestServer started() {
        var settings = new HashMap<>(PEER.settings());
        settings.put("secrets.database", SECRET);
        settings.put("database.url", "postgresql://127.0.0.1:" + database.port() + "/" + database.name());
        return PettyTestServer.start(settings);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(PEER.complaints()).isEmpty();
    }

    private static void execute(String sql) {
        try (var connection = TestPostgres.connect(postgres.address());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another password in the database. */
    private static String inPostgres() {
        var password = UUID.randomUUID().toString();
        execute("alter role " + USER + " password '" + password + "'");
        return password;
    }

    private static void putInForce(String password) {
        PEER.stage(SECRET, Stage.AWSCURRENT, credentials(password));
    }

    private static String credentials(String password) {
        return "{\"engine\":\"postgres\",\"username\":\"" + USER + "\",\"password\":\"" + password + "\"}";
    }

    /** Every connection must be made anew. */
    private void cutConnections() {
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + USER + "'");
    }

    private Future<String> whoAmI() {
        return server.server()
                .house()
                .database()
                .ask(pool -> pool.query("select current_user").execute())
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** The questions that meet cut connections fail, and may open the breaker for a while: asks until one is answered. */
    private void awaitAnAnswer() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(Refusal.class)
                .until(() -> await(whoAmI()).equals(USER));
    }

    @Test
    void aRotationNeedsNoRestart() {
        assertThat(await(whoAmI())).isEqualTo(USER);
        var asked = PEER.asked().size();
        putInForce(inPostgres());
        cutConnections();
        awaitAnAnswer();
        assertThat(PEER.asked().subList(asked, PEER.asked().size()))
                .contains("GetSecretValue " + SECRET + " AWSCURRENT");
    }

    /** Signs in with a password that is no good, until it is told so. */
    private static final class Learning implements SignIn {
        private final AtomicInteger renewals = new AtomicInteger();
        private final DatabaseAddress bad;
        private final DatabaseAddress good;

        Learning(DatabaseAddress where, String bad, String good) {
            this.bad = where.as(USER, new Secret(bad));
            this.good = where.as(USER, new Secret(good));
        }

        @Override
        public Future<DatabaseAddress> address() {
            return Future.succeededFuture(renewals.get() == 0 ? bad : good);
        }

        @Override
        public Future<Boolean> renew() {
            renewals.incrementAndGet();
            return Future.succeededFuture(true);
        }
    }

    @Test
    void aQuestionThatMeetsTheRefusalIsAnsweredAllTheSame() {
        var password = inPostgres();
        for (var good : List.of(password, "no better")) {
            var signIn = new Learning(database, "no good", good);
            var target = Database.open(VERTX, TestDatabase.config(), 1, signIn, new SimpleMeterRegistry());
            var asked = target.ask(pool -> pool.query("select 1").execute());
            if (good.equals(password)) {
                assertThat(await(asked).size()).isEqualTo(1);
            } else {
                assertThatThrownBy(() -> await(asked)).isInstanceOf(Refusal.class);
            }
            assertThat(signIn.renewals).as("asked about once, not for ever").hasValue(1);
            await(target.close());
        }
    }

    @Test
    void betweenTheTwoStepsOfARotationWhatIsPendingOpensTheDoor() {
        PEER.stage(SECRET, Stage.AWSPENDING, credentials(inPostgres()));
        cutConnections();
        awaitAnAnswer();
        assertThat(PEER.asked()).contains("GetSecretValue " + SECRET + " AWSPENDING");
    }

    @Test
    void whereTheSecretWasChangedBeforeTheDatabaseTheOneBeforeOpensTheDoor() {
        putInForce("not in the database yet");
        // as if the front had learned of it by itself
        await(server.server().house().secrets().fresh(SECRET));
        cutConnections();
        awaitAnAnswer();
        assertThat(PEER.asked()).contains("GetSecretValue " + SECRET + " AWSPREVIOUS");
    }

    @Test
    void withNoPasswordThatFitsItIsAnOutageThatTellsNoPassword() {
        var unknown = inPostgres();
        cutConnections();
        assertThatThrownBy(() -> await(whoAmI()))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining(unknown)
                .hasMessageNotContaining(USER);
    }

    @Test
    void theSchemaIsBroughtUpToDateWithThePasswordOfTheMoment() {
        // A server that starts while the front of another would still remember: its first sign-in is Flyway's.
        server.close();
        PEER.stage(SECRET, Stage.AWSPENDING, credentials(inPostgres()));
        server = started();
        assertThat(await(whoAmI())).isEqualTo(USER);
    }
}
