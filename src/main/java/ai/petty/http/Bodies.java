package ai.petty.http;

import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole bodies, never more than the bound, inflated ones included; and never more of all of them together than
 * {@value #MOST_TOGETHER} of that size, so that many senders at once cannot fill the heap. One for the process.
 */
public final class Bodies {
    /**
     * What is inflated on the event loop: about a millisecond's work, and more than a thousand readings. The rest of a
     * larger body is inflated on a worker, as eight megabytes would hold up every other connection of the loop for tens of
     * milliseconds. The compressed size cannot decide it: a bomb is small.
     */
    private static final int INFLATED_ON_LOOP = 256 * 1024;

    private static final int MOST_TOGETHER = 16;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes that a body may have, on the wire and inflated */
    public Bodies(int most) {
        this.most = most;
    }

    /**
     * The body of the request, inflated. To be called before anything else reads the request; a paused one goes on.
     *
     * @return fails with a {@link Refusal}: TOO_LARGE, INVALID (broken gzip), UNSUPPORTED_MEDIA_TYPE (another encoding),
     *     UNAVAILABLE (too many bodies at once)
     */
    public Future<Buffer> read(RoutingContext ctx) {
        var request = ctx.request();
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        var zipped = encoding != null && isGzip(encoding);
        if (encoding != null && !zipped && !encoding.equalsIgnoreCase("identity")) {
            ctx.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            return Future.failedFuture(unknownEncoding());
        }
        if (declaredLength(request) > most) {
            Farewell.to(ctx.vertx(), request);
            return Future.failedFuture(Gunzip.tooLarge(most));
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            ctx.response().writeContinue();
        }
        var share = new Share();
        ctx.addEndHandler(ended -> share.giveBack());
        var whole = new Collector(ctx.vertx(), request, share).collect();
        return zipped ? whole.compose(body -> inflate(ctx, body, share)) : whole;
    }

    /** The media type of the body in lower case, without its parameters; empty when there is none. */
    public static String mediaType(RoutingContext ctx) {
        var given = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (given == null || given.equals("application/json")) {
            return given == null ? "" : given;
        }
        var end = given.indexOf(';');
        return (end < 0 ? given : given.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isGzip(String encoding) {
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
    }

    private static Refusal unknownEncoding() {
        return Refusal.of(
                Refusal.Kind.UNSUPPORTED_MEDIA_TYPE,
                "request.unsupported_media_type",
                "The body's encoding is not known here; gzip is.");
    }

    /** Netty has already refused a length that is no number. */
    private static long declaredLength(HttpServerRequest request) {
        var given = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return given == null ? 0 : Long.parseLong(given);
        } catch (NumberFormatException tooLongForALong) {
            return Long.MAX_VALUE;
        }
    }

    private static Refusal busy() {
        return Refusal.unavailable("server.busy", "Too many bodies are being read at once.", RETRY_AFTER);
    }

    /** What one request holds of what all may hold together; only touched on its event loop. */
    private final class Share {
        private long bytes;

        boolean grow(long more) {
            bytes += more;
            return held.addAndGet(more) <= (long) MOST_TOGETHER * most;
        }

        void giveBack() {
            held.addAndGet(-bytes);
            bytes = 0;
        }
    }

    private Future<Buffer> inflate(RoutingContext ctx, Buffer body, Share share) {
        var gunzip = new Gunzip(body, most);
        try {
            if (gunzip.inflateTo(INFLATED_ON_LOOP)) {
                gunzip.close();
                return share.grow(gunzip.result().length())
                        ? Future.succeededFuture(gunzip.result())
                        : Future.failedFuture(busy());
            }
        } catch (Refusal refusal) {
            gunzip.close();
            return Future.failedFuture(refusal);
        }
        if (!share.grow(most)) {
            gunzip.close();
            return Future.failedFuture(busy());
        }
        return ctx.vertx().executeBlocking(() -> inflateRest(gunzip), false).map(done -> gunzip.result());
    }

    private static boolean inflateRest(Gunzip gunzip) {
        try (gunzip) {
            return gunzip.inflateTo(Integer.MAX_VALUE);
        }
    }

    /** Puts the pieces of one body together. Most bodies come in one piece, which is then the body. */
    private final class Collector {
        private final Vertx vertx;
        private final HttpServerRequest request;
        private final Share share;
        private final Promise<Buffer> whole = Promise.promise();
        private @Nullable Buffer gathered;
        private boolean own;

        Collector(Vertx vertx, HttpServerRequest request, Share share) {
            this.vertx = vertx;
            this.request = request;
            this.share = share;
        }

        Future<Buffer> collect() {
            request.handler(this::add).exceptionHandler(whole::tryFail).endHandler(end -> {
                var body = gathered;
                whole.tryComplete(body == null ? Buffer.buffer() : body);
            });
            request.resume(); // the door may have held it back until now
            return whole.future();
        }

        private void add(Buffer piece) {
            var before = gathered;
            if (before == null) {
                gathered = piece;
            } else if (own) {
                before.appendBuffer(piece);
            } else {
                gathered = Buffer.buffer(before.length() + piece.length())
                        .appendBuffer(before)
                        .appendBuffer(piece);
                own = true;
            }
            var fits = share.grow(piece.length());
            if (length() > most) {
                stop(Gunzip.tooLarge(most));
            } else if (!fits) {
                stop(busy());
            }
        }

        private void stop(Refusal why) {
            gathered = null;
            Farewell.to(vertx, request);
            whole.tryFail(why);
        }

        private int length() {
            var now = gathered;
            return now == null ? 0 : now.length();
        }
    }
}
