package ai.petty.http;

import ai.petty.identity.tokens.PublishedKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /.well-known/jwks.json}: the keys that access tokens can be verified with (RFC 7517). */
public final class KeySet {
    private final Supplier<List<PublishedKey>> keys;
    private final String cacheControl;

    /** @param maxAge how long a copy may be kept; shorter than a key is published before it signs */
    public KeySet(Supplier<List<PublishedKey>> keys, Duration maxAge) {
        this.keys = keys;
        this.cacheControl = "public, max-age=" + maxAge.toSeconds();
    }

    public void mount(Router router) {
        router.route("/.well-known/jwks.json")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        var published = keys.get();
        // A key's id is made from the key: the same ids are the same answer.
        var tag = published.stream().map(PublishedKey::kid).collect(Collectors.joining(".", "\"", "\""));
        ctx.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        if (tag.equals(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            ctx.response().setStatusCode(304).end();
        } else {
            Answers.json(ctx, 200, json(published));
        }
    }

    private static Buffer json(List<PublishedKey> published) {
        var array = new JsonArray();
        published.forEach(each -> array.add(new JsonObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", each.kid())
                .put("n", unsigned(each.key().getModulus()))
                .put("e", unsigned(each.key().getPublicExponent()))));
        return new JsonObject().put("keys", array).toBuffer();
    }

    /** Without the zero that two's complement puts in front (RFC 7518, 6.3.1.1). */
    private static String unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        var magnitude = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }
}
