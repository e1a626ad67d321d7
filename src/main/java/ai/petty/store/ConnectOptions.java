package ai.petty.store;

import ai.petty.config.PettyConfig;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;

/** What every connection is opened with. */
final class ConnectOptions {
    /**
     * The server ends what takes longer. Who reads what others have committed since the last look (tokens taken back) reaches back
     * further than that; the breaker alone ends nothing, it only gives up waiting.
     */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(30);

    private ConnectOptions() {}

    static PgConnectOptions of(DatabaseAddress address, PettyConfig.Database config) {
        var options = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.name())
                .setUser(address.user())
                .setPassword(address.password().value())
                .setCachePreparedStatements(true)
                .setSslMode(sslMode(config.tls()))
                .addProperty("application_name", "petty")
                .addProperty(
                        "statement_timeout",
                        Long.toString(config.statementTimeout().toMillis()))
                .addProperty("transaction_timeout", Long.toString(LONGEST_TRANSACTION.toMillis()))
                .addProperty("timezone", "UTC");
        if (sslMode(config.tls()) != SslMode.DISABLE) {
            var tls = new ClientSSLOptions();
            if (config.tls() == PettyConfig.TlsMode.REQUIRE) {
                tls.setTrustAll(true);
            } else if (!config.caCertificate().isEmpty()) {
                tls.setTrustOptions(new PemTrustOptions().addCertPath(config.caCertificate()));
            }
            tls.setHostnameVerificationAlgorithm(config.tls() == PettyConfig.TlsMode.VERIFY_FULL ? "HTTPS" : "");
            options.setSslOptions(tls);
        }
        return options;
    }

    /**
     * For the writer's few statements, which find every row by its key: planned once, whatever the size of a group, and never
     * as a scan or a hash of a whole table. A plan that was made while the table was small would otherwise stay.
     */
    static SqlConnectOptions forLookUpsByKey(SqlConnectOptions options) {
        return options.addProperty("plan_cache_mode", "force_generic_plan")
                .addProperty("enable_seqscan", "off")
                .addProperty("enable_hashjoin", "off")
                .addProperty("enable_mergejoin", "off");
    }

    private static SslMode sslMode(PettyConfig.TlsMode mode) {
        return switch (mode) {
            case DISABLE, TERMINATED_UPSTREAM -> SslMode.DISABLE;
            case REQUIRE -> SslMode.REQUIRE;
            case VERIFY_CA -> SslMode.VERIFY_CA;
            case VERIFY_FULL -> SslMode.VERIFY_FULL;
        };
    }
}
