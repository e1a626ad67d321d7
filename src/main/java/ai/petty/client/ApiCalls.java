package ai.petty.client;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Requests to one server. What it will not take now (429, 5xx, no connection) goes again after the time it asks for, or with
 * jittered back-off; what it will never take fails with {@link RequestRefused}.
 */
final class ApiCalls {
    private final HttpClient http;
    private final Endpoint endpoint;
    private final RetryOptions retry;
    private final CircuitBreaker breaker;

    /** @param name of the breaker, for whoever looks at it */
    ApiCalls(Vertx vertx, HttpClient http, Endpoint endpoint, RetryOptions retry, String name) {
        this.http = http;
        this.endpoint = endpoint;
        this.retry = retry;
        var backOff = RetryPolicy.exponentialDelayWithJitter(
                retry.backOff().toMillis(), retry.maxBackOff().toMillis());
        // its retries are what is wanted; it opens only while nothing at all gets through
        this.breaker = CircuitBreaker.create(
                        name,
                        vertx,
                        new CircuitBreakerOptions()
                                .setMaxRetries(retry.maxRetries())
                                .setTimeout(retry.timeout().toMillis())
                                .setResetTimeout(retry.maxBackOff().toMillis())
                                .setNotificationAddress(null))
                .retryPolicy((failure, retries) -> {
                    var jittered = backOff.delay(failure, retries);
                    var asked = failure instanceof RequestRefused refused
                            ? refused.retryAfter().orElse(Duration.ZERO)
                            : Duration.ZERO;
                    return asked.toMillis() + jittered;
                });
    }

    /** @return the body of the answer, of whichever 2xx it was */
    Future<Buffer> send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        return breaker.<Answer>execute(() -> once(method, path, headers, body))
                .compose(answer -> answer.refusal()
                        .<Future<Buffer>>map(Future::failedFuture)
                        .orElseGet(() -> Future.succeededFuture(answer.body())));
    }

    /** A success, or a refusal for good; a refusal for now is a failure, so that the breaker sends again. */
    private record Answer(Buffer body, Optional<RequestRefused> refusal) {}

    private Future<Answer> once(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
        var request = new RequestOptions()
                .setMethod(method)
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setURI(path)
                .setTimeout(retry.timeout().toMillis());
        headers.forEach(request::putHeader);
        return http.request(request)
                .compose(sent -> sent.send(body))
                .compose(response -> response.body().compose(answer -> judge(response, answer)));
    }

    private static Future<Answer> judge(HttpClientResponse response, Buffer body) {
        if (response.statusCode() / 100 == 2) {
            return Future.succeededFuture(new Answer(body, Optional.empty()));
        }
        var refused = new RequestRefused(response.statusCode(), body.toString(), retryAfter(response));
        return refused.isForNow()
                ? Future.failedFuture(refused)
                : Future.succeededFuture(new Answer(body, Optional.of(refused)));
    }

    /** In seconds; a date, which the header may be as well, is not what this API sends. */
    private static Optional<Duration> retryAfter(HttpClientResponse response) {
        var header = response.getHeader("Retry-After");
        return header != null && header.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
    }
}
