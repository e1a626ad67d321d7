package ai.petty.identity.account;

import ai.petty.config.PettyConfig;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;

/**
 * Counts failed attempts in PostgreSQL, so that every process agrees, and locks for longer each time. An attempt is judged when its
 * password has been verified, in one statement, in the order in which the row lets them: guesses sent all at once get
 * no further than guesses sent one by one, and a right guess after the fifth wrong one is refused like another wrong one.
 */
public final class Attempts {
    private final PettyConfig.Lockout config;

    public Attempts(PettyConfig.Lockout config) {
        this.config = config;
    }

    /**
     * @param isAdmitted the password was right and nothing was locked
     * @param beganLock this attempt was the one too many; how long it is locked now, else zero
     */
    record Judgement(boolean isAdmitted, Duration beganLock) {}

    /**
     * Judges one attempt: the same one statement for every outcome.
     *
     * @param counter whose attempts are counted
     * @param now microseconds since 1970 UTC
     */
    Future<Judgement> judge(SqlClient client, byte[] counter, boolean isRight, long now) {
        return client.preparedQuery("""
                        insert into sign_in_attempt as a (counter, failures, lockouts, last_at)
                        values ($1, case when $2 then 0 else 1 end, 0, $3)
                        on conflict (counter) do update set
                            failures = case
                                when a.locked_until > $3 then a.failures
                                when $2 then 0
                                when a.last_at < $5 then 1
                                when a.failures + 1 >= $4 then 0
                                else a.failures + 1 end,
                            lockouts = case
                                when a.locked_until > $3 then a.lockouts
                                when $2 or a.last_at < $5 then 0
                                when a.failures + 1 >= $4 then a.lockouts + 1
                                else a.lockouts end,
                            locked_until = case
                                when a.locked_until > $3 then a.locked_until
                                when $2 or a.last_at < $5 then null
                                when a.failures + 1 >= $4
                                    then $3 + least($6 * power(2, least(a.lockouts, 30)), $7) * interval '1 second'
                                else null end,
                            last_at = case when a.locked_until > $3 then a.last_at else $3 end
                        returning coalesce(old.locked_until > $3, false) as was_locked,
                            coalesce(extract(epoch from new.locked_until - $3), 0)::bigint as locked_s""")
                .execute(Tuple.of(
                        Buffer.buffer(counter),
                        isRight,
                        Micros.bound(now),
                        config.failures(),
                        // Old failures are forgotten; twice the longest lock, so that the longest is not the last.
                        Micros.bound(now - config.longest().multipliedBy(2).toNanos() / 1_000),
                        (double) config.first().toSeconds(),
                        (double) config.longest().toSeconds()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    var wasLocked = row.getBoolean("was_locked");
                    var lock = wasLocked ? Duration.ZERO : Duration.ofSeconds(row.getLong("locked_s"));
                    return new Judgement(isRight && !wasLocked, lock);
                });
    }

    /** Forgets what was counted, and with it every lock. */
    static Future<Void> forget(SqlClient client, List<byte[]> counters) {
        return client.preparedQuery("delete from sign_in_attempt where counter = any($1)")
                .execute(Tuple.of(counters.stream().map(Buffer::buffer).toArray(Buffer[]::new)))
                .mapEmpty();
    }

    /** Upkeep: forgets counters that nobody has added to for so long that they say nothing. */
    Future<Integer> prune(SqlClient client, long now) {
        var before = now - config.longest().multipliedBy(3).toNanos() / 1_000;
        return client.preparedQuery("delete from sign_in_attempt where last_at < $1")
                .execute(Tuple.of(Micros.bound(before)))
                .map(rows -> rows.rowCount());
    }
}
