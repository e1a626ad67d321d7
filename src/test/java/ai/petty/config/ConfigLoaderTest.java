package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.config.ConfigLoader.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    /** What production must be told besides. */
    private static final Map<String, String> NAMES = Map.of(
            "PETTY_IDENTITY_ISSUER", "https://api.petty.example",
            "PETTY_MAIL_FROM", "Petty <no-reply@petty.example>",
            "PETTY_MAIL_LINKS", "https://app.petty.example");

    private static final Map<String, String> PRODUCTION = Map.of(
            "PETTY_PROFILE", "production",
            "PETTY_DATABASE_URL", "postgresql://db.internal:5432/petty",
            "PETTY_IDENTITY_ISSUER", "https://api.petty.example",
            "PETTY_MAIL_FROM", "Petty <no-reply@petty.example>",
            "PETTY_MAIL_LINKS", "https://app.petty.example");

    @TempDir
    private Path directory = Path.of("");

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("petty.yaml"), yaml);
    }

    private static List<String> errors(Request request) {
        var thrown = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(request));
        assertThat(thrown).as("the load fails").isNotNull();
        return thrown.errors().stream().map(ConfigError::toString).toList();
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String text) {
        var more = new HashMap<>(environment);
        more.put(name, text);
        return more;
    }

    @Test
    void withNothingGivenItIsTheDemo() {
        var config = ConfigLoader.load(Request.of(Map.of("HOME", "/root", "PATH", "/bin")));
        assertThat(config.profile()).isEqualTo(PettyConfig.Profile.DEMO);
        assertThat(config.pets().autoRegister()).isTrue();
        assertThat(config.http().idleTimeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(config.http().maxBody().bytes()).isEqualTo(8L << 20);
        assertThat(config.limits().v2Backfill()).isEqualTo(new PettyConfig.Bucket(200_000, 500));
        assertThat(config.http().tls().protocols()).containsExactly("TLSv1.3");
        assertThat(config.ingest().v1().collarIdPattern()).isEqualTo("^[A-Za-z0-9_-]{3,64}$");
    }

    @Test
    void eachLayerLiesOverTheOneBeforeIt() throws IOException {
        var request = Request.of(Map.of()).withProfile("test");
        assertThat(port(request)).isEqualTo("0 profile test");
        request = request.withFile(file("# mine\nhttp:\n  port: 81\n"));
        assertThat(port(request)).isEqualTo("81 file " + directory.resolve("petty.yaml") + ":3");
        request = new Request(request.profile(), request.file(), Map.of("PETTY_HTTP_PORT", "82"), Map.of());
        assertThat(port(request)).isEqualTo("82 environment PETTY_HTTP_PORT");
        request = request.withOverride("http.port", "83");
        assertThat(port(request)).isEqualTo("83 command line");
        assertThat(port(Request.of(Map.of()))).isEqualTo("8080 default");
    }

    private static String port(Request request) {
        var effective = ConfigLoader.read(request);
        var setting = effective.settings().stream()
                .filter(each -> each.key().equals("http.port"))
                .findFirst()
                .orElseThrow();
        assertThat(setting.value()).isEqualTo(effective.config().http().port());
        return setting.value() + " " + setting.origin();
    }

    @Test
    void theProfileIsTheOptionElseTheVariableElseTheFileElseTheDemo() throws IOException {
        var request = new Request(
                Optional.of("demo"),
                Optional.of(file("profile: production")),
                Map.of("PETTY_PROFILE", "test"),
                Map.of());
        assertThat(ConfigLoader.load(request).profile()).isEqualTo(PettyConfig.Profile.DEMO);

        request = Request.of(Map.of("PETTY_PROFILE", "test")).withFile(file("profile: production"));
        var config = ConfigLoader.load(request);
        assertThat(config.profile()).isEqualTo(PettyConfig.Profile.TEST);
        assertThat(config.http().port()).as("the profile's own file was laid").isZero();

        request = Request.of(NAMES).withFile(file("profile: production\ndatabase:\n  url: postgresql://db/petty\n"));
        assertThat(ConfigLoader.load(request).http().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void theFileMayBeNamedByTheEnvironment() throws IOException {
        var file = file("http: {port: 81}");
        assertThat(ConfigLoader.load(Request.of(Map.of("PETTY_CONFIG", file.toString())))
                        .http()
                        .port())
                .isEqualTo(81);
    }

    @Test
    void theLaunchersVariableIsNotAKey() {
        assertThat(ConfigLoader.load(Request.of(Map.of("PETTY_JAVA_OPTS", "-Xmx1g")))
                        .profile())
                .isEqualTo(PettyConfig.Profile.DEMO);
    }

    @Test
    void listsAreCommaSeparatedInTheEnvironment() {
        var config = ConfigLoader.load(
                Request.of(Map.of("PETTY_HTTP_CORS_ORIGINS", "https://a.example, https://b.example:8443")));
        assertThat(config.http().corsOrigins()).containsExactly("https://a.example", "https://b.example:8443");
        config = ConfigLoader.load(Request.of(Map.of("PETTY_HTTP_CORS_ORIGINS", "")));
        assertThat(config.http().corsOrigins()).isEmpty();
    }

    @Test
    void enumsAreReadInAnyCase() {
        var config = ConfigLoader.load(Request.of(with(PRODUCTION, "PETTY_DATABASE_TLS", "Verify-CA")));
        assertThat(config.database().tls()).isEqualTo(PettyConfig.TlsMode.VERIFY_CA);
    }

    @Test
    void anEmptyFileAndAnEmptySectionChangeNothing() throws IOException {
        var plain = ConfigLoader.load(Request.of(Map.of()));
        assertThat(ConfigLoader.load(Request.of(Map.of()).withFile(file("")))).isEqualTo(plain);
        assertThat(ConfigLoader.load(Request.of(Map.of()).withFile(file("# nothing\nhttp:\n  # port: 1\n"))))
                .isEqualTo(plain);
    }

    @Test
    void anchorsAreResolved() throws IOException {
        var yaml = """
                limits:
                  v1-ingest: &bucket {burst: 7, per-second: 0.5}
                  v2-frames: *bucket
                """;
        var limits =
                ConfigLoader.load(Request.of(Map.of()).withFile(file(yaml))).limits();
        assertThat(limits.v2Frames()).isEqualTo(new PettyConfig.Bucket(7, 0.5)).isEqualTo(limits.v1Ingest());
    }

    @Test
    void everyErrorOfEveryLayerIsToldAtOnce() throws IOException {
        var yaml = """
                http:
                  prot: 80
                  idle-timeout: 75
                store: {retention: 34d}
                """;
        var environment = Map.of("PETTY_HTTP_PROT", "1", "PETTY_LOG_LEVEL", "LOUD", "PETTY_LIVE_MAX_VIEWERS", "many");
        var request = Request.of(environment)
                .withFile(file(yaml))
                .withOverride("management.port", "65536")
                .withOverride("pets.auto-registr", "true");
        var path = directory.resolve("petty.yaml");
        assertThat(errors(request))
                .containsExactlyInAnyOrder(
                        "http.prot (file " + path + ":2): is not a key; did you mean http.port?",
                        "http.idle-timeout (file " + path
                                + ":3): \"75\" is not a duration such as 250ms, 30s, 5m, 2h or 35d",
                        "PETTY_HTTP_PROT (environment): is not the name of a key; did you mean PETTY_HTTP_PORT?",
                        "live.max-viewers (environment PETTY_LIVE_MAX_VIEWERS): \"many\" is not a whole number",
                        "pets.auto-registr (command line): is not a key; did you mean pets.auto-register?",
                        "store.retention (file " + path + ":4): must be at least 35d",
                        "log.level (environment PETTY_LOG_LEVEL): must be one of ERROR, WARN, INFO, DEBUG, TRACE or OFF",
                        "management.port (command line): must be at most 65535");
    }

    @Test
    void aBadValueIsAnErrorEvenUnderAGoodOne() throws IOException {
        var request = Request.of(Map.of("PETTY_HTTP_PORT", "80")).withFile(file("http: {port: eighty}"));
        assertThat(errors(request)).singleElement().asString().contains("http.port (file ", "\"eighty\"");
    }

    @Test
    void aKeyThatCouldNotBeReadBreaksNoRule() throws IOException {
        // production without a URL would be a second error, but the URL stands in what could not be read
        assertThat(errors(Request.of(NAMES).withProfile("production").withFile(file("database: {url: [a]}"))))
                .singleElement()
                .asString()
                .endsWith("is one value, not a list");
        assertThat(errors(Request.of(NAMES).withProfile("production").withFile(file("database: 5"))))
                .singleElement()
                .asString()
                .contains("is a section; the keys below it are url, user, password");
        assertThat(errors(Request.of(NAMES).withProfile("production").withFile(file("database: {url: \"x"))))
                .singleElement()
                .asString()
                .contains("is not YAML");
    }

    @Test
    void anUnknownProfileIsRefusedAndNotTakenForTheDemo() {
        assertThat(errors(Request.of(Map.of("PETTY_PROFILE", "prod"))))
                .containsExactly("profile (environment PETTY_PROFILE): \"prod\" is none of demo, test, production");
        assertThat(errors(Request.of(Map.of("PETTY_PROFILE", "")))).hasSize(1);
        assertThat(errors(Request.of(Map.of()).withProfile("../demo"))).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        var missing = directory.resolve("missing.yaml");
        assertThat(errors(Request.of(Map.of()).withFile(missing)))
                .containsExactly("file " + missing + ": does not exist");
        assertThat(errors(Request.of(Map.of()).withFile(directory)))
                .containsExactly("file " + directory + ": is a directory");
        var latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        assertThat(errors(Request.of(Map.of()).withFile(latin))).containsExactly("file " + latin + ": is not UTF-8");
    }

    @Test
    void productionStartsWithAUrlAndNamesOfItsOwn() {
        var config = ConfigLoader.load(Request.of(PRODUCTION));
        assertThat(config.database().tls()).isEqualTo(PettyConfig.TlsMode.VERIFY_FULL);
        assertThat(config.http().tls().enabled()).as("a load balancer ends TLS").isFalse();
    }

    @Test
    void productionVerifiesTheDatabaseOrIsToldThatAnotherDoes() {
        for (var mode : List.of("verify-full", "verify-ca", "terminated-upstream")) {
            var config = ConfigLoader.load(Request.of(with(PRODUCTION, "PETTY_DATABASE_TLS", mode)));
            assertThat(TypedText.nameOf(config.database().tls())).isEqualTo(mode);
        }
        for (var mode : List.of("disable", "require")) {
            assertThat(errors(Request.of(with(PRODUCTION, "PETTY_DATABASE_TLS", mode))))
                    .singleElement()
                    .asString()
                    .startsWith("database.tls");
        }
    }

    @Test
    void theMailServersCredentialsStandInOnePlace() {
        var environment = Map.of("PETTY_MAIL_CREDENTIALS", "smtp", "PETTY_MAIL_USER", "petty");
        assertThat(errors(Request.of(environment)))
                .singleElement()
                .asString()
                .startsWith("mail.credentials")
                .contains("must not stand beside mail.user and mail.password");
    }

    @Test
    void productionRefusesEachThingThatIsMeantForTheDemo() {
        var environment = Map.of(
                "PETTY_PROFILE", "production",
                "PETTY_DATABASE_TLS", "disable",
                "PETTY_SECRETS_STORE", "directory",
                "PETTY_MAIL_PASSWORD", "hunter2-Xq9",
                "PETTY_PETS_AUTO_REGISTER", "true",
                "PETTY_IDENTITY_DEMO_SECRET", "true",
                "PETTY_MAIL_TRANSPORT", "console",
                "PETTY_MAIL_TLS", "disabled",
                "PETTY_V1_ANONYMOUS_INGEST", "true",
                "PETTY_V1_ANONYMOUS_READS", "true");
        var all = with(environment, "PETTY_NOTIFICATIONS_WEBHOOKS_ALLOW_PRIVATE", "true");
        var thrown = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(Request.of(all)));
        assertThat(thrown.errors())
                .extracting(ConfigError::key)
                .containsExactlyInAnyOrder(
                        "database.url",
                        "database.tls",
                        "secrets.store",
                        "mail.password",
                        "pets.auto-register",
                        "identity.demo-secret",
                        "mail.transport",
                        "mail.tls",
                        "identity.issuer",
                        "mail.from",
                        "mail.links",
                        "notifications.webhooks.allow-private",
                        "v1.anonymous-ingest",
                        "v1.anonymous-reads");
        assertThat(thrown).hasMessageStartingWith("The configuration has 14 errors:\n  ");
        assertThat(thrown.errors())
                .allSatisfy(error -> assertThat(error.problem()).endsWith("in production"));
    }

    @Test
    void productionSendsItsMailsAndUnderAName() {
        for (var transport : List.of("none", "console")) {
            assertThat(errors(Request.of(with(PRODUCTION, "PETTY_MAIL_TRANSPORT", transport))))
                    .singleElement()
                    .asString()
                    .startsWith("mail.transport");
        }
        assertThat(errors(Request.of(with(PRODUCTION, "PETTY_MAIL_TLS", "disabled"))))
                .singleElement()
                .asString()
                .startsWith("mail.tls");
        ConfigLoader.load(Request.of(with(PRODUCTION, "PETTY_MAIL_TLS", "implicit")));
        for (var nobodys : List.of("https://petty.invalid", "https://api.INVALID:8443/", "https://invalid", " ")) {
            assertThat(errors(Request.of(with(PRODUCTION, "PETTY_IDENTITY_ISSUER", nobodys))))
                    .as(nobodys)
                    .singleElement()
                    .asString()
                    .startsWith("identity.issuer");
        }
        ConfigLoader.load(Request.of(with(PRODUCTION, "PETTY_IDENTITY_ISSUER", "https://invalid.example")));
    }
}
