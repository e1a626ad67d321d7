package ai.petty.pets;

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

/** How often something was tried lately. Counted in PostgreSQL, so that every process agrees. */
public final class Attempts {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Database database;
    private final FieldCipher cipher;
    private final InstantSource clock;

    public Attempts(Database database, FieldCipher cipher, InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * What may be tried so often.
     *
     * @param name keeps its counters apart from those of others
     * @param window at most a day
     */
    public record Limit(String name, int most, Duration window, String code, String detail) {}

    /**
     * Counts one attempt before it is made: of any number at the same time no more than are allowed get through.
     *
     * @return fails with a {@link Refusal} of kind TOO_MANY_REQUESTS
     */
    public Future<Void> take(Limit limit, String key) {
        var now = clock.instant();
        return database.ask(pool -> pool.preparedQuery("""
                        insert into household_attempt as known (counter, attempts, since) values ($1, 1, $2)
                        on conflict (counter) do update set
                            attempts = case when known.since < $3 then 1 else known.attempts + 1 end,
                            since = case when known.since < $3 then excluded.since else known.since end
                        returning attempts, since""")
                        .execute(Tuple.of(counter(limit, key), at(now), at(now.minus(limit.window())))))
                .map(rows -> rows.iterator().next())
                .compose(row -> row.getInteger("attempts") <= limit.most()
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.tooMany(
                                limit.code(),
                                limit.detail(),
                                Duration.between(
                                        now,
                                        row.getOffsetDateTime("since")
                                                .toInstant()
                                                .plus(limit.window())))));
    }

    /** The attempt was a good one and does not count; those before it do. */
    public Future<Void> giveBack(Limit limit, String key) {
        return database.ask(pool -> pool.preparedQuery(
                        "update household_attempt set attempts = greatest(attempts - 1, 0) where counter = $1")
                .execute(Tuple.of(counter(limit, key)))
                .mapEmpty());
    }

    /** The attempt was a good one: those before it no longer count. */
    public Future<Void> forgive(Limit limit, String key) {
        return database.ask(pool -> pool.preparedQuery("delete from household_attempt where counter = $1")
                .execute(Tuple.of(counter(limit, key)))
                .mapEmpty());
    }

    /** Forgets what no longer counts. */
    public Future<Void> prune() {
        return database.ask(pool -> pool.preparedQuery("delete from household_attempt where since < $1")
                .execute(Tuple.of(at(clock.instant().minus(LONGEST))))
                .mapEmpty());
    }

    private Buffer counter(Limit limit, String key) {
        return Buffer.buffer(cipher.index("household_attempt." + limit.name(), key));
    }

    private static OffsetDateTime at(Instant instant) {
        return Micros.bound(Micros.of(instant));
    }
}
