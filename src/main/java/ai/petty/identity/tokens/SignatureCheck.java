package ai.petty.identity.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * Whether tokens were signed with one key. It knows that key alone, so nothing in a token can choose another one. Some 50 µs of
 * computing: it stays on the event loop, and what holds is remembered.
 */
final class SignatureCheck {
    private final JWTAuth auth;

    private SignatureCheck(JWTAuth auth) {
        this.auth = auth;
    }

    static SignatureCheck by(Vertx vertx, RSAPublicKey key) {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return new SignatureCheck(JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(Jwt.ALGORITHM)
                                .setBuffer(Buffer.buffer(pem)))
                        // The times are judged by our own clock.
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true))));
    }

    /** @return fails with a {@link ai.petty.problem.Refusal} when it was signed with another key */
    Future<Jwt> check(Jwt token) {
        try {
            return auth.authenticate(new TokenCredentials(token.text()))
                    .map(token)
                    .recover(wrong -> Future.failedFuture(BadToken.invalid()));
        } catch (RuntimeException e) {
            return Future.failedFuture(BadToken.invalid()); // a claim whose type the library did not expect
        }
    }
}
