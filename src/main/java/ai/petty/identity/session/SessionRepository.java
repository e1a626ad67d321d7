package ai.petty.identity.session;

import ai.petty.identity.Scope;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and their refresh tokens in the database. Times are microseconds since 1970 UTC. */
final class SessionRepository {
    private SessionRepository() {}

    /** A session that is to begin. */
    record Begun(UUID sessionId, UUID account, Set<Scope> scopes, Optional<byte[]> device, long at, long expiresAt) {}

    /**
     * A refresh token that was presented, and what it belongs to. Its rows are locked until the transaction ends.
     *
     * @param emailHash of the account, once its address is proved
     * @param successor the pair that it was exchanged for; forgotten when that pair has been used
     */
    record Presented(
            UUID sessionId,
            UUID account,
            int epoch,
            Set<Scope> scopes,
            Optional<byte[]> emailHash,
            boolean over,
            long begunAt,
            long expiresAt,
            Optional<Long> spentAt,
            Optional<byte[]> successor) {}

    static Future<Void> begin(SqlClient client, Begun session) {
        return client.preparedQuery("""
                        insert into session (session_id, account_id, scopes, device, created_at, last_used_at, expires_at)
                        values ($1, $2, $3, $4, $5, $5, $6)""")
                .execute(Tuple.of(
                        session.sessionId(),
                        session.account(),
                        names(session.scopes()),
                        session.device().map(Buffer::buffer).orElse(null),
                        Micros.bound(session.at()),
                        Micros.bound(session.expiresAt())))
                .mapEmpty();
    }

    static Future<Void> addToken(SqlClient client, byte[] hash, UUID sessionId, long expiresAt) {
        return client.preparedQuery(
                        "insert into refresh_token (token_hash, session_id, expires_at) values ($1, $2, $3)")
                .execute(Tuple.of(Buffer.buffer(hash), sessionId, Micros.bound(expiresAt)))
                .mapEmpty();
    }

    /** The session's row is locked, too: two tokens of one family are judged one after the other. */
    static Future<Optional<Presented>> present(SqlClient client, byte[] hash) {
        return client.preparedQuery("""
                        select session.session_id, session.account_id, account.epoch, session.scopes,
                            case when account.verified_at is not null then account.email_hash end as email_hash,
                            session.ended_at is not null as over, session.created_at,
                            token.expires_at, token.spent_at, token.successor
                        from refresh_token token
                        join session on session.session_id = token.session_id
                        join account on account.account_id = session.account_id
                        where token.token_hash = $1
                        for update of session, token""")
                .execute(Tuple.of(Buffer.buffer(hash)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(presented(rows.iterator().next())));
    }

    private static Presented presented(Row row) {
        return new Presented(
                row.getUUID("session_id"),
                row.getUUID("account_id"),
                row.getInteger("epoch"),
                TokenPair.scopes(row.getArrayOfStrings("scopes")),
                bytes(row.getBuffer("email_hash")),
                row.getBoolean("over"),
                Micros.of(row.getOffsetDateTime("created_at")),
                Micros.of(row.getOffsetDateTime("expires_at")),
                Optional.ofNullable(row.getOffsetDateTime("spent_at")).map(Micros::of),
                bytes(row.getBuffer("successor")));
    }

    /** Exchanges a token for its successor, and forgets what the ones before it were exchanged for. */
    static Future<Void> exchange(
            SqlClient client,
            byte[] hash,
            byte[] nextHash,
            byte[] successor,
            Presented presented,
            long now,
            long expiresAt) {
        return client.preparedQuery("""
                        with spent as (
                            update refresh_token set spent_at = $4, successor = $3
                            where token_hash = $1),
                        older as (
                            update refresh_token set successor = null
                            where session_id = $2 and successor is not null and token_hash <> $1),
                        used as (
                            update session set last_used_at = $4, expires_at = $5 where session_id = $2)
                        insert into refresh_token (token_hash, session_id, expires_at) values ($6, $2, $5)""")
                .execute(Tuple.of(
                        Buffer.buffer(hash),
                        presented.sessionId(),
                        Buffer.buffer(successor),
                        Micros.bound(now),
                        Micros.bound(expiresAt),
                        Buffer.buffer(nextHash)))
                .mapEmpty();
    }

    static Future<List<Row>> open(SqlClient client, UUID account, long now) {
        return client.preparedQuery("""
                        select session_id, scopes, device, created_at, last_used_at, expires_at
                        from session
                        where account_id = $1 and ended_at is null and expires_at > $2
                        order by created_at desc, session_id""")
                .execute(Tuple.of(account, Micros.bound(now)))
                .map(rows -> {
                    var all = new ArrayList<Row>();
                    rows.forEach(all::add);
                    return all;
                });
    }

    /** Whose a session is. */
    static Future<Optional<UUID>> account(SqlClient client, UUID sessionId) {
        return client.preparedQuery("select account_id from session where session_id = $1")
                .execute(Tuple.of(sessionId))
                .map(rows -> rows.stream().map(row -> row.getUUID("account_id")).findFirst());
    }

    /**
     * Ends sessions of an account that are still open.
     *
     * @param only this one; null for every one
     * @return those that were ended
     */
    static Future<List<UUID>> end(SqlClient client, UUID account, @Nullable UUID only, EndReason reason, long now) {
        return client.preparedQuery("""
                        update session set ended_at = $4, end_reason = $3
                        where account_id = $1 and ended_at is null and expires_at > $4
                            and ($2::uuid is null or session_id = $2)
                        returning session_id""")
                .execute(Tuple.of(account, only, reason.column(), Micros.bound(now)))
                .map(rows -> {
                    var ended = new ArrayList<UUID>();
                    rows.forEach(row -> ended.add(row.getUUID("session_id")));
                    return ended;
                });
    }

    /** Access tokens of a smaller epoch than the account's are not good any more. */
    static Future<Void> raiseEpoch(SqlClient client, UUID account) {
        return client.preparedQuery("update account set epoch = epoch + 1 where account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** Forgets sessions that nobody can continue, once their last access tokens have expired, too. */
    static Future<Integer> prune(SqlClient client, long before) {
        return client.preparedQuery("""
                        delete from session
                        where expires_at < $1 or ended_at < $1""").execute(Tuple.of(Micros.bound(before))).map(rows -> rows.rowCount());
    }

    static Optional<byte[]> bytes(@Nullable Buffer column) {
        return Optional.ofNullable(column).map(Buffer::getBytes);
    }

    private static String[] names(Set<Scope> scopes) {
        return scopes.stream().map(Scope::wireName).sorted().toArray(String[]::new);
    }
}
