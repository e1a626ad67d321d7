package ai.petty.http;

import ai.petty.observability.Correlation;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what Netty could not read as a request. Nothing is known of it, so the body has the fields of both versions. */
final class BrokenRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        var status = status(request.decoderResult().cause());
        var correlationId = Correlation.fresh();
        request.response()
                .setStatusCode(status)
                .putHeader(Headers.CORRELATION_ID, correlationId)
                .putHeader(Headers.CONTENT_TYPE_OPTIONS, Headers.NOSNIFF)
                .putHeader(HttpHeaders.CACHE_CONTROL, Headers.NO_STORE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBodies.contentType(Optional.empty()))
                .end(ProblemBodies.body(Optional.empty(), status, Statuses.refusal(status), correlationId)
                        .toBuffer());
        request.connection().close();
    }

    private static int status(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
