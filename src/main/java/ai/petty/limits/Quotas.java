package ai.petty.limits;

import ai.petty.privacy.FieldCipher;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/**
 * How often something was done lately. Counted in PostgreSQL, so that every process agrees: what must hold for all of them
 * together is counted here, what protects one process is a bucket of {@link Limits}, which asks nobody.
 */
public final class Quotas {

    private final Database database;
    private final FieldCipher cipher;
    private final InstantSource clock;

    public Quotas(Database database, FieldCipher cipher, InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Counts one attempt before it is made: of any number at the same time no more than are allowed get through.
     *
     * @return fails with a {@link Refusal} of kind TOO_MANY_REQUESTS
     */
    public Future<Void> take(Quota quota, String key) {
        var now = clock.instant();
        return database.ask(pool -> pool.preparedQuery("""
                        insert into household_attempt as known (counter, attempts, since) values ($1, 1, $2)
                        on conflict (counter) do update set
                            attempts = case when known.since < $3 then 1 else known.attempts + 1 end,
                            since = case when known.since < $3 then excluded.since else known.since end
                        returning attempts, since""")
                        .execute(Tuple.of(counter(quota, key), at(now), at(now.minus(quota.window())))))
                .map(rows -> rows.iterator().next())
                .compose(row -> row.getInteger("attempts") <= quota.most()
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.tooMany(
                                quota.code(),
                                quota.detail(),
                                Duration.between(
                                        now,
                                        row.getOffsetDateTime("since")
                                                .toInstant()
                                                .plus(quota.window())))));
    }

    /** The attempt was a good one and does not count; those before it do. */
    public Future<Void> giveBack(Quota quota, String key) {
        return database.ask(pool -> pool.preparedQuery(
                        "update household_attempt set attempts = greatest(attempts - 1, 0) where counter = $1")
                .execute(Tuple.of(counter(quota, key)))
                .mapEmpty());
    }

    /** The attempt was a good one: those before it no longer count. */
    public Future<Void> forgive(Quota quota, String key) {
        return database.ask(pool -> pool.preparedQuery("delete from household_attempt where counter = $1")
                .execute(Tuple.of(counter(quota, key)))
                .mapEmpty());
    }

    /** Forgets what no longer counts. */
    public Future<Void> prune() {
        return database.ask(pool -> pool.preparedQuery("delete from household_attempt where since < $1")
                .execute(Tuple.of(at(clock.instant().minus(Quota.LONGEST))))
                .mapEmpty());
    }

    private Buffer counter(Quota quota, String key) {
        return Buffer.buffer(cipher.index("household_attempt." + quota.name(), key));
    }

    private static OffsetDateTime at(Instant instant) {
        return Micros.bound(Micros.of(instant));
    }
}
