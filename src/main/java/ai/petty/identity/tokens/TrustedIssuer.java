package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An identity provider that the configuration trusts: whoever it says somebody is has an account here on first sight. */
final class TrustedIssuer implements Issuer {
    private static final int LONGEST_ID = 255;
    /** A key that the issuer has taken back is found out within this and the age of its key set. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final PettyConfig.TrustedIssuer config;
    private final IssuerKeys keys;
    private final ExternalAccounts accounts;
    private final InstantSource clock;

    TrustedIssuer(PettyConfig.TrustedIssuer config, IssuerKeys keys, ExternalAccounts accounts, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.accounts = accounts;
        this.clock = clock;
        config.scopeNames().values().forEach(names -> names.forEach(TrustedIssuer::ours));
    }

    @Override
    public String name() {
        return config.issuer();
    }

    @Override
    public Future<VerifiedToken> verify(Jwt token) {
        return keys.check(token.kid())
                .compose(check -> check.isEmpty()
                        ? Future.failedFuture(BadToken.invalid())
                        : check.get().check(token))
                .compose(signed -> read(signed));
    }

    private Future<VerifiedToken> read(Jwt token) {
        var claims = token.claims();
        if (!claims.names(config.audienceClaim(), config.audience()) || !saysWhatItMust(claims)) {
            throw BadToken.invalid();
        }
        var validity = Validity.of(claims, config.leeway());
        var issuedAt = claims.instant("iat");
        // What was revoked is remembered for as long as a token may live.
        if (issuedAt.orElseGet(clock::instant)
                .plus(config.longestLife())
                .plus(config.leeway())
                .isBefore(validity.until())) {
            throw BadToken.invalid();
        }
        // Before an account is made for it.
        validity.requireAt(clock.instant());
        var subject = claims.needId(config.userClaim());
        if (subject.length() > LONGEST_ID) {
            throw BadToken.invalid();
        }
        var scopes = scopes(claims.words(config.scopesClaim()));
        // Two issuers may number their tokens alike.
        var tokenId = claims.text("jti")
                .map(id -> config.issuer() + "#" + id)
                .orElseGet(() -> TokenDigest.of(token.text()).toString());
        var grant = new Principal.Grant(
                tokenId, Optional.empty(), Optional.empty(), Optional.empty(), issuedAt, validity.until());
        return accounts.findOrMake(config.issuer(), subject)
                .map(account -> VerifiedToken.of(
                        new Principal.Person(account, scopes, Optional.of(grant)),
                        validity,
                        clock.instant().plus(REMEMBERED)));
    }

    /** Such as that it is an access token at all, where the same issuer's ID tokens look alike. */
    private boolean saysWhatItMust(Claims claims) {
        return config.requiredClaims().entrySet().stream()
                .allMatch(required -> claims.text(required.getKey())
                        .filter(required.getValue()::contains)
                        .isPresent());
    }

    /** An administrator is only who the configuration calls so in words. */
    private Set<Scope> scopes(List<String> named) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var name : named) {
            if (config.scopeNames().isEmpty()) {
                Scope.of(name).filter(scope -> scope != Scope.ADMIN).ifPresent(scopes::add);
            } else {
                config.scopeNames().getOrDefault(name, List.of()).forEach(ours -> scopes.add(ours(ours)));
            }
        }
        return Set.copyOf(scopes);
    }

    private static Scope ours(String name) {
        return Scope.of(name)
                .orElseThrow(() -> new IllegalArgumentException("identity.trusted-issuers: there is no scope " + name));
    }
}
