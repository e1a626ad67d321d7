package ai.petty.identity.tokens;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.petty.config.ConfigLoader;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three issuers: a legacy one with a key file, a provider with published keys, and ourselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedIssuersTest {
    private static final String INVALID = "auth.invalid_token";
    private static final long NOW = TokenHouse.START.getEpochSecond();

    private final KeyPair legacy = Forge.newKey(2048);
    private final KeyPair provider = Forge.newKey(2048);
    private final KeyPair providersNext = Forge.newKey(2048);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile int status = 200;
    private volatile JsonArray published = new JsonArray();
    private final Vertx vertx = Vertx.vertx();
    private int port;
    private TokenHouse house;
    private SigningKeys keys;
    private AccessTokens target;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        var server =
                await(vertx.createHttpServer().requestHandler(this::publish).listen(0, "127.0.0.1"));
        port = server.actualPort();
        var pem = directory.resolve("legacy.pem");
        Files.writeString(pem, pem(legacy));
        var file = directory.resolve("petty.yaml");
        Files.writeString(file, """
                identity:
                  trusted-issuers:
                    - issuer: petty-api
                      audience: petty-clients
                      public-key-file: %s
                      user-claim: user_id
                      scopes-claim: scopes
                      scope-names: {read: [pets:read], write: [pets:write, telemetry:write, feedback:write]}
                    - issuer: https://provider.example
                      audience: an-app
                      jwks-url: http://127.0.0.1:%d/keys
                    - issuer: https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab129faBb
                      audience: 1example23456789
                      audience-claim: client_id
                      required-claims: {token_use: access}
                      scope-names: {petty/read: [pets:read], petty/write: [pets:write]}
                      jwks-url: http://127.0.0.1:%d/keys
                """.formatted(pem, port, port));
        house = new TokenHouse(
                ConfigLoader.Request.of(Map.of()).withProfile("test").withFile(file), Map.of(), TokenHouse.START);
        keys = house.keys();
        await(keys.open());
        target = house.tokens(keys, house.others());
        published = JsonArray.of(jwk(provider, "first"));
    }

    @AfterAll
    void close() {
        house.close();
        await(vertx.close());
    }

    private void publish(HttpServerRequest request) {
        fetches.incrementAndGet();
        request.response()
                .setStatusCode(status)
                .end(new JsonObject().put("keys", published).encode());
    }

    @Test
    void aLegacyTokenIsGoodWithoutKidAndSubAndWithFractionsOfSeconds() {
        var person = person(target, legacyToken(legacyClaims()));
        assertThat(person.scopes())
                .isEqualTo(Set.of(Scope.PETS_READ, Scope.PETS_WRITE, Scope.TELEMETRY_WRITE, Scope.FEEDBACK_WRITE));
        assertThat(house.postgres.texts(
                        "select issuer || ' ' || subject from account where account_id = ?", person.account()))
                .containsExactly("petty-api user-17");
        assertThat(person.grant()).hasValueSatisfying(grant -> {
            assertThat(grant.session()).isEmpty();
            assertThat(grant.epoch()).isEmpty();
        });
    }

    /** An access token of Amazon Cognito has no {@code aud}; its ID token has one, and no scopes. */
    @Test
    void anAccessTokenOfCognitoIsGoodAndItsIdTokenIsNot() {
        var person = person(target, cognitoToken(cognitoClaims()));
        assertThat(person.scopes()).isEqualTo(Set.of(Scope.PETS_READ, Scope.PETS_WRITE));

        var idToken = cognitoClaims().put("token_use", "id").put("aud", "1example23456789");
        idToken.remove("client_id");
        idToken.remove("scope");
        assertThat(refusal(target, cognitoToken(idToken)).code()).isEqualTo(INVALID);
    }

    @Test
    void whatCognitosTokenMustSayItMustSay() {
        var withoutUse = cognitoClaims();
        withoutUse.remove("token_use");
        for (var bad : List.of(
                withoutUse,
                cognitoClaims().put("token_use", "id"),
                cognitoClaims().put("token_use", JsonArray.of("access")),
                cognitoClaims().put("client_id", "another-app"),
                cognitoClaims().put("client_id", "another-app").put("aud", "1example23456789"))) {
            assertThat(refusal(target, cognitoToken(bad)).code())
                    .as(bad.encode())
                    .isEqualTo(INVALID);
        }
    }

    private String cognitoToken(JsonObject claims) {
        return Forge.rsa(rs256().put("kid", "first"), claims.encode(), provider.getPrivate());
    }

    private static JsonObject cognitoClaims() {
        return new JsonObject()
                .put("sub", "aaaaaaaa-bbbb-cccc-dddd-example")
                .put("iss", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab129faBb")
                .put("version", 2)
                .put("client_id", "1example23456789")
                .put("origin_jti", "aaaaaaaa-bbbb-cccc-dddd-origin")
                .put("event_id", "64f513be-32db-42b0-b78e-b02127b4f463")
                .put("token_use", "access")
                .put("scope", "petty/read petty/write openid aws.cognito.signin.user.admin")
                .put("auth_time", NOW - 5)
                .put("exp", NOW + 3_600)
                .put("iat", NOW - 5)
                .put("jti", "aaaaaaaa-bbbb-cccc-dddd-example-" + NOW)
                .put("username", "my-test-user");
    }

    @Test
    void whoIsSeenAgainHasTheSameAccount() {
        var first = person(target, legacyToken(legacyClaims()));
        var again = person(target, legacyToken(legacyClaims().put("exp", NOW + 99)));
        var elsewhere = person(house.tokens(keys, house.others()), legacyToken(legacyClaims()));
        assertThat(List.of(again.account(), elsewhere.account())).containsOnly(first.account());
        assertThat(person(target, legacyToken(legacyClaims().put("user_id", 17)))
                        .account())
                .isNotEqualTo(first.account());
    }

    @Test
    void processesThatSeeSomebodyFirstTogetherMakeOneAccount() {
        var seen = await(Future.all(IntStream.range(0, 8)
                .mapToObj(process -> new ExternalAccounts(house.database).findOrMake("petty-api", "twins"))
                .toList()));
        assertThat(Set.copyOf(seen.list())).hasSize(1);
        assertThat(house.postgres.texts("select account_id from account where subject = 'twins'"))
                .hasSize(1);
    }

    Stream<Arguments> badTokens() {
        return Stream.of(
                bad("wrong audience", legacyClaims().put("aud", "petty"), INVALID),
                bad("expired", legacyClaims().put("iat", NOW - 99).put("exp", NOW - 30.5), "auth.token_expired"),
                bad("not yet valid", legacyClaims().put("nbf", NOW + 30.5), "auth.token_not_yet_valid"),
                bad("no expiry", without("exp"), INVALID),
                bad("lives for a year", legacyClaims().put("exp", NOW + 31_536_000), INVALID),
                bad("lives for a year, age unknown", without("iat").put("exp", NOW + 31_536_000), INVALID),
                bad("no user", without("user_id"), INVALID),
                bad("user that is a list", legacyClaims().put("user_id", JsonArray.of(1)), INVALID),
                bad("user of 300 characters", legacyClaims().put("user_id", "u".repeat(300)), INVALID),
                bad("our own name", legacyClaims().put("iss", "https://petty.invalid"), INVALID),
                bad("the other issuer's name", legacyClaims().put("iss", "https://provider.example"), INVALID),
                Arguments.of(
                        "another key", Forge.rsa(rs256(), legacyClaims().encode(), provider.getPrivate()), INVALID),
                Arguments.of(
                        "HS256 with the public key",
                        Forge.hmac(
                                new JsonObject().put("alg", "HS256"),
                                legacyClaims().encode(),
                                legacy.getPublic().getEncoded()),
                        INVALID),
                Arguments.of(
                        "HS256 with the file",
                        Forge.hmac(
                                new JsonObject().put("alg", "HS256"),
                                legacyClaims().encode(),
                                pem(legacy).getBytes(StandardCharsets.UTF_8)),
                        INVALID),
                Arguments.of(
                        "alg none",
                        Forge.part("{\"alg\":\"none\"}") + "."
                                + Forge.part(legacyClaims().encode()) + ".",
                        INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRefusedAndNoAccountMade(String name, String token, String code) {
        var before = house.postgres.text("select count(*) from account");
        assertThat(refusal(target, token).code()).isEqualTo(code);
        assertThat(house.postgres.text("select count(*) from account")).isEqualTo(before);
    }

    @Test
    void scopesThatNobodyNamedAreNotGiven() {
        var person = person(target, legacyToken(legacyClaims().put("scopes", "read admin pets:write")));
        assertThat(person.scopes()).isEqualTo(Set.of(Scope.PETS_READ));
    }

    @Test
    void aProviderWithoutNamesOfItsOwnUsesOursButMakesNoAdministrator() {
        var person = person(target, providerToken(provider, "first", "pets:read admin openid"));
        assertThat(person.scopes()).isEqualTo(Set.of(Scope.PETS_READ));
    }

    @Test
    void publishedKeysAreFetchedOnceAndAgainForAnUnknownKeyButNotForEveryStranger() {
        published = JsonArray.of(
                new JsonObject().put("kty", "EC").put("kid", "curve"),
                new JsonObject().put("kty", "oct").put("kid", "secret").put("k", "AAAA"),
                jwk(Forge.newKey(1024), "short"),
                jwk(provider, "first"));
        var fresh = house.tokens(keys, house.others());
        var before = fetches.get();
        person(fresh, providerToken(provider, "first", "pets:read"));
        person(fresh, providerToken(provider, "first", "pets:write"));
        assertThat(fetches.get()).isEqualTo(before + 1);
        for (var kid : List.of("short", "secret", "curve", "nobody")) {
            assertThat(refusal(fresh, providerToken(provider, kid, "pets:read")).code())
                    .isEqualTo(INVALID);
        }
        assertThat(fetches.get()).isEqualTo(before + 1);
    }

    @Test
    void aTokenWithoutKidIsGoodWhereThereIsOneKeyOnly() {
        published = JsonArray.of(jwk(provider, "first"));
        var token = Forge.rsa(rs256(), providerClaims("pets:read").encode(), provider.getPrivate());
        person(house.tokens(keys, house.others()), token);
        published = JsonArray.of(jwk(provider, "first"), jwk(providersNext, "second"));
        var two = house.tokens(keys, house.others());
        assertThat(refusal(two, token).code()).isEqualTo(INVALID);
        person(two, providerToken(providersNext, "second", "pets:read"));
    }

    @Test
    void whileAnIssuerIsAwayItsTokensAreForLaterAndKnownKeysStayGood() {
        published = JsonArray.of(jwk(provider, "first"));
        var knows = house.tokens(keys, house.others());
        person(knows, providerToken(provider, "first", "pets:read"));
        status = 500;
        try {
            person(knows, providerToken(provider, "first", "pets:write"));
            var refused =
                    refusal(house.tokens(keys, house.others()), providerToken(provider, "first", "telemetry:write"));
            assertThat(refused.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            assertThat(refused.code()).isEqualTo("auth.issuer_unavailable");
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30));
        } finally {
            status = 200;
        }
    }

    @Test
    void aKeyIsNotTrustedForEverBecauseItsIssuerCannotBeAsked(@TempDir Path directory) throws IOException {
        published = JsonArray.of(jwk(provider, "first"));
        var file = directory.resolve("patient.yaml");
        Files.writeString(file, """
                identity:
                  trusted-issuers:
                    - issuer: https://provider.example
                      audience: an-app
                      jwks-url: http://127.0.0.1:%d/keys
                      longest-life: 3d
                """.formatted(port));
        try (var patient = new TokenHouse(
                ConfigLoader.Request.of(Map.of()).withProfile("test").withFile(file), Map.of(), TokenHouse.START)) {
            var itsKeys = patient.keys();
            await(itsKeys.open());
            var tokens = patient.tokens(itsKeys, patient.others());
            var life = Duration.ofDays(2).toSeconds();
            var seen = token(providerClaims("pets:read").put("exp", NOW + life));
            var unseen = token(providerClaims("pets:write").put("exp", NOW + life));
            person(tokens, seen);
            status = 500;
            patient.pass(Duration.ofHours(23));
            person(tokens, seen);
            patient.pass(Duration.ofHours(2));
            assertThat(refusal(tokens, unseen).code()).isEqualTo("auth.issuer_unavailable");
            assertThat(refusal(tokens, seen).code()).as("seen before").isEqualTo("auth.issuer_unavailable");
        } finally {
            status = 200;
        }
    }

    private String token(JsonObject claims) {
        return Forge.rsa(rs256().put("kid", "first"), claims.encode(), provider.getPrivate());
    }

    @Test
    void anAnswerThatIsTooLargeIsNotTaken() {
        published = JsonArray.of(jwk(provider, "first").put("x", "x".repeat(300_000)));
        var refused = refusal(house.tokens(keys, house.others()), providerToken(provider, "first", "feedback:write"));
        assertThat(refused.code()).isEqualTo("auth.issuer_unavailable");
    }

    @Test
    void aFileWithoutAKeyStopsTheStart() {
        assertThatThrownBy(() -> RsaKeys.ofPem("hello")).hasMessageContaining("PEM");
        assertThatThrownBy(() -> RsaKeys.ofPem(pem(Forge.newKey(1024)))).hasMessageContaining("2048");
    }

    private static Principal.Person person(AccessTokens tokens, String token) {
        return (Principal.Person) await(tokens.verify(token));
    }

    private static Refusal refusal(AccessTokens tokens, String token) {
        var thrown = catchThrowable(() -> await(tokens.verify(token)));
        assertThat(thrown).isInstanceOf(Refusal.class);
        return (Refusal) thrown;
    }

    private Arguments bad(String name, JsonObject claims, String code) {
        return Arguments.of(name, legacyToken(claims), code);
    }

    private String legacyToken(JsonObject claims) {
        return Forge.rsa(rs256(), claims.encode(), legacy.getPrivate());
    }

    private String providerToken(KeyPair pair, String kid, String scopes) {
        return Forge.rsa(rs256().put("kid", kid), providerClaims(scopes).encode(), pair.getPrivate());
    }

    private static JsonObject rs256() {
        return new JsonObject().put("alg", "RS256");
    }

    private static JsonObject providerClaims(String scopes) {
        return new JsonObject()
                .put("iss", "https://provider.example")
                .put("aud", "an-app")
                .put("sub", "somebody")
                .put("iat", NOW - 5)
                .put("exp", NOW + 600)
                .put("scope", scopes);
    }

    private static JsonObject without(String claim) {
        var claims = legacyClaims();
        claims.remove(claim);
        return claims;
    }

    private static JsonObject legacyClaims() {
        return new JsonObject()
                .put("iss", "petty-api")
                .put("aud", "petty-clients")
                .put("user_id", "user-17")
                .put("iat", NOW - 10.75)
                .put("exp", NOW + 600.5)
                .put("scopes", JsonArray.of("read", "write"));
    }

    private static JsonObject jwk(KeyPair pair, String kid) {
        var key = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("kid", kid)
                .put("use", "sig")
                .put("alg", "RS256")
                .put("n", Forge.part(key.getModulus().toByteArray()))
                .put("e", Forge.part(key.getPublicExponent().toByteArray()));
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
