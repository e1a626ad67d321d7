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

/**
 * What a mail's link carries: kept as a hash, good for a while and once. Several may be open, since anybody may ask for another one: it
 * must not make the one useless that is in its owner's hands.
 */
final class MailToken {
    /** What it is good for, and for how long. */
    enum Purpose {
        VERIFY("verify", Duration.ofHours(24)),
        RESET("reset", Duration.ofHours(1));

        private final String column;
        private final Duration lifetime;

        Purpose(String column, Duration lifetime) {
            this.column = column;
            this.lifetime = lifetime;
        }

        Duration lifetime() {
            return lifetime;
        }
    }

    private MailToken() {}

    /** One more that is good, beside those that are open. */
    static Future<OpaqueToken> issue(SqlClient client, UUID account, Purpose purpose, long now) {
        var token = OpaqueToken.fresh();
        return client.preparedQuery("""
                        insert into mail_token (token_hash, account_id, purpose, expires_at)
                        values ($1, $2, $3, $4)""")
                .execute(Tuple.of(
                        Buffer.buffer(token.hash()),
                        account,
                        purpose.column,
                        Micros.bound(now + micros(purpose.lifetime))))
                .map(token);
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

    /**
     * Uses a token up, and with it every other one of its purpose and account.
     *
     * @return fails with {@code auth.invalid_mail_token} when it is not good, or not any more
     */
    static Future<UUID> spend(SqlClient client, OpaqueToken token, Purpose purpose, long now) {
        return client.preparedQuery("""
                        delete from mail_token
                        where token_hash = $1 and purpose = $2 and expires_at > $3
                        returning account_id""")
                .execute(Tuple.of(Buffer.buffer(token.hash()), purpose.column, Micros.bound(now)))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(notGood())
                        : Future.succeededFuture(rows.iterator().next().getUUID("account_id")))
                .compose(
                        account -> client.preparedQuery("delete from mail_token where account_id = $1 and purpose = $2")
                                .execute(Tuple.of(account, purpose.column))
                                .map(account));
    }

    /** Upkeep: forgets those that are no longer good. */
    static Future<Void> prune(SqlClient client, long now) {
        return client.preparedQuery("delete from mail_token where expires_at < $1")
                .execute(Tuple.of(Micros.bound(now)))
                .mapEmpty();
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
