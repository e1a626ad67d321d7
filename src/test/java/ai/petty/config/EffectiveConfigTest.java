package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.ConfigLoader.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EffectiveConfigTest {
    private static final String PASSWORD = "hunter2-Xq9";

    @Test
    void itPrintsEveryKeyWithItsOrigin() throws IOException {
        var request = Request.of(Map.of("PETTY_LIMITS_V1_INGEST_BURST", "7"))
                .withProfile("test")
                .withOverride("http.cors-origins", "https://a.example,https://b.example");
        var lines = ConfigLoader.read(request).toYaml().lines().toList();
        assertThat(lines.stream().filter(line -> line.contains("  # ")))
                .hasSize(new Schema(PettyConfig.class).keys().size());
        assertThat(lines)
                .startsWith(
                        "profile: test  # command line",
                        "http:",
                        "  host: 127.0.0.1  # default",
                        "  port: 0  # profile test")
                .containsSequence(
                        "  cors-origins: [\"https://a.example\", \"https://b.example\"]  # command line",
                        "  trusted-proxies: []  # default",
                        "  tls:",
                        "    enabled: false  # default")
                .containsSequence(
                        "limits:",
                        "  v1-ingest:",
                        "    burst: 7  # environment PETTY_LIMITS_V1_INGEST_BURST",
                        "    per-second: 10.0  # default")
                .contains("  idle-timeout: 75s  # default", "  max-body: 8MiB  # default", "  tls: disable  # default");
    }

    @Test
    void aSecretIsPrintedNowhere() {
        var effective = ConfigLoader.read(Request.of(Map.of("PETTY_DATABASE_PASSWORD", PASSWORD)));
        assertThat(effective.config().database().password().value()).isEqualTo(PASSWORD);
        assertThat(effective.toYaml()).contains("password: \"********\"  # environment PETTY_DATABASE_PASSWORD");
        assertThat(effective.toYaml() + effective + effective.config() + effective.settings())
                .doesNotContain("hunter2");
    }

    @Property(tries = 200)
    void whatIsPrintedReadsBackToTheSame(
            @ForAll @NotBlank @StringLength(max = 30) String text, @ForAll boolean flag, @ForAll double number)
            throws IOException {
        var printable = text.codePoints()
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var perSecond = Math.clamp(Math.abs(Double.isNaN(number) ? 1 : number), 0.001, 1e9);
        var config = Files.createTempFile("petty", ".yaml");
        try {
            var request = Request.of(Map.of())
                    .withOverride("database.user", "u" + printable)
                    .withOverride("database.ca-certificate", printable)
                    .withOverride("http.tls.certificate", "null")
                    .withOverride("v1.anonymous-reads", String.valueOf(flag))
                    .withOverride("limits.v1-ingest.per-second", String.valueOf((float) perSecond));
            var printed = ConfigLoader.read(request);
            Files.writeString(config, printed.toYaml());
            assertThat(ConfigLoader.load(Request.of(Map.of()).withFile(config))).isEqualTo(printed.config());
        } finally {
            Files.delete(config);
        }
    }

    @Test
    void anOriginCannotBreakOutOfItsComment() throws IOException {
        var directory = Files.createTempDirectory("petty");
        Path odd = Files.writeString(directory.resolve("a\nhttp: {}\n.yaml"), "log: {level: WARN}");
        try {
            var yaml = ConfigLoader.read(Request.of(Map.of()).withFile(odd)).toYaml();
            assertThat(yaml.lines().filter(line -> line.startsWith("http:"))).hasSize(1);
        } finally {
            Files.delete(odd);
            Files.delete(directory);
        }
    }
}
