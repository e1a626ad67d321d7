package ai.petty.store;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.TestPostgres;
import ai.petty.config.PettyConfig;
import ai.petty.config.PettyConfig.TlsMode;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL that speaks TLS with a certificate of its own making. */
class DatabaseTlsTest {
    private static final SelfSignedCertificate ITS_OWN = SelfSignedCertificate.create("localhost");
    private static final SelfSignedCertificate ANOTHER = SelfSignedCertificate.create("localhost");
    private static final Vertx VERTX = Vertx.vertx();
    private static TestPostgres postgres;
    private static DatabaseAddress database;

    @BeforeAll
    static void speakTls() throws IOException, SQLException {
        postgres = TestPostgres.start();
        database = postgres.fresh();
        Files.copy(Path.of(ITS_OWN.certificatePath()), postgres.directory().resolve("server.crt"));
        var key = Files.copy(
                Path.of(ITS_OWN.privateKeyPath()), postgres.directory().resolve("server.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (var connection = TestPostgres.connect(postgres.address());
                var statement = connection.createStatement()) {
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    @AfterAll
    static void close() {
        postgres.close();
        await(VERTX.close());
        ITS_OWN.delete();
        ANOTHER.delete();
    }

    private static PettyConfig.Database config(TlsMode mode, SelfSignedCertificate trusted) {
        var base = TestDatabase.config();
        return new PettyConfig.Database(
                base.url(),
                base.user(),
                base.password(),
                mode,
                trusted.certificatePath(),
                1,
                base.waitQueue(),
                base.connectionLifetime(),
                base.connectTimeout(),
                base.statementTimeout(),
                base.breaker(),
                base.embedded());
    }

    private static DatabaseAddress at(String host) {
        return new DatabaseAddress(host, database.port(), database.name(), database.user(), database.password());
    }

    /** Whether the connection is encrypted, as PostgreSQL itself sees it. */
    private static Future<Boolean> encrypted(String host, TlsMode mode, SelfSignedCertificate trusted) {
        var target = Database.open(VERTX, config(mode, trusted), 1, SignIn.of(at(host)), new SimpleMeterRegistry());
        return target.ask(pool -> pool.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                        .execute()
                        .map(rows -> rows.iterator().next().getBoolean(0)))
                .eventually(target::close);
    }

    @Test
    void theRightCertificateOfTheRightHostIsTaken() {
        assertThat(await(encrypted("localhost", TlsMode.VERIFY_FULL, ITS_OWN))).isTrue();
        Migrations.apply(at("localhost"), config(TlsMode.VERIFY_FULL, ITS_OWN));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        for (var mode : new TlsMode[] {TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL}) {
            assertThatThrownBy(() -> await(encrypted("localhost", mode, ANOTHER)))
                    .as(mode.name())
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> Migrations.apply(at("localhost"), config(mode, ANOTHER)))
                    .as(mode.name())
                    .hasStackTraceContaining("certificat");
        }
    }

    @Test
    void verifyFullWantsTheNameOfTheHostAndVerifyCaDoesNot() {
        assertThatThrownBy(() -> await(encrypted("127.0.0.1", TlsMode.VERIFY_FULL, ITS_OWN)))
                .isInstanceOf(Refusal.class);
        assertThat(await(encrypted("127.0.0.1", TlsMode.VERIFY_CA, ITS_OWN))).isTrue();
    }

    @Test
    void whereAnotherSpeaksTlsForUsWeDoNot() {
        assertThat(await(encrypted("localhost", TlsMode.TERMINATED_UPSTREAM, ITS_OWN)))
                .isFalse();
        Migrations.apply(at("localhost"), config(TlsMode.TERMINATED_UPSTREAM, ITS_OWN));
    }
}
