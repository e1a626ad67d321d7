package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Optional;

/** This server's own tokens. */
final class OwnIssuer implements Issuer {
    private final PettyConfig.Identity config;
    private final SigningKeys keys;

    OwnIssuer(PettyConfig.Identity config, SigningKeys keys) {
        this.config = config;
        this.keys = keys;
    }

    @Override
    public String name() {
        return config.issuer();
    }

    @Override
    public Future<VerifiedToken> verify(Jwt token) {
        return token.kid().isEmpty()
                ? Future.failedFuture(BadToken.invalid())
                : keys.check(token.kid().get())
                        .compose(check -> check.isEmpty()
                                ? Future.failedFuture(BadToken.invalid())
                                : check.get().check(token))
                        .map(this::read);
    }

    private VerifiedToken read(Jwt signed) {
        var claims = signed.claims();
        if (!claims.isFor(config.audience())) {
            throw BadToken.invalid();
        }
        var validity = Validity.of(claims, config.leeway());
        var account = claims.needUuid("user_id");
        if (!claims.needText("sub").equals(account.toString())) {
            throw BadToken.invalid();
        }
        claims.needInstant("nbf");
        var scopes = EnumSet.noneOf(Scope.class);
        claims.words("scopes").forEach(name -> Scope.of(name).ifPresent(scopes::add));
        var grant = new Principal.Grant(
                claims.needText("jti"),
                signed.kid(),
                Optional.of(claims.needUuid("sid")),
                Optional.of(claims.needWhole("epoch")),
                Optional.of(claims.needInstant("iat")),
                validity.until());
        return VerifiedToken.of(new Principal.Person(account, scopes, Optional.of(grant)), validity);
    }
}
