package ai.petty.identity.account;

import ai.petty.identity.OpaqueToken;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What a mail's link carries: kept as a hash, good for a while and once, and only the newest of its kind. */
final class MailToken {
    /** What it is good for, and for how long. */
    enum Purpose {
        VERIFY("verify", Duration.ofHours(24)),
        RESET("reset", Duration.ofMinutes(30));

        private final String column;
        private final Duration lifetime;

        Purpose(String column, Duration lifetime) {
            this.column = column;
            this.lifetime = lifetime;
        }
    }

    /** Not a second mail of the same kind to the same account before. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private MailToken() {}

    /** @return empty when there is one that is hardly older: a button pressed twice, or somebody who means to annoy */
    static Future<Optional<OpaqueToken>> issue(SqlClient client, UUID account, Purpose purpose, long now) {
        var token = OpaqueToken.fresh();
        var expiresAt = now + micros(purpose.lifetime);
        return client.preparedQuery("""
                        insert into mail_token (token_hash, account_id, purpose, expires_at) values ($1, $2, $3, $4)
                        on conflict (account_id, purpose) do update
                            set token_hash = excluded.token_hash, expires_at = excluded.expires_at
                            where mail_token.expires_at < $5""")
                .execute(Tuple.of(
                        Buffer.buffer(token.hash()),
                        account,
                        purpose.column,
                        Micros.bound(expiresAt),
                        Micros.bound(expiresAt - micros(PAUSE))))
                .map(rows -> rows.rowCount() > 0 ? Optional.of(token) : Optional.empty());
    }

    /** The account that a token is of; it stays good. */
    static Future<Optional<UUID>> peek(SqlClient client, OpaqueToken token, Purpose purpose, long now) {
        return client.preparedQuery("""
                        select account_id from mail_token
                        where token_hash = $1 and purpose = $2 and expires_at > $3""")
                .execute(Tuple.of(Buffer.buffer(token.hash()), purpose.column, Micros.bound(now)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("account_id")));
    }

    /** @return fails with {@code auth.invalid_mail_token} when it is not good, or not any more */
    static Future<UUID> spend(SqlClient client, OpaqueToken token, Purpose purpose, long now) {
        return client.preparedQuery("""
                        delete from mail_token
                        where token_hash = $1 and purpose = $2 and expires_at > $3
                        returning account_id""")
                .execute(Tuple.of(Buffer.buffer(token.hash()), purpose.column, Micros.bound(now)))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(notGood())
                        : Future.succeededFuture(rows.iterator().next().getUUID("account_id")));
    }

    static Refusal notGood() {
        return Refusal.of(
                Refusal.Kind.UNPROCESSABLE,
                "auth.invalid_mail_token",
                "The link is not good, or not any more: ask for another mail.");
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
