package ai.petty.http.v2;

import ai.petty.http.Visit;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Scope;
import ai.petty.identity.account.Identity;
import ai.petty.identity.account.Registration;
import ai.petty.identity.account.SignIn;
import ai.petty.identity.account.SignedIn;
import ai.petty.identity.session.EndReason;
import ai.petty.identity.session.TokenPair;
import ai.petty.problem.Refusal;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /v2/auth} and the password: making an account, signing in, staying signed in, and ending that. */
public final class AuthRoute {
    private final Identity identity;
    private final InstantSource clock;

    public AuthRoute(Identity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** As {@code handler}, for those of an address that has not asked too often, whichever process it asked. */
    public Handler<RoutingContext> throttled(Handler<RoutingContext> handler) {
        return ctx -> identity.limits()
                .ofAddress(Visit.of(ctx).neighbourhood())
                .compose(allowed -> {
                    handler.handle(ctx); // what it throws fails the future, and so the request
                    return Future.succeededFuture();
                })
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/register} */
    public void register(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.registration()
                .register(
                        new Registration.Newcomer(
                                body.getString("email"),
                                body.getString("password"),
                                text(body, "name"),
                                text(body, "phone")),
                        Caller.visitor(ctx))
                .onSuccess(signedIn -> {
                    ctx.response().putHeader(HttpHeaders.LOCATION, "/v2/me");
                    answer(ctx, 201, signedIn);
                })
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/login} */
    public void login(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.signIn()
                .signIn(
                        new SignIn.Asking(
                                body.getString("email"),
                                body.getString("password"),
                                text(body, "device_token").map(OpaqueToken::new),
                                scopes(body.getJsonArray("scopes", new JsonArray()))),
                        Caller.visitor(ctx))
                .onSuccess(signedIn -> answer(ctx, 200, signedIn))
                .onFailure(ctx::fail);
    }

    private static Set<Scope> scopes(JsonArray names) {
        return names.stream()
                .flatMap(name -> Scope.of(String.valueOf(name)).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    /** {@code POST /v2/auth/refresh} */
    public void refresh(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.sessions()
                .refresh(new OpaqueToken(body.getString("refresh_token")), Caller.visitor(ctx))
                .onSuccess(pair -> Answer.json(ctx, 200, json -> {
                    json.writeStartObject();
                    pair(json, pair);
                    json.writeEndObject();
                }))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/logout} */
    public void logout(RoutingContext ctx) {
        var grant = Caller.person(ctx)
                .grant()
                .orElseThrow(() -> Refusal.of(
                        Refusal.Kind.FORBIDDEN,
                        "auth.no_session",
                        "The credential belongs to no session that could end."));
        var account = Caller.account(ctx);
        var visitor = Caller.visitor(ctx);
        grant.session()
                .map(session -> identity.sessions().end(account, session, EndReason.LOGOUT, visitor))
                .orElseGet(() -> identity.sessions().endToken(account, grant, visitor))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/logout-all} */
    public void logoutAll(RoutingContext ctx) {
        identity.sessions()
                .logOutEverywhere(Caller.account(ctx), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/verify-email} */
    public void verifyEmail(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.registration()
                .verify(new OpaqueToken(body.getString("token")), body.getString("password"), Caller.visitor(ctx))
                .onSuccess(signedIn -> answer(ctx, 200, signedIn))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/forgot-password} */
    public void forgotPassword(RoutingContext ctx) {
        identity.resets()
                .forgotten(Caller.body(ctx).getString("email"), Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 202))
                .onFailure(ctx::fail);
    }

    /** {@code POST /v2/auth/reset-password} */
    public void resetPassword(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.resets()
                .reset(new OpaqueToken(body.getString("token")), body.getString("password"), Caller.visitor(ctx))
                .onSuccess(device -> Answer.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeStringField("device_token", device.text());
                    json.writeEndObject();
                }))
                .onFailure(ctx::fail);
    }

    /** {@code PUT /v2/me/password} */
    public void changePassword(RoutingContext ctx) {
        var body = Caller.body(ctx);
        identity.accounts()
                .changePassword(
                        Caller.account(ctx),
                        Caller.person(ctx).scopes(),
                        body.getString("current_password"),
                        body.getString("new_password"),
                        Caller.visitor(ctx))
                .onSuccess(signedIn -> answer(ctx, 200, signedIn))
                .onFailure(ctx::fail);
    }

    private static Optional<String> text(JsonObject body, String name) {
        return Optional.ofNullable(body.getString(name));
    }

    private void answer(RoutingContext ctx, int status, SignedIn signedIn) {
        Answer.json(ctx, status, json -> {
            json.writeStartObject();
            json.writeStringField("account_id", signedIn.account().toString());
            pair(json, signedIn.tokens());
            json.writeStringField("device_token", signedIn.device().text());
            json.writeEndObject();
        });
    }

    private void pair(JsonGenerator json, TokenPair pair) throws IOException {
        json.writeStringField("session_id", pair.session().toString());
        json.writeStringField("access_token", pair.accessToken());
        json.writeStringField("token_type", "Bearer");
        json.writeNumberField("expires_in", secondsTo(pair.accessExpiresAt()));
        json.writeStringField("refresh_token", pair.refreshToken());
        json.writeNumberField("refresh_expires_in", secondsTo(pair.refreshExpiresAt()));
        scopes(json, pair.scopes());
    }

    static void scopes(JsonGenerator json, Set<Scope> scopes) throws IOException {
        json.writeArrayFieldStart("scopes");
        for (var scope : scopes.stream().sorted().toList()) {
            json.writeString(scope.wireName());
        }
        json.writeEndArray();
    }

    private long secondsTo(Instant end) {
        return Math.max(0, Duration.between(clock.instant(), end).toSeconds());
    }
}
