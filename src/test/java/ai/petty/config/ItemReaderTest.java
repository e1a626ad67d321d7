package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.config.ConfigLoader.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of sections, such as {@code identity.trusted-issuers}. */
class ItemReaderTest {
    private static final String GOOD = "{issuer: a, audience: b, jwks-url: 'https://c.example/k'}";

    @TempDir
    private Path directory;

    private Request request(String issuers) throws IOException {
        var file = directory.resolve("petty.yaml");
        Files.writeString(file, "identity:\n  trusted-issuers: " + issuers + "\n");
        return Request.of(Map.of()).withProfile("test").withFile(file);
    }

    @Test
    void anItemHasItsDefaultsWhereItSaysNothing() throws IOException {
        var issuers = ConfigLoader.load(request("[" + GOOD + "]")).identity().trustedIssuers();
        assertThat(issuers)
                .containsExactly(new PettyConfig.TrustedIssuer(
                        "a",
                        "b",
                        "https://c.example/k",
                        "",
                        "aud",
                        Map.of(),
                        "sub",
                        "scope",
                        Map.of(),
                        Duration.ofSeconds(30),
                        Duration.ofHours(24)));
    }

    @Test
    void whatIsPrintedReadsBackToTheSame() throws IOException {
        var printed = ConfigLoader.read(request("""

                    - issuer: https://a.example/pool
                      audience: "b: c"
                      jwks-url: https://a.example/k?x=1
                      leeway: 1500ms
                      required-claims: {token_use: access, tier: [gold, silver]}
                      scope-names:
                        read: pets:read
                        write: [pets:write, "telemetry:write"]
                    - {issuer: z, audience: b, jwks-url: "https://c.example/k"}""".indent(4)));
        var file = directory.resolve("printed.yaml");
        Files.writeString(file, printed.toYaml());
        var again = ConfigLoader.load(Request.of(Map.of()).withFile(file));
        assertThat(again).isEqualTo(printed.config());
        assertThat(again.identity().trustedIssuers().getFirst().scopeNames())
                .isEqualTo(Map.of("read", List.of("pets:read"), "write", List.of("pets:write", "telemetry:write")));
        assertThat(printed.toYaml()).contains("petty.yaml:2");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("yes", "is a list of sections"),
                Arguments.of("{issuer: a}", "is a list of sections"),
                Arguments.of("[a]", "identity.trusted-issuers[0]"),
                Arguments.of("[{audience: b, jwks-url: 'https://c'}]", "identity.trusted-issuers[0].issuer"),
                Arguments.of("[" + GOOD + ", {issuer: z}]", "identity.trusted-issuers[1].audience"),
                Arguments.of(
                        "[{issuer: a, audience: b, jwks-uri: 'https://c'}]",
                        "did you mean identity.trusted-issuers[0].jwks-url?"),
                Arguments.of("[{issuer: a, audience: b, jwks-url: 'https://c', leeway: long}]", "is not a duration"),
                Arguments.of("[{issuer: a, audience: [b], jwks-url: 'https://c'}]", "is one value, not a list"),
                Arguments.of("[{issuer: a, audience: {b: c}, jwks-url: 'https://c'}]", "is a value, not a section"),
                Arguments.of("[{issuer: a, audience: , jwks-url: 'https://c'}]", "has no value"),
                Arguments.of(
                        "[{issuer: a, audience: b, jwks-url: 'https://c', scope-names: x}]", "is a section of names"),
                Arguments.of(
                        "[{issuer: a, audience: b, jwks-url: 'https://c', scope-names: {r: {s: t}}}]", "scope-names.r"),
                Arguments.of("[{issuer: a, audience: b}]", "must have one of jwks-url and public-key-file"),
                Arguments.of(
                        "[{issuer: a, audience: b, jwks-url: 'https://c', public-key-file: d}]",
                        "must have one of jwks-url and public-key-file"),
                Arguments.of("[{issuer: a, audience: b, public-key-file: no/such.pem}]", "does not exist"),
                Arguments.of("[{issuer: a, audience: b, jwks-url: 'ftp://c'}]", "is not an http(s) address"),
                Arguments.of("[{issuer: '', audience: b, jwks-url: 'https://c'}]", "must name an issuer"),
                Arguments.of("[" + GOOD + ", " + GOOD + "]", "[1] names an issuer that is named already"),
                Arguments.of("[{issuer: 'https://petty.invalid', audience: b, jwks-url: 'https://c'}]", "or our own"),
                Arguments.of("[{issuer: a, audience: b, jwks-url: 'https://c', leeway: 0s}]", "more than zero"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsSaid(String issuers, String problem) throws IOException {
        var request = request(issuers);
        var thrown = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(request));
        assertThat(thrown).isNotNull().hasMessageContaining(problem);
    }

    @Test
    void noVariableReachesInsideAList() {
        var request = Request.of(Map.of("PETTY_IDENTITY_TRUSTED_ISSUERS", "a,b"));
        var thrown = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(request));
        assertThat(thrown).isNotNull().hasMessageContaining("no variable or option reaches inside it");
        assertThat(ConfigLoader.load(Request.of(Map.of("PETTY_IDENTITY_TRUSTED_ISSUERS", "")))
                        .identity()
                        .trustedIssuers())
                .isEmpty();
    }
}
