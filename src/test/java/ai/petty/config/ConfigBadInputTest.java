package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.config.ConfigLoader.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigBadInputTest {
    private static final String PASSWORD = "hunter2-Xq9";

    @TempDir
    private Path directory = Path.of("");

    private static ConfigException refused(Request request) {
        var thrown = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(request));
        assertThat(thrown).as("the load fails").isNotNull();
        return thrown;
    }

    private ConfigException refusedFile(String yaml) throws IOException {
        return refused(Request.of(Map.of()).withFile(Files.writeString(directory.resolve("petty.yaml"), yaml)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http.port                     | -1              | must not be negative",
                "http.port                     | 65536           | must be at most 65535",
                "http.port                     | 80.5            | \"80.5\" is not a whole number",
                "http.port                     | 0x50            | \"0x50\" is not a whole number",
                "http.port                     | ``              | \"\" is not a whole number",
                "http.port                     | 4294967376      | \"4294967376\" is too large a number",
                "management.port               | 70000           | must be at most 65535",
                "management.port               | 8080            | must not be http.port",
                "database.embedded.port        | 65536           | must be at most 65535",
                "http.event-loops              | -2              | must not be negative",
                "http.accept-backlog           | 1023            | must be at least 1024",
                "http.max-request-line         | 15KiB           | must be at least 16KiB",
                "http.max-body                 | 8388608         | \"8388608\" is not a size such as 512B, 16KiB, 4MiB or 1GiB",
                "http.max-body                 | 8MB             | \"8MB\" is not a size such as 512B, 16KiB, 4MiB or 1GiB",
                "http.max-body                 | 0B              | must be more than zero",
                "http.idle-timeout             | 30              | \"30\" is not a duration such as 250ms, 30s, 5m, 2h or 35d",
                "http.idle-timeout             | -30s            | \"-30s\" is not a duration such as 250ms, 30s, 5m, 2h or 35d",
                "http.idle-timeout             | 1.5h            | \"1.5h\" is not a duration such as 250ms, 30s, 5m, 2h or 35d",
                "http.idle-timeout             | PT30S           | \"PT30S\" is not a duration such as 250ms, 30s, 5m, 2h or 35d",
                "http.idle-timeout             | 999999999999d   | \"999999999999d\" is longer than 36500d",
                "http.idle-timeout             | 0s              | must be more than zero",
                "notifications.attempts        | 0               | must be more than zero",
                "notifications.give-up-after   | 0s              | must be more than zero",
                "notifications.webhooks.ports  | 443,0           | must hold ports from 1 to 65535",
                "notifications.webhooks.ports  | 443,65536       | must hold ports from 1 to 65535",
                "notifications.webhooks.ports  | https           | must hold ports from 1 to 65535",
                "notifications.webhooks.ports  | ``              | must hold ports from 1 to 65535",
                "notifications.webhooks.timeout | 31s            | must be at most 30s",
                "notifications.webhooks.per-host | 17            | must be at most notifications.webhooks.at-once",
                "notifications.webhooks.disable-after | -1       | must be more than zero",
                "notifications.webhooks.breaker.failures | 0     | must be more than zero",
                "http.host                     | ` `             | must not be empty",
                "http.cors-origins             | *               | must hold exact origins such as https://app.example.com, in lower case",
                "http.cors-origins             | https://a.b/c   | must hold exact origins such as https://app.example.com, in lower case",
                "http.cors-origins             | https://a.b,    | \"https://a.b,\" has an empty item",
                "http.trusted-proxies          | localhost       | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 10.0.0.0/33     | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 10.0.0.0/       | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 10.0/8          | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 0.0.0.0/0       | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | ::/0            | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 2001:db8::/129  | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | 10.0.0.0/8/8    | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.trusted-proxies          | [::1]           | must hold addresses or blocks such as 10.0.0.0/16; no names, and not everybody",
                "http.tls.enabled              | yes             | \"yes\" is neither true nor false",
                "secrets.refresh-ahead         | 5m              | must be less than secrets.ttl",
                "secrets.aws.endpoint          | localhost:5000  | must be an address such as https://secretsmanager.eu-central-1.amazonaws.com",
                "evaluation.lease              | 19s             | must be at least four times database.statement-timeout",
                "evaluation.page               | 20001           | must be at most evaluation.turn",
                "evaluation.at-once            | 0               | must be more than zero",
                "inference.threshold           | 1.5             | must be a probability, at most 1",
                "inference.threshold           | -0.1            | must not be negative",
                "inference.max-waiting         | 0               | must be more than zero",
                "inference.model               | /no/such.json   | names a file that does not exist or cannot be read",
                "mail.credentials              | Smtp/x          | must be lower-case letters, digits and dashes, such as smtp",
                "http.tls.protocols            | TLSv1.1         | must hold TLSv1.3, TLSv1.2 or both",
                "http.tls.protocols            | ``              | must hold TLSv1.3, TLSv1.2 or both",
                "database.url                  | mysql://h/n     | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://h  | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://h/ | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://h:0/n     | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://h:65536/n | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://h/n?ssl=0 | must have the form postgresql://host:port/name",
                "database.url                  | jdbc:postgresql://h/n  | must have the form postgresql://host:port/name",
                "database.url                  | postgresql://u:p@h/n   | must not hold a user or a password; they are database.user and database.password",
                "database.user                 | ``              | must not be empty",
                "database.password             | ********        | is the mask that the configuration is printed with, not a password",
                "database.tls                  | on              | \"on\" is none of disable, require, verify-ca, verify-full, terminated-upstream",
                "database.read-connections     | 0               | must be more than zero",
                "database.breaker.failures     | 0               | must be more than zero",
                "database.embedded.directory   | ``              | \"\" is not a path",
                "store.retention               | 34d             | must be at least 35d",
                "ingest.max-age                | 36d             | store.retention: must be at least ingest.max-age",
                "ingest.write-slots            | 0               | must be more than zero",
                "ingest.max-waiting-bytes      | 1KiB            | must be at least ingest.max-group-bytes",
                "ingest.v1.collar-id-pattern   | [A-Z            | is not a regular expression: Unclosed character class near index 3",
                "ingest.v1.collar-id-pattern   | .*              | must not match the empty text",
                "pets.auto-register-pattern    | (               | is not a regular expression: Unclosed group near index 1",
                "uplink.max-frame              | 127KiB          | must be at least 128KiB",
                "behaviour.longest-gap         | 61m             | must be at most 1h",
                "behaviour.longest-gap         | 0s              | must be more than zero",
                "behaviour.shortest-rest       | 3601s           | must be at most 1h",
                "behaviour.shortest-walk       | 2h              | must be at most 1h",
                "behaviour.shortest-run        | 0s              | must be more than zero",
                "behaviour.shortest-play       | 1d              | must be at most 1h",
                "behaviour.shortest-sleep      | 61m             | must be at most 1h",
                "timeline.seal-after           | 31d             | must be at least a day longer than ingest.max-age and a day shorter than store.retention",
                "timeline.seal-after           | 35d             | must be at least a day longer than ingest.max-age and a day shorter than store.retention",
                "timeline.longest-wait         | 0s              | must be more than zero",
                "timeline.seal-batch           | 0               | must be more than zero",
                "limits.v1-timeline.burst      | 0               | must be more than zero",
                "limits.v1-ingest.burst        | 0               | must be more than zero",
                "limits.v1-ingest.per-second   | -0.5            | must be more than zero",
                "limits.v1-ingest.per-second   | NaN             | \"NaN\" is not a number",
                "limits.v1-ingest.per-second   | 1e999           | \"1e999\" is too large a number",
                "limits.v2-backfill.burst      | 9999999999999999999 | \"9999999999999999999\" is too large a number",
                "identity.lockout.failures     | 1               | must be at least 2",
                "alerts.heart-rate.factor      | 1               | must be more than 1",
                "alerts.heart-rate.calm-factor | 1.5             | must be less than alerts.heart-rate.factor",
                "alerts.heart-rate.readings    | 0               | must be more than zero",
                "alerts.inactivity.day-from    | 7               | and alerts.inactivity.day-to must be times of the day such as 07:00",
                "alerts.inactivity.day-to      | 07:00           | must be later than alerts.inactivity.day-from",
                "alerts.geofence.margin-m      | -1              | must be more than zero",
                "alerts.battery.resolved-above-pct | 15          | must be more than alerts.battery.below-pct, and less than 100",
                "alerts.battery.resolved-above-pct | 100         | must be more than alerts.battery.below-pct, and less than 100",
                "alerts.lost-mode.report-interval  | 500ms       | must be at least 1s, and at most uplink.report-interval",
                "alerts.lost-mode.report-interval  | 11s         | must be at least 1s, and at most uplink.report-interval",
                "log.format                    | xml             | \"xml\" is none of json, text",
                "log.level                     | ``              | must be one of ERROR, WARN, INFO, DEBUG, TRACE or OFF",
                "http                          | 1               | is a section; the keys below it are host, port, event-loops, accept-backlog, max-request-line, max-headers, max-body, idle-timeout, drain-timeout, compression-min-size, cors-origins, trusted-proxies, tls",
            })
    void aBadValueIsRefusedByName(String key, String text, String problem) {
        var errors = refused(Request.of(Map.of()).withOverride(key, text)).errors();
        assertThat(errors).singleElement().satisfies(error -> {
            var blamed = problem.startsWith("store.retention: ") ? "store.retention" : key;
            assertThat(error.key()).isEqualTo(blamed);
            assertThat(blamed + ": " + error.problem()).endsWith(blamed + ": " + problem.replace(blamed + ": ", ""));
        });
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "http.prot,           http.port",
        "http.idle_timeout,   http.idle-timeout",
        "http.idleTimeout,    http.idle-timeout",
        "htpp,                http",
        "limits.v1-ingets.burst, limits.v1-ingest.burst",
        "idle-timeout,        http.idle-timeout",
        "server.max-frame,    uplink.max-frame",
    })
    void anUnknownKeyIsAnsweredWithTheNearestOne(String wrong, String meant) {
        var errors = refused(Request.of(Map.of()).withOverride(wrong, "1")).errors();
        assertThat(errors).singleElement().extracting(ConfigError::didYouMean).isEqualTo(Optional.of(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zebra", "port", ""})
    void aNameThatIsNearNothingOrManyGetsNoSuggestion(String wrong) {
        var errors = refused(Request.of(Map.of()).withOverride("x" + wrong + "qwertz", "1"))
                .errors();
        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.didYouMean()).isEmpty());
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "PETTY_HTTP_PROT, PETTY_HTTP_PORT",
        "PETTY_http_port, PETTY_HTTP_PORT",
        "PETTY_DATABASE_PASSWD, PETTY_DATABASE_PASSWORD",
        "PETTY_CONFG, PETTY_CONFIG",
        "PETTY_PROFIL, PETTY_PROFILE",
    })
    void anUnknownVariableIsAnsweredWithTheNearestOne(String wrong, String meant) {
        assertThat(refused(Request.of(Map.of(wrong, PASSWORD))))
                .hasMessageContaining("%s (environment): is not the name of a key; did you mean %s?", wrong, meant)
                .hasMessageNotContaining(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`http:\n  port: 1\n  host: a\n  port: 2`      | `:4): stands here a second time, first in line 2`",
                "`http:\n  port: 1\nlog: {level: INFO}\nhttp:\n  host: a` | `:4): stands here a second time, first in line 1`",
                "`http.port: 1`                                | `:1): has dots in one name`",
                "`http:\n  port:`                              | `:2): has no value`",
                "`http:\n  port: ~`                            | `:2): has no value`",
                "`http:\n  port: {a: 1}`                       | `:2): is a value, not a section`",
                "`http:\n  port: [1]`                          | `:2): is one value, not a list`",
                "`http:\n  cors-origins: [[a]]`                | `:2): is a list of texts`",
                "`http:\n  cors-origins: ['']`                 | `:2): has an empty item`",
                "`\nlog: [1]`                                  | `:2): is a section; the keys below it are format, level`",
                "`http:\n  host: !env HOST`                    | `:2): has a tag`",
                "`http:\n  host: *there`                       | `:2): names an anchor`",
                "`http:\n\tport: 1`                            | `:2: is not YAML`",
                "`http: {port: 1`                              | `: is not YAML`",
                "`- 1\n- 2`                                    | `:1: is not a tree of keys`",
                "`just words`                                  | `:1: is not a tree of keys`",
                "`log: {level: INFO}\n---\nlog: {level: INFO}` | `holds more than one document`",
                "`<<: {a: 1}`                                  | `<< (file`",
            })
    void aBadFileIsRefusedWithTheLine(String yaml, String told) throws IOException {
        assertThat(refusedFile(yaml)).hasMessageContaining(told);
    }

    @Test
    void aFileOfControlCharactersOrBottomlessBracketsIsRefused() throws IOException {
        assertThat(refusedFile("http: {host: \"\u0000\"}")).hasMessageContaining("is not YAML");
        assertThat(refusedFile("http: " + "[".repeat(100_000))).hasMessageContaining("is not YAML");
        assertThat(refusedFile("\"ht\\ntp\": 1").errors().getFirst().toString()).doesNotContain("\n");
    }

    /** Every place where a password may slip to when a file or a variable is badly written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "database: {password: [%s]}",
                "database: {password: {a: %s}}",
                "database:\n  password: a\n  password: %s",
                "database:\n  url: postgresql://petty:%s@db/petty",
                "database:\n  url: postgresql://db/petty?password=%s",
                "database: %s",
                "database:\n  password: \"%s",
                "database:\n  password: !%s",
                "database:\n  password: *%s",
                "database:\n  password: &%s",
                "database:\n  password: '%s' x",
                "database:\n  password: @%s",
                "database:\n\tpassword: %s",
                "database:\n  password: %s\n log: 1",
                "database:\n  passwort: %s",
                "- %s",
                "%s",
            })
    void noErrorMessageHoldsAPassword(String yaml) throws IOException {
        var thrown = refusedFile(yaml.formatted(PASSWORD));
        assertThat(thrown).hasMessageNotContaining("hunter2");
        assertThat(thrown.errors().toString()).doesNotContain("hunter2");
    }

    @Test
    void noErrorMessageHoldsAPasswordOfTheEnvironment() {
        var environment = Map.of(
                "PETTY_DATABASE_PASSWORD",
                PASSWORD,
                "PETTY_DATABASE_URL",
                "postgres://petty:" + PASSWORD + "@db/petty",
                "PETTY_DATABASE",
                PASSWORD,
                "PETTY_HTTP_PORT",
                "x");
        var thrown = refused(Request.of(environment));
        assertThat(thrown.errors()).hasSize(3);
        assertThat(thrown).hasMessageNotContaining("hunter2");
    }

    @Test
    void tlsNeedsItsFiles() throws IOException {
        var request = Request.of(Map.of("PETTY_HTTP_TLS_ENABLED", "true"));
        assertThat(refused(request).errors())
                .extracting(ConfigError::toString)
                .containsExactly(
                        "http.tls.certificate (default): must name a PEM file",
                        "http.tls.key (default): must name a PEM file");
        var pem = Files.writeString(directory.resolve("server.pem"), "-----BEGIN");
        var half = request.withOverride("http.tls.certificate", pem.toString())
                .withOverride("http.tls.key", directory.toString());
        assertThat(refused(half).errors())
                .extracting(ConfigError::toString)
                .containsExactly("http.tls.key (command line): names a file that does not exist or cannot be read");
        var whole = half.withOverride("http.tls.key", pem.toString());
        assertThat(ConfigLoader.load(whole).http().tls().certificate()).isEqualTo(pem.toString());
    }

    @Test
    void aCertificateOfTheDatabaseMustExistWhenItIsUsed() {
        var request = Request.of(Map.of()).withOverride("database.ca-certificate", "missing.pem");
        assertThat(ConfigLoader.load(request).database().tls()).isEqualTo(PettyConfig.TlsMode.DISABLE);
        assertThat(refused(request.withOverride("database.tls", "verify-ca")))
                .hasMessageContaining("database.ca-certificate (command line): names a file that does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://h/n",
                "postgres://db.internal:5432/petty",
                "postgresql://127.0.0.1:1/n",
                "postgresql://[::1]:5432/n",
                "postgresql://my_db/petty-1",
            })
    void aDatabaseUrlMayTakeTheseForms(String url) {
        var config = ConfigLoader.load(Request.of(Map.of("PETTY_DATABASE_URL", url)));
        assertThat(config.database().url()).isEqualTo(url);
    }
}
