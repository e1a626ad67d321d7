package ai.petty.identity.session;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.identity.Administrators;
import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.identity.Visitor;
import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sessions and their refresh tokens. Each token is good once: a refresh exchanges it for its successor. A retry whose answer was
 * lost gets the same pair for a short while, as long as nobody has used it; any other use of a spent token means that two
 * have it, and ends the session.
 */
public final class Sessions {
    /** Who signed in within this time has just shown who they are. */
    public static final Duration FRESH = Duration.ofMinutes(10);
    /** Ended and expired sessions are kept so long, so that a late reuse is still told as one. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;
    private final FieldCipher cipher;
    private final AccessGrants grants;
    private final Acts acts;
    private final Administrators administrators;
    private final PettyConfig.Identity config;
    private final InstantSource clock;

    public Sessions(
            Database database,
            FieldCipher cipher,
            AccessGrants grants,
            Acts acts,
            Administrators administrators,
            PettyConfig.Identity config,
            InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.grants = grants;
        this.acts = acts;
        this.administrators = administrators;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A session that begins.
     *
     * @param epoch the account's
     * @param scopes what its tokens may be used for; they stay the same through every refresh
     */
    public record Beginning(UUID account, int epoch, Set<Scope> scopes) {}

    /** Begins a session in the transaction of {@code client}. */
    public Future<TokenPair> begin(SqlClient client, Beginning beginning, Visitor visitor) {
        var sessionId = UUID.randomUUID();
        var now = now();
        var device = visitor.userAgent()
                .map(DeviceLabel::of)
                .filter(label -> !label.isEmpty())
                .map(label -> cipher.seal(label, place(sessionId)));
        var expiresAt = refreshExpiry(now, now);
        return SessionRepository.begin(
                        client,
                        new SessionRepository.Begun(
                                sessionId, beginning.account(), beginning.scopes(), device, now, expiresAt))
                .compose(
                        begun -> pair(beginning.account(), sessionId, beginning.epoch(), beginning.scopes(), expiresAt))
                .compose(pair -> SessionRepository.addToken(
                                client, new OpaqueToken(pair.refreshToken()).hash(), sessionId, expiresAt)
                        .map(pair));
    }

    /** What came of a refresh token. It is a value, since the end of a session must be committed, too. */
    private sealed interface Refreshed {
        record Pair(TokenPair pair) implements Refreshed {}

        record Reused(UUID account, UUID session) implements Refreshed {}

        record NotGood() implements Refreshed {}
    }

    /** @return fails with {@code auth.invalid_refresh_token} when it is unknown, expired, spent, or its session is over */
    public Future<TokenPair> refresh(OpaqueToken token, Visitor visitor) {
        return database.transact(client -> SessionRepository.present(client, token.hash())
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(new Refreshed.NotGood())
                                : judged(client, token, found.get())))
                .compose(refreshed -> switch (refreshed) {
                    case Refreshed.Pair good -> Future.succeededFuture(good.pair());
                    case Refreshed.Reused reused -> {
                        note(reused.account(), "session.reused", reused.session(), Outcome.REFUSED, visitor);
                        yield Future.failedFuture(notGood());
                    }
                    case Refreshed.NotGood() -> Future.failedFuture(notGood());
                });
    }

    private Future<Refreshed> judged(SqlClient client, OpaqueToken token, SessionRepository.Presented presented) {
        var now = now();
        if (presented.over() || presented.expiresAt() <= now || lastDay(presented.begunAt()) <= now) {
            return Future.succeededFuture(new Refreshed.NotGood());
        }
        if (presented.spentAt().isEmpty()) {
            return exchange(client, token, presented, now).map(Refreshed.Pair::new);
        }
        var isRetry = presented.spentAt().get() + micros(config.refreshGrace()) > now;
        if (isRetry && presented.successor().isPresent()) {
            return Future.succeededFuture(new Refreshed.Pair(
                    SuccessorSeal.open(token, presented.successor().get())));
        }
        return SessionRepository.end(client, presented.account(), presented.sessionId(), EndReason.REUSE, now)
                .compose(ended -> grants.revoke(client, presented.account(), presented.sessionId()))
                .map(new Refreshed.Reused(presented.account(), presented.sessionId()));
    }

    private Future<TokenPair> exchange(
            SqlClient client, OpaqueToken token, SessionRepository.Presented presented, long now) {
        var expiresAt = refreshExpiry(now, presented.begunAt());
        return pair(presented.account(), presented.sessionId(), presented.epoch(), held(presented), expiresAt)
                .compose(pair -> SessionRepository.exchange(
                                client,
                                token.hash(),
                                new OpaqueToken(pair.refreshToken()).hash(),
                                SuccessorSeal.seal(token, pair),
                                presented,
                                now,
                                expiresAt)
                        .map(pair));
    }

    /** Scopes survive, but for an administrator who is none any more. */
    private Set<Scope> held(SessionRepository.Presented presented) {
        var scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(presented.scopes());
        if (!administrators.has(presented.emailHash())) {
            scopes.remove(Scope.ADMIN);
        }
        return scopes;
    }

    private Future<TokenPair> pair(UUID account, UUID sessionId, int epoch, Set<Scope> scopes, long expiresAt) {
        return grants.issue(account, sessionId, epoch, scopes)
                .map(issued -> new TokenPair(
                        sessionId,
                        issued.token(),
                        issued.expiresAt(),
                        OpaqueToken.fresh().text(),
                        Micros.instant(expiresAt),
                        scopes));
    }

    /** The sessions of an account that are open, the newest first. */
    public Future<List<Session>> of(UUID account) {
        return database.ask(pool -> SessionRepository.open(pool, account, now()))
                .map(rows -> rows.stream().map(this::session).toList());
    }

    private Session session(Row row) {
        var sessionId = row.getUUID("session_id");
        return new Session(
                sessionId,
                TokenPair.scopes(row.getArrayOfStrings("scopes")),
                Optional.ofNullable(row.getBuffer("device"))
                        .map(Buffer::getBytes)
                        .map(device -> cipher.open(device, place(sessionId))),
                Micros.of(row.getOffsetDateTime("created_at")),
                Micros.of(row.getOffsetDateTime("last_used_at")),
                Micros.of(row.getOffsetDateTime("expires_at")));
    }

    /** Whether a session is open and began a moment ago: whoever holds it has just shown a password. */
    public Future<Boolean> isFresh(UUID account, UUID sessionId) {
        var since = now() - micros(FRESH);
        return of(account)
                .map(open -> open.stream()
                        .anyMatch(session -> session.sessionId().equals(sessionId) && session.createdAt() > since));
    }

    /** @return fails with {@code session.unknown} when the account has no such open session */
    public Future<Void> end(UUID account, UUID sessionId, EndReason reason, Visitor visitor) {
        return database.transact(client -> end(client, account, sessionId, reason))
                .onSuccess(done -> note(account, "session.ended", sessionId, Outcome.DONE, visitor));
    }

    private Future<Void> end(SqlClient client, UUID account, UUID sessionId, EndReason reason) {
        return SessionRepository.end(client, account, sessionId, reason, now())
                .compose(ended ->
                        ended.isEmpty() ? Future.failedFuture(unknown()) : grants.revoke(client, account, sessionId));
    }

    /**
     * Ends a session, whosever it is.
     *
     * @param administrator who does it
     * @return fails with {@code session.unknown} when there is no such open session
     */
    public Future<Void> endAny(UUID administrator, UUID sessionId, Visitor visitor) {
        return database.transact(client -> SessionRepository.account(client, sessionId)
                        .compose(found -> found.map(account -> end(client, account, sessionId, EndReason.ADMIN))
                                .orElseGet(() -> Future.failedFuture(unknown()))))
                // The answer waits for the row a while; the act stands in either case.
                .compose(done -> acts.written(
                                Optional.of(administrator),
                                "session.ended",
                                "session:" + sessionId,
                                Outcome.DONE,
                                visitor)
                        .otherwiseEmpty());
    }

    /** Takes back a token of another issuer, which belongs to no session of ours. */
    public Future<Void> endToken(UUID account, Principal.Grant grant, Visitor visitor) {
        return database.transact(client -> grants.revoke(client, grant))
                .onSuccess(done -> acts.done(account, "token.revoked", visitor));
    }

    /** Ends every session of an account in the transaction of {@code client}; every access token dies with them. */
    public Future<Void> endAll(SqlClient client, UUID account, EndReason reason) {
        return SessionRepository.end(client, account, null, reason, now())
                .compose(ended -> SessionRepository.raiseEpoch(client, account))
                .compose(raised -> grants.revokeAll(client, account));
    }

    /** Logs an account out everywhere. */
    public Future<Void> logOutEverywhere(UUID account, Visitor visitor) {
        return database.transact(client -> endAll(client, account, EndReason.LOGOUT_ALL))
                .onSuccess(done -> acts.done(account, "session.ended_all", visitor));
    }

    /** Upkeep: forgets what is long over. */
    public Future<Integer> prune() {
        return database.ask(pool -> SessionRepository.prune(pool, now() - micros(KEPT)));
    }

    private void note(UUID account, String action, UUID session, Outcome outcome, Visitor visitor) {
        acts.note(Optional.of(account), action, "session:" + session, outcome, visitor);
    }

    private static Refusal notGood() {
        return Refusal.of(
                Refusal.Kind.UNAUTHENTICATED,
                "auth.invalid_refresh_token",
                "The refresh token is not good: sign in again.");
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "session.unknown", "There is no such session.");
    }

    private static Place place(UUID sessionId) {
        return new Place("session", "device", sessionId.toString());
    }

    /** However often it is refreshed, a session ends one day, and a password is asked for again. */
    private long refreshExpiry(long now, long begunAt) {
        return Math.min(now + micros(config.refreshToken()), lastDay(begunAt));
    }

    private long lastDay(long begunAt) {
        return begunAt + micros(config.longestSession());
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
