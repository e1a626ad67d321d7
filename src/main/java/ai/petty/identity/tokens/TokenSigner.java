package ai.petty.identity.tokens;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Base64;
import java.util.Objects;

/** Signs with one key; the token names it by its {@code kid}. */
final class TokenSigner {
    private final Vertx vertx;
    private final JWTAuth auth;

    private TokenSigner(Vertx vertx, JWTAuth auth) {
        this.vertx = vertx;
        this.auth = auth;
    }

    static TokenSigner with(Vertx vertx, SigningKey key) {
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.privateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return new TokenSigner(
                vertx,
                JWTAuth.create(
                        vertx,
                        new JWTAuthOptions()
                                .addPubSecKey(new PubSecKeyOptions()
                                        .setAlgorithm(Jwt.ALGORITHM)
                                        .setId(key.kid())
                                        .setBuffer(Buffer.buffer(pem)))));
    }

    /** Off the event loop: a signature takes about a millisecond of computing. */
    Future<String> sign(JsonObject claims) {
        return vertx.executeBlocking(
                        () -> auth.generateToken(
                                claims,
                                new JWTOptions().setAlgorithm(Jwt.ALGORITHM).setNoTimestamp(true)),
                        false)
                .map(Objects::requireNonNull);
    }
}
