package ai.petty.http.v2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An answer that the caller may keep: with an ETag, and without its body when the caller has it already (RFC 9110, 13). */
final class TaggedAnswer {
    private static final int TAG_BYTES = 16;

    private TaggedAnswer() {}

    /** Tagged by what it says. */
    static void send(RoutingContext ctx, String contentType, Buffer body) {
        send(ctx, contentType, body, body);
    }

    /** @param state what the answer depends on, where it also says things that do not matter, such as the time */
    static void send(RoutingContext ctx, String contentType, Buffer body, Buffer state) {
        var response = ctx.response();
        if (response.ended() || response.closed()) {
            return; // the caller has gone
        }
        var tag = '"' + digest(state) + '"';
        response.putHeader(HttpHeaders.ETAG, tag)
                // Kept by the caller alone, and asked about each time.
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (isKept(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(body);
        }
    }

    private static boolean isKept(@Nullable String given, String tag) {
        return given != null
                && Arrays.stream(given.split(",", -1))
                        .map(String::strip)
                        .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(one -> one.equals(tag) || one.equals("*"));
    }

    private static String digest(Buffer state) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(state.getBytes());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
