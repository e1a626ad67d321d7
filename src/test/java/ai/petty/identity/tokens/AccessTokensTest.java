package ai.petty.identity.tokens;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens that are issued, and what becomes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTokensTest {
    private static final UUID ACCOUNT = new UUID(1, 2);
    private static final UUID SESSION = new UUID(3, 4);
    private static final Set<Scope> SCOPES = Set.of(Scope.PETS_READ, Scope.ACCOUNT_MANAGE);

    private TokenHouse house;
    private SigningKeys keys;
    private AccessTokens target;
    private SigningKey active;

    @BeforeAll
    void open() {
        house = new TokenHouse(Map.of());
        keys = house.keys();
        await(keys.open());
        target = house.tokens(keys);
        var stored = await(house.secrets.current("petty/test/jwt-keys"));
        active = KeyRing.ofText(stored.text().value())
                .active(house.clock.instant())
                .orElseThrow();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void anIssuedTokenSpeaksForItsAccount() {
        var issued = await(target.issue(ACCOUNT, SESSION, SCOPES, 3));
        var person = (Principal.Person) await(target.verify(issued.token()));
        assertThat(person.account()).isEqualTo(ACCOUNT);
        assertThat(person.scopes()).isEqualTo(SCOPES);
        assertThat(person.grant()).hasValueSatisfying(grant -> {
            assertThat(grant.tokenId()).isEqualTo(issued.tokenId());
            assertThat(grant.session()).contains(SESSION);
            assertThat(grant.expiresAt()).isEqualTo(issued.expiresAt().plusSeconds(30));
        });
        assertThat(issued.expiresAt()).isEqualTo(TokenHouse.START.plus(Duration.ofMinutes(15)));
        assertThat(issued.toString()).doesNotContain(issued.token());
    }

    @Test
    void itNamesItsKeyAndHoldsTheClaimsOfTheDesign() {
        var token = await(target.issue(ACCOUNT, SESSION, SCOPES, 3)).token();
        var header = decoded(token, 0);
        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(header.getString("kid")).isEqualTo(active.kid());
        var claims = decoded(token, 1);
        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder(
                        "iss", "aud", "sub", "exp", "nbf", "iat", "jti", "user_id", "scopes", "sid", "epoch");
        assertThat(claims.getJsonArray("scopes")).isEqualTo(JsonArray.of("pets:read", "account:manage"));
    }

    @Test
    void aTokenThatWasSeenBeforeIsAnsweredAtOnce() {
        var token = await(target.issue(ACCOUNT, SESSION, SCOPES, 0)).token();
        await(target.verify(token));
        house.secrets.goAway(true);
        try {
            assertThat(target.verify(token).succeeded()).isTrue();
        } finally {
            house.secrets.goAway(false);
        }
    }

    @Test
    void aTokenThatWasSeenBeforeStillExpires() {
        try (var other = new TokenHouse(Map.of())) {
            var otherKeys = other.keys();
            await(otherKeys.open());
            var tokens = other.tokens(otherKeys);
            var token = await(tokens.issue(ACCOUNT, SESSION, SCOPES, 0)).token();
            await(tokens.verify(token));
            other.pass(Duration.ofMinutes(15).plusSeconds(29));
            assertThat(tokens.verify(token).succeeded()).isTrue();
            other.pass(Duration.ofSeconds(1));
            assertThat(code(tokens, token)).isEqualTo("auth.token_expired");
        }
    }

    private static JsonObject decoded(String token, int part) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]), StandardCharsets.UTF_8));
    }

    private static String code(AccessTokens tokens, String token) {
        var thrown = catchThrowable(() -> await(tokens.verify(token)));
        assertThat(thrown).isInstanceOf(Refusal.class);
        assertThat(((Refusal) thrown).kind()).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
        return ((Refusal) thrown).code();
    }
}
