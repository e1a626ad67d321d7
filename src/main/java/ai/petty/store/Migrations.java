package ai.petty.store;

import ai.petty.config.PettyConfig;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Brings the schema up to date, over JDBC. Blocks; two processes that start together take turns. */
public final class Migrations {
    private Migrations() {}

    /** Applies what is missing of {@code db/migration}, over the TLS that the configuration wants. */
    public static void apply(DatabaseAddress address, PettyConfig.Database config) {
        apply(address, address.jdbcUrl(config.tls(), config.caCertificate()));
    }

    /** Applies what is missing of {@code db/migration}, on a database of this machine. */
    public static void apply(DatabaseAddress address) {
        apply(address, address.jdbcUrl());
    }

    private static void apply(DatabaseAddress address, String url) {
        var configuration = Flyway.configure()
                .dataSource(url, address.user(), address.password().value())
                .locations("classpath:db/migration");
        // With the lock in a transaction, CREATE INDEX CONCURRENTLY would wait for itself.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        configuration.load().migrate();
    }
}
