package ai.petty.identity.tokens;

import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes (RFC 7517). Fetched when they are first needed, when they are an hour old, and when a token
 * names one that is not among them; never twice within half a minute, whatever strangers put into their tokens and however
 * ill the issuer is. While it does not answer, the known keys stay good, but not for longer than a day: one of them may have been
 * taken back.
 */
final class RemoteKeys implements IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration OLD = Duration.ofHours(1);
    private static final Duration TOO_OLD = Duration.ofDays(1);
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_KEYS = 64;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final String url;
    private final InstantSource clock;
    private final OneFlight<Known> fetches = new OneFlight<>(BETWEEN_FETCHES);
    private volatile Known known = new Known(Map.of(), Instant.MIN);

    /** @param fetchedAt long ago before the first time */
    private record Known(Map<String, SignatureCheck> kidToCheck, Instant fetchedAt) {
        boolean isOlderThan(Duration age, Instant now) {
            return fetchedAt.isBefore(now.minus(age));
        }

        Optional<SignatureCheck> find(Optional<String> kid) {
            return kid.isPresent()
                    ? Optional.ofNullable(kidToCheck.get(kid.get()))
                    : kidToCheck.size() == 1 ? kidToCheck.values().stream().findFirst() : Optional.empty();
        }
    }

    RemoteKeys(Vertx vertx, String url, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.url = url;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setMaxHeaderSize(16 * 1024));
    }

    @Override
    public Future<Optional<SignatureCheck>> check(Optional<String> kid) {
        var now = clock.instant();
        var kept = known;
        var found = kept.find(kid);
        if (found.isPresent() && !kept.isOlderThan(TOO_OLD, now)) {
            if (kept.isOlderThan(OLD, now)) {
                fetches.fly(this::fetch); // whoever comes later gets what it brings
            }
            return Future.succeededFuture(found);
        }
        return fetches.fly(this::fetch)
                .otherwise(cause -> known)
                .compose(last -> last.isOlderThan(TOO_OLD, now)
                        ? Future.failedFuture(Refusal.unavailable(
                                "auth.issuer_unavailable",
                                "The keys of the token's issuer cannot be read right now.",
                                BETWEEN_FETCHES))
                        : Future.succeededFuture(last.find(kid)));
    }

    /** On an event loop, whoever asks: elsewhere the answer could have come before somebody listens to it. */
    private Future<Known> fetch() {
        Promise<Known> done = Promise.promise();
        vertx.getOrCreateContext().runOnContext(now -> ask().onComplete(done));
        return done.future();
    }

    private Future<Known> ask() {
        return Future.succeededFuture()
                .compose(nothing -> client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url)
                        .setFollowRedirects(false)
                        .setTimeout(TIMEOUT.toMillis())
                        .setIdleTimeout(TIMEOUT.toMillis())))
                .compose(request -> request.send())
                .compose(this::body)
                .timeout(TIMEOUT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                .map(this::read)
                .onSuccess(fetched -> known = fetched)
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("url", url)
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("The keys of a trusted issuer could not be fetched; the known ones stay in use"));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture(new IllegalStateException("status " + response.statusCode()));
        }
        var gathered = Buffer.buffer();
        response.exceptionHandler(broken -> {}); // what matters of it comes with the end
        response.handler(piece -> {
            if (gathered.length() + piece.length() > MOST_BYTES) {
                response.request().reset();
            } else {
                gathered.appendBuffer(piece);
            }
        });
        return response.end().map(gathered);
    }

    /** Keys that are none of ours to use (other algorithms, other uses) are passed over. */
    private Known read(Buffer body) {
        try {
            var kidToCheck = new LinkedHashMap<String, SignatureCheck>();
            for (var item : new JsonObject(body).getJsonArray("keys")) {
                var key = (JsonObject) item;
                if (kidToCheck.size() < MOST_KEYS && isForSignatures(key)) {
                    check(key).ifPresent(check -> kidToCheck.putIfAbsent(key.getString("kid", ""), check));
                }
            }
            return new Known(Map.copyOf(kidToCheck), clock.instant());
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalStateException("The answer is not a JWK Set", e);
        }
    }

    private static boolean isForSignatures(JsonObject key) {
        return "RSA".equals(key.getString("kty"))
                && "sig".equals(key.getString("use", "sig"))
                && Jwt.ALGORITHM.equals(key.getString("alg", Jwt.ALGORITHM));
    }

    private Optional<SignatureCheck> check(JsonObject key) {
        try {
            return Optional.of(
                    SignatureCheck.by(vertx, RsaKeys.ofNumbers(key.getString("n", ""), key.getString("e", ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
