package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Issues access tokens (RFC 9068 in spirit: RS256, short-lived) and tells whether one that is shown still holds. */
public final class AccessTokens {
    private final PettyConfig.Identity config;
    private final SigningKeys keys;
    private final Map<String, Issuer> nameToIssuer;
    private final Predicate<Principal> revoked;
    private final InstantSource clock;
    private final Cache<TokenDigest, VerifiedToken> verified;

    /**
     * @param others whose tokens are accepted beside our own
     * @param revoked whether what a token speaks for was taken back; asked at each use, so it must be quick
     */
    public AccessTokens(
            PettyConfig.Identity config,
            SigningKeys keys,
            TrustedIssuers others,
            Predicate<Principal> revoked,
            InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.revoked = revoked;
        this.clock = clock;
        this.nameToIssuer = Stream.concat(Stream.of(new OwnIssuer(config, keys)), others.all().stream())
                .collect(Collectors.toMap(Issuer::name, Function.identity()));
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.verifiedTokens())
                // Only so that they go; whether one still holds is asked of the clock at each use.
                .expireAfter(Expiry.<TokenDigest, VerifiedToken>creating(
                        (digest, token) -> Duration.between(clock.instant(), token.until())))
                .build();
    }

    /**
     * A new access token.
     *
     * @param tokenId its {@code jti}, by which it can be revoked
     * @param expiresAt without leeway: what a client should go by
     */
    public record Issued(String token, String tokenId, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[tokenId=" + tokenId + ", expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * Issues a token for {@code identity.access-token}.
     *
     * @param session named in it as {@code sid}; ends with it
     * @param epoch the account's; "log out everywhere" is one more
     */
    public Future<Issued> issue(UUID account, UUID session, Set<Scope> scopes, int epoch) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = now.plus(config.accessToken());
        var tokenId = UUID.randomUUID().toString();
        var names = new JsonArray();
        scopes.stream().sorted().map(Scope::wireName).forEach(names::add);
        var claims = new JsonObject()
                .put("iss", config.issuer())
                .put("aud", config.audience())
                .put("sub", account.toString())
                .put("exp", expiresAt.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("iat", now.getEpochSecond())
                .put("jti", tokenId)
                .put("user_id", account.toString())
                .put("scopes", names)
                .put("sid", session.toString())
                .put("epoch", epoch);
        return keys.signer().sign(claims).map(token -> new Issued(token, tokenId, expiresAt));
    }

    /**
     * Whom a token speaks for.
     *
     * @return fails with a {@link Refusal} of kind UNAUTHENTICATED: {@code auth.token_expired}, {@code
     *     auth.token_not_yet_valid}, {@code auth.token_revoked}, {@code auth.invalid_token}; already complete for a token of ours
     *     that was seen before
     */
    public Future<Principal> verify(String token) {
        var digest = TokenDigest.of(token);
        var known = verified.getIfPresent(digest);
        return known != null && clock.instant().isBefore(known.lookAgain())
                ? judge(digest, known)
                : verifyFirst(token, digest);
    }

    private Future<Principal> verifyFirst(String token, TokenDigest digest) {
        try {
            var read = Jwt.parse(token);
            var issuer = nameToIssuer.get(read.claims().needText("iss"));
            return issuer == null
                    ? Future.failedFuture(BadToken.invalid())
                    : issuer.verify(read).compose(good -> {
                        var answer = judge(digest, good);
                        if (answer.succeeded()) {
                            verified.put(digest, good);
                        }
                        return answer;
                    });
        } catch (Refusal refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Principal> judge(TokenDigest digest, VerifiedToken token) {
        try {
            token.validity().requireAt(clock.instant());
            if (revoked.test(token.person())) {
                throw BadToken.revoked();
            }
            return token.answer();
        } catch (Refusal refused) {
            verified.invalidate(digest);
            return Future.failedFuture(refused);
        }
    }
}
