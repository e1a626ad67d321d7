package ai.petty.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.config.PettyConfig.LogFormat;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What really leaves the encoders of {@code logback.xml} and {@code logback-json.xml}. */
class LogsTest {
    private static final ObjectMapper STRICT = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXBsYW50ZWQ";
    private static final List<String> PLANTED = List.of(
            "alice@example.org",
            "hunter2",
            "s3cret-collar",
            "c2lnbmF0dXJlLXBsYW50ZWQ",
            "opaque-bearer-1",
            "live-link-token-1",
            "40.7128",
            "74.006",
            "40712800",
            "top\\\"half",
            "half-two",
            "pgp$ss",
            "MDEyMzQ1Njc4OTAx");

    private record Fix(double lat, double lon, int latE6) {}

    private static String logged(LogFormat format, String level, Consumer<Logger> act) {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logs.configure(context, format, level, "test");
        var buffer = new ByteArrayOutputStream();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var console = (OutputStreamAppender<ILoggingEvent>) Objects.requireNonNull(root.getAppender("console"));
        console.setOutputStream(buffer);
        act.accept(context.getLogger("ai.petty.test"));
        assertThat(new StatusUtil(context).getHighestLevel(0)).isLessThan(Status.ERROR);
        context.stop();
        return buffer.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) {
        try {
            return STRICT.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static void plant(Logger logger) {
        var cause = new IllegalStateException("cause for alice@example.org: password=hunter2 at 40.712800, -74.006000");
        logger.atInfo().log("sign-in of alice@example.org with password=hunter2, then Authorization: Bearer {}", JWT);
        logger.atInfo().log("GET /v2/shared/live-link-token-1/live");
        logger.atInfo().log("Bearer opaque-bearer-1 and credential: 's3cret-collar'");
        logger.atInfo().log(
                "hello {\"collar_id\":\"SN-1\",\"credential\":\"s3cret-collar\",\"password\":\"top\\\"half-two\"}");
        logger.atInfo().log("frame {\\\"credential\\\":\\\"s3cret-collar\\\",\\\"firmware\\\":\\\"1.2\\\"}");
        logger.atInfo().log("postgresql://petty:pgp$ss@db:5432/petty, then {}", JWT);
        logger.atInfo().log("at lat=40.7128 lon=-74.0060, {\"coordinates\":[-74.006,40.7128]}, latE6=40712800");
        logger.atInfo().log("signed by whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        logger.atInfo().log("POINT(-74.006000 40.712800)");
        logger.atInfo().log("ERROR: Failing row contains (1, 40712800, 2).");
        logger.atInfo().setCause(new IllegalStateException("wrapped", cause)).log("with a cause");
        logger.atInfo()
                .addKeyValue("email", "alice@example.org")
                .addKeyValue("lat", 40.7128)
                .addKeyValue("latE6", 40_712_800)
                .addKeyValue("collar_credential", "s3cret-collar")
                .addKeyValue("note", "ask alice@example.org")
                .log("with key-values");
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void nothing_planted_comes_out_of_either_format(LogFormat format) {
        var output = logged(format, "INFO", LogsTest::plant);

        assertThat(PLANTED).noneMatch(output::contains);
        assertThat(output)
                .contains("sign-in of ***")
                .contains("cause for ***")
                .contains("\"collar_id")
                .isNotBlank();
    }

    @Test
    void objects_as_key_values_are_masked_in_json_as_well() {
        var output = logged(
                LogFormat.JSON,
                "INFO",
                logger -> logger.atInfo()
                        .addKeyValue("fix", new Fix(40.7128, -74.0060, 40_712_800))
                        .addKeyValue(
                                "headers",
                                Map.of("Authorization", "Basic YWxpY2U6aHVudGVyMg==", "Accept", "text/plain"))
                        .addKeyValue("location", Map.of("type", "Point"))
                        .log("objects"));

        assertThat(json(output).at("/fix")).isEqualTo(json("{\"lat\":\"***\",\"lon\":\"***\",\"latE6\":\"***\"}"));
        assertThat(json(output).at("/headers/Authorization").asText()).isEqualTo("***");
        assertThat(json(output).at("/headers/Accept").asText()).isEqualTo("text/plain");
        assertThat(json(output).at("/location").asText()).isEqualTo("***");
    }

    @Test
    void a_json_line_says_who_speaks_and_keeps_key_values_as_typed_fields() {
        var output = logged(
                LogFormat.JSON,
                "INFO",
                logger -> logger.atInfo()
                        .addKeyValue("readings", 17)
                        .addKeyValue("collar_id", "SN-123456")
                        .log("Stored a group"));

        var line = json(output);
        assertThat(line.path("service").asText()).isEqualTo("petty");
        assertThat(line.path("version").asText()).isNotBlank();
        assertThat(line.path("environment").asText()).isEqualTo("test");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("message").asText()).isEqualTo("Stored a group");
        assertThat(line.path("readings").isInt()).isTrue();
        assertThat(line.path("collar_id").asText()).isEqualTo("SN-123456");
        assertThat(line.path("time").asText()).endsWith("Z");
        assertThat(line.has("correlation_id")).isFalse();
    }

    @Test
    void what_is_harmless_stays_as_it_is() {
        for (var text : List.of(
                "Listening on http://127.0.0.1:8080, metrics on 9090",
                "Stored 1000 readings of SN-123456 in 12.25 ms, p99 1.5, 2.5",
                "2026-02-28T23:59:59.999999Z took 0.0001 s",
                "platform=linux plate=7 latency=12 belongs_to=9")) {
            assertThat(Redaction.redact(text)).isEqualTo(text);
        }
        for (var name : List.of("collar_id", "platform", "latency", "message", "relation", "readings", "n")) {
            assertThat(Redaction.masks(name)).as(name).isFalse();
        }
    }

    @Test
    void a_hostile_text_of_a_megabyte_neither_overflows_the_stack_nor_is_let_through() {
        var hostile = "password=\"" + "\\\"a".repeat(300_000) + "hunter2\" " + "a-".repeat(50_000) + "@"
                + "1.".repeat(50_000);

        assertThat(Redaction.redact(hostile)).doesNotContain("hunter2");
    }

    @Test
    void a_line_break_in_a_message_does_not_pass_for_a_line_of_the_log() {
        var output = logged(LogFormat.TEXT, "INFO", logger -> logger.info("first\r\n12:00:00.000 ERROR forged"));

        assertThat(output.strip().lines()).hasSize(1);
    }

    @Test
    void the_level_is_obeyed_and_a_wrong_one_refused() {
        assertThat(logged(LogFormat.JSON, "WARN", logger -> logger.info("quiet")))
                .isEmpty();
        assertThat(logged(LogFormat.TEXT, "warn", logger -> logger.warn("loud")))
                .contains("loud");
        assertThatThrownBy(() -> logged(LogFormat.JSON, "VERBOSE", logger -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
