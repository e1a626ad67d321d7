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
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of every kind that nobody issued: the good ones are taken, and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokensTest {
    private static final UUID ACCOUNT = new UUID(1, 2);
    private static final UUID SESSION = new UUID(3, 4);
    private static final Set<Scope> SCOPES = Set.of(Scope.PETS_READ, Scope.ACCOUNT_MANAGE);
    private static final String INVALID = "auth.invalid_token";

    private TokenHouse house;
    private AccessTokens target;
    private SigningKey active;
    private KeyPair stranger;

    @BeforeAll
    void open() {
        house = new TokenHouse(Map.of());
        var keys = house.keys();
        await(keys.open());
        target = house.tokens(keys);
        var stored = await(house.secrets.current("petty/test/jwt-keys"));
        active = KeyRing.ofText(stored.text().value())
                .active(house.clock.instant())
                .orElseThrow();
        stranger = Forge.newKey(2048);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void theForgeMakesGoodTokensToo() {
        // else the table below would show nothing
        await(target.verify(Forge.rsa(header(), claims().encode(), active.privateKey())));
    }

    Stream<Arguments> badTokens() {
        var now = TokenHouse.START.getEpochSecond();
        return Stream.of(
                bad("expired", claims().put("exp", now - 30), "auth.token_expired"),
                bad("expired by a fraction", claims().put("exp", now - 30.25), "auth.token_expired"),
                bad("not yet valid", claims().put("nbf", now + 31), "auth.token_not_yet_valid"),
                bad("issued in the future", claims().put("iat", now + 31), "auth.token_not_yet_valid"),
                bad("wrong issuer", claims().put("iss", "https://other.invalid"), INVALID),
                bad("no issuer", without("iss"), INVALID),
                bad("issuer that is no text", claims().put("iss", 7), INVALID),
                bad("wrong audience", claims().put("aud", "others"), INVALID),
                bad("audience in a word", claims().put("aud", "petty others"), INVALID),
                bad("other audiences", claims().put("aud", JsonArray.of("a", "b")), INVALID),
                bad("no audience", without("aud"), INVALID),
                bad("no expiry", without("exp"), INVALID),
                bad("expiry that is null", claims().putNull("exp"), INVALID),
                bad("expiry that is a text", claims().put("exp", "" + (now + 60)), INVALID),
                bad("expiry before the issue", claims().put("exp", now - 20).put("iat", now), INVALID),
                bad("no time of issue", without("iat"), INVALID),
                bad("no not-before", without("nbf"), INVALID),
                bad("no jti", without("jti"), INVALID),
                bad("no session", without("sid"), INVALID),
                bad("no epoch", without("epoch"), INVALID),
                bad("epoch that is a text", claims().put("epoch", "1"), INVALID),
                bad("no user", without("user_id"), INVALID),
                bad("user that is none", claims().put("user_id", "admin"), INVALID),
                bad("user that is not the subject", claims().put("user_id", SESSION.toString()), INVALID),
                bad("scopes that are no texts", claims().put("scopes", JsonArray.of(1)), INVALID),
                bad("scopes that are an object", claims().put("scopes", new JsonObject()), INVALID),
                raw("expiry of many digits", text("\"exp\":1e999999999")),
                raw(
                        "expiry of more decimals than anybody needs",
                        text("\"exp\":" + (now + 60) + ".0000000000000000000001")),
                raw("expiry below zero", text("\"exp\":-5")),
                raw("two expiries", text("\"exp\":" + (now + 60) + ",\"exp\":" + (now + 90))),
                raw("claims that are a list", "[]"),
                raw("claims that are nothing", "null"),
                raw("claims that are not JSON", "{\"iss\":"),
                raw("two JSONs", claims().encode() + "{}"),
                raw("a deep nest", "{\"x\":" + "[".repeat(500) + "]".repeat(500) + "}"),
                signed("wrong key", header(), stranger.getPrivate()),
                signed("no kid", new JsonObject().put("alg", "RS256"), active.privateKey()),
                signed("unknown kid", header().put("kid", "nobody"), active.privateKey()),
                signed("kid of 300 characters", header().put("kid", "k".repeat(300)), active.privateKey()),
                signed("kid that is a number", header().put("kid", 7), active.privateKey()),
                signed("kid of the real key, key of a stranger", header(), stranger.getPrivate()),
                signed("embedded jwk", header().put("jwk", jwk(stranger)), stranger.getPrivate()),
                signed("embedded jwk beside the real key", header().put("jwk", jwk(stranger)), active.privateKey()),
                signed("address of a key", header().put("jku", "http://127.0.0.1/k"), active.privateKey()),
                signed("address of a certificate", header().put("x5u", "http://127.0.0.1/k"), active.privateKey()),
                signed("certificate inside", header().put("x5c", JsonArray.of("AAAA")), active.privateKey()),
                signed("critical header", header().put("crit", JsonArray.of("exp")), active.privateKey()),
                signed("another kind", header().put("typ", "logout+jwt"), active.privateKey()),
                signed("alg of another case", header().put("alg", "rs256"), active.privateKey()),
                signed("no alg", new JsonObject().put("kid", active.kid()), active.privateKey()),
                signed("alg none, signed", header().put("alg", "none"), active.privateKey()),
                signed("alg RS512, signed with RS256", header().put("alg", "RS512"), active.privateKey()),
                Arguments.of(
                        "RS512",
                        Forge.sign(
                                header().put("alg", "RS512"), claims().encode(), active.privateKey(), "SHA512withRSA"),
                        INVALID),
                Arguments.of("alg none", unsigned("none") + ".", INVALID),
                Arguments.of("alg None with a signature", unsigned("None") + ".AAAA", INVALID),
                Arguments.of("alg RS256 without signature", unsigned("RS256") + ".", INVALID),
                Arguments.of(
                        "HS256 with the public key",
                        hmac("HS256", active.publicKey().getEncoded()),
                        INVALID),
                Arguments.of("HS256 with its PEM", hmac("HS256", pem()), INVALID),
                Arguments.of(
                        "RS256 that is an HMAC",
                        hmac("RS256", active.publicKey().getEncoded()),
                        INVALID),
                Arguments.of("10 kB", good().replace(".", "." + "A".repeat(10_000)), INVALID),
                Arguments.of(
                        "10 kB of claims, well signed",
                        Forge.rsa(header(), text("\"x\":\"" + "x".repeat(10_000) + '"'), active.privateKey()),
                        INVALID),
                Arguments.of("padding", good() + "==", INVALID),
                Arguments.of("another alphabet", good().replace('_', '/').replace('-', '+') + "+", INVALID),
                Arguments.of("garbage", "a.b.c", INVALID),
                Arguments.of("four parts", good() + ".AAAA", INVALID),
                Arguments.of("two parts", good().substring(0, good().lastIndexOf('.')), INVALID),
                Arguments.of("dots", "..", INVALID),
                Arguments.of("nothing", "", INVALID),
                Arguments.of("a line break", good() + "\n", INVALID),
                Arguments.of("other claims under a good signature", swapped(), INVALID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsRefused(String name, String token, String code) {
        assertThat(code(target, token)).isEqualTo(code);
        assertThat(code(target, token)).as("and again").isEqualTo(code);
    }

    Stream<Arguments> unusualTokens() {
        var now = TokenHouse.START.getEpochSecond();
        return Stream.of(
                unusual("within the leeway after its end", claims().put("exp", now - 29)),
                unusual("within the leeway before its beginning", claims().put("nbf", now + 29)),
                unusual("times with fractions", claims().put("exp", now + 60.5).put("iat", now - 0.25)),
                unusual("a time in another way", claims().put("exp", 4.0e9)),
                unusual("one audience of several", claims().put("aud", JsonArray.of("others", "petty"))),
                unusual("scopes as words", claims().put("scopes", "pets:read account:manage")),
                unusual(
                        "a scope that nobody knows",
                        claims().put("scopes", JsonArray.of("pets:read", "account:manage", "new:scope"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusualTokens")
    void anUnusualTokenIsGood(String name, String token) {
        assertThat(((Principal.Person) await(target.verify(token))).scopes()).isEqualTo(SCOPES);
    }

    private Arguments bad(String name, JsonObject claims, String code) {
        return Arguments.of(name, Forge.rsa(header(), claims.encode(), active.privateKey()), code);
    }

    private Arguments unusual(String name, JsonObject claims) {
        return Arguments.of(name, Forge.rsa(header(), claims.encode(), active.privateKey()));
    }

    private Arguments raw(String name, String claims) {
        return Arguments.of(name, Forge.rsa(header(), claims, active.privateKey()), INVALID);
    }

    private Arguments signed(String name, JsonObject header, PrivateKey key) {
        return Arguments.of(name, Forge.rsa(header, claims().encode(), key), INVALID);
    }

    private String good() {
        return Forge.rsa(header(), claims().encode(), active.privateKey());
    }

    private String swapped() {
        var parts = good().split("\\.", -1);
        return parts[0] + "." + Forge.part(claims().put("scopes", "admin").encode()) + "." + parts[2];
    }

    private String unsigned(String algorithm) {
        return Forge.part(header().put("alg", algorithm).encode()) + "." + Forge.part(claims().encode());
    }

    private String hmac(String algorithm, byte[] secret) {
        return Forge.hmac(header().put("alg", algorithm), claims().encode(), secret);
    }

    private byte[] pem() {
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(active.publicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonObject jwk(KeyPair pair) {
        var key = (java.security.interfaces.RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kty", "RSA")
                .put("n", Forge.part(key.getModulus().toByteArray()))
                .put("e", Forge.part(key.getPublicExponent().toByteArray()));
    }

    private JsonObject header() {
        return new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", active.kid());
    }

    /** The claims of a good token, with one more text in front of the last brace. */
    private static String text(String more) {
        var claims = claims();
        claims.remove("exp");
        return claims.encode()
                .replaceFirst("}$", "," + (more.startsWith("\"exp\"") ? "" : "\"exp\":4000000000,") + more + "}");
    }

    private static JsonObject without(String claim) {
        var claims = claims();
        claims.remove(claim);
        return claims;
    }

    private static JsonObject claims() {
        var now = TokenHouse.START.getEpochSecond();
        return new JsonObject()
                .put("iss", "https://petty.invalid")
                .put("aud", "petty")
                .put("sub", ACCOUNT.toString())
                .put("exp", now + 60)
                .put("nbf", now - 60)
                .put("iat", now - 60)
                .put("jti", "a-token")
                .put("user_id", ACCOUNT.toString())
                .put("scopes", JsonArray.of("pets:read", "account:manage"))
                .put("sid", SESSION.toString())
                .put("epoch", 0);
    }

    private static String code(AccessTokens tokens, String token) {
        var thrown = catchThrowable(() -> await(tokens.verify(token)));
        assertThat(thrown).isInstanceOf(Refusal.class);
        assertThat(((Refusal) thrown).kind()).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
        return ((Refusal) thrown).code();
    }
}
