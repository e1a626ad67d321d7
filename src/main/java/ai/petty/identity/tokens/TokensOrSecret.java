package ai.petty.identity.tokens;

import ai.petty.identity.CollarCredentials;
import ai.petty.identity.CredentialCheck;
import ai.petty.identity.Principal;
import io.vertx.core.Future;

/** Access tokens for people, credentials of their own for collars; what has not the shape of a token goes elsewhere. */
public final class TokensOrSecret implements CredentialCheck {
    private final AccessTokens tokens;
    private final CollarCredentials collars;
    private final CredentialCheck otherwise;

    /** @param otherwise the demo household's secret where there is one, else {@link ai.petty.identity.ClosedDoor} */
    public TokensOrSecret(AccessTokens tokens, CollarCredentials collars, CredentialCheck otherwise) {
        this.tokens = tokens;
        this.collars = collars;
        this.otherwise = otherwise;
    }

    @Override
    public Future<Principal> bearer(String token) {
        return Jwt.isShapedLikeOne(token) ? tokens.verify(token) : otherwise.bearer(token);
    }

    @Override
    public Future<Principal.Collar> collar(String serial, String credential) {
        return collars.collar(serial, credential);
    }
}
