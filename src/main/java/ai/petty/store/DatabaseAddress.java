package ai.petty.store;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where the database is and who we are there. */
public record DatabaseAddress(String host, int port, String name, String user, Secret password) {
    private static final int DEFAULT_PORT = 5432;

    /** The address that {@code database.url} names; the configuration has checked its form. */
    public static DatabaseAddress of(PettyConfig.Database config) {
        var uri = URI.create(config.url());
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getPath().substring(1),
                config.user(),
                config.password());
    }

    /** The same database for somebody else. */
    public DatabaseAddress as(String otherUser, Secret otherPassword) {
        return new DatabaseAddress(host, port, name, otherUser, otherPassword);
    }

    /** For those that speak JDBC. */
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    /** As {@link #jdbcUrl()}, over the same TLS as every other connection. */
    String jdbcUrl(PettyConfig.TlsMode tls, String caCertificate) {
        var plaintext = tls == PettyConfig.TlsMode.TERMINATED_UPSTREAM;
        var mode = (plaintext ? PettyConfig.TlsMode.DISABLE : tls)
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        // Without a file of its own the driver would look in the home directory; the others trust what the JDK trusts.
        var trusted = caCertificate.isEmpty()
                ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                : "&sslrootcert=" + URLEncoder.encode(caCertificate, StandardCharsets.UTF_8);
        return jdbcUrl() + "?sslmode=" + mode
                + (tls == PettyConfig.TlsMode.VERIFY_CA || tls == PettyConfig.TlsMode.VERIFY_FULL ? trusted : "");
    }
}
