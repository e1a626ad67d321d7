package ai.petty.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused as it reads, before any key is looked for: not left to the library that checks signatures. */
class JwtTest {
    private static String token(JsonObject header) {
        return Forge.part(header.encode()) + "." + Forge.part("{\"iss\":\"x\"}") + "." + Forge.part("signature");
    }

    @Test
    void anRs256TokenIsRead() {
        var read = Jwt.parse(token(JsonObject.of("alg", "RS256", "kid", "k")));
        assertThat(read.kid()).contains("k");
        assertThat(read.claims().needText("iss")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "rs256", "RS256 "})
    void anyOtherAlgorithmIsRefused(String algorithm) {
        assertThatThrownBy(() -> Jwt.parse(token(JsonObject.of("alg", algorithm, "kid", "k"))))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5c", "x5u", "crit", "b64", "enc", "zip"})
    void aHeaderThatBringsAKeyOrAnotherReadingIsRefused(String name) {
        assertThatThrownBy(() -> Jwt.parse(token(JsonObject.of("alg", "RS256", "kid", "k", name, "x"))))
                .isInstanceOf(Refusal.class);
    }
}
