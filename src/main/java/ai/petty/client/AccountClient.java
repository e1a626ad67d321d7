package ai.petty.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's way to the API: signs in, keeps the access token fresh, and sends again what the server would not take just then.
 * Every POST carries an {@code Idempotency-Key}, so that sending again is safe. To be used from one event loop at a time.
 */
public final class AccountClient {
    /** A token is exchanged so long before it expires that no request is under way with it by then. */
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);

    private static final int UNAUTHORIZED = 401;

    private final ApiCalls calls;
    private final InstantSource clock;
    private @Nullable Tokens tokens;
    private @Nullable Future<Tokens> refreshing;

    /** What a sign-in gave. */
    private record Tokens(String accessToken, Instant staleAt, String refreshToken) {
        /** Never prints a token. */
        @Override
        public String toString() {
            return "Tokens[stale at " + staleAt + "]";
        }
    }

    public AccountClient(Vertx vertx, HttpClient http, Endpoint endpoint, InstantSource clock) {
        this.calls = new ApiCalls(vertx, http, endpoint, RetryOptions.USUAL, "account");
        this.clock = clock;
    }

    /** Makes an account and is signed in to it. Its address is only claimed until the mail that it gets is answered. */
    public Future<Void> register(String email, String password) {
        return plain(HttpMethod.POST, "/v2/auth/register", JsonObject.of("email", email, "password", password))
                .onSuccess(this::remember)
                .mapEmpty();
    }

    /** Fails with {@link RequestRefused} when it is not the account's password, or too many were tried. */
    public Future<Void> signIn(String email, String password) {
        return plain(HttpMethod.POST, "/v2/auth/login", JsonObject.of("email", email, "password", password))
                .onSuccess(this::remember)
                .mapEmpty();
    }

    public Future<JsonObject> get(String path) {
        return call(HttpMethod.GET, path, null);
    }

    public Future<JsonObject> post(String path, JsonObject body) {
        return call(HttpMethod.POST, path, body);
    }

    public Future<JsonObject> patch(String path, JsonObject body) {
        return call(HttpMethod.PATCH, path, body);
    }

    public Future<Void> delete(String path) {
        return call(HttpMethod.DELETE, path, null).mapEmpty();
    }

    /** The token to be shown by whoever speaks for this account, such as a WebSocket. */
    public Future<String> accessToken() {
        return fresh().map(Tokens::accessToken);
    }

    private Future<JsonObject> call(HttpMethod method, String path, @Nullable JsonObject body) {
        var headers = headers(method);
        return fresh().compose(known -> authorised(known, method, path, headers, body)
                .recover(cause -> cause instanceof RequestRefused refused && refused.status() == UNAUTHORIZED
                        // The server's clock may be ahead of ours: once, and with another token.
                        ? refresh(known).compose(renewed -> authorised(renewed, method, path, headers, body))
                        : Future.failedFuture(cause)));
    }

    private Future<JsonObject> authorised(
            Tokens known, HttpMethod method, String path, Map<String, String> headers, @Nullable JsonObject body) {
        var own = new HashMap<>(headers);
        own.put("Authorization", "Bearer " + known.accessToken());
        return send(method, path, own, body);
    }

    private Future<JsonObject> plain(HttpMethod method, String path, JsonObject body) {
        return send(method, path, headers(method), body);
    }

    private Future<JsonObject> send(
            HttpMethod method, String path, Map<String, String> headers, @Nullable JsonObject body) {
        return calls.send(method, path, headers, body == null ? Buffer.buffer() : body.toBuffer())
                .map(answer -> answer.length() == 0 ? new JsonObject() : answer.toJsonObject());
    }

    private static Map<String, String> headers(HttpMethod method) {
        return method.equals(HttpMethod.POST)
                ? Map.of(
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                : method.equals(HttpMethod.PATCH) ? Map.of("Content-Type", "application/json") : Map.of();
    }

    private Future<Tokens> fresh() {
        var known = tokens;
        if (known == null) {
            return Future.failedFuture(new IllegalStateException("nobody has signed in"));
        }
        return clock.instant().isBefore(known.staleAt()) ? Future.succeededFuture(known) : refresh(known);
    }

    /** One exchange for all that wait for it: a refresh token is good for one. */
    private Future<Tokens> refresh(Tokens known) {
        if (tokens != null && !known.equals(tokens)) {
            return Future.succeededFuture(tokens);
        }
        var running = refreshing;
        if (running == null) {
            running = plain(HttpMethod.POST, "/v2/auth/refresh", JsonObject.of("refresh_token", known.refreshToken()))
                    .map(this::remember)
                    .onComplete(done -> refreshing = null);
            refreshing = running.isComplete() ? null : running;
        }
        return running;
    }

    private Tokens remember(JsonObject answer) {
        var lifetime = Duration.ofSeconds(answer.getLong("expires_in"));
        var renewed = new Tokens(
                answer.getString("access_token"),
                clock.instant().plus(lifetime).minus(BEFORE_EXPIRY),
                answer.getString("refresh_token"));
        tokens = renewed;
        return renewed;
    }

    /** Never prints a token. */
    @Override
    public String toString() {
        return "AccountClient[" + (tokens == null ? "nobody" : "signed in") + "]";
    }
}
