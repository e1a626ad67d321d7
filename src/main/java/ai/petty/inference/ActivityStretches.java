package ai.petty.inference;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The first, thin form of behaviours: stretches over which a collar reported the same activity (resting, walking, playing)
 * without a gap. Computed from what is stored, so that order, repetition and lateness of readings do not matter.
 */
public final class ActivityStretches {
    private static final Duration LONGEST_GAP = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final int FEWEST_READINGS = 3;

    private final Database database;

    public ActivityStretches(Database database) {
        this.database = database;
    }

    /** How many stretches these collars have had within a range of time. */
    public Future<Long> count(List<String> serials, OffsetDateTime from, OffsetDateTime to) {
        return database.ask(pool -> pool.preparedQuery("""
                        with ordered as (
                            select reading.pairing_id, reading.t, reading.activity,
                                   reading.activity is distinct from lag(reading.activity) over w
                                   or reading.t - lag(reading.t) over w > $4::bigint * interval '1 microsecond' as starts
                            from reading
                            join pairing on pairing.pairing_id = reading.pairing_id
                            join collar on collar.collar_id = pairing.collar_id
                            where collar.serial = any($1) and reading.t >= $2 and reading.t < $3
                              and reading.activity is not null
                            window w as (partition by reading.pairing_id order by reading.t, reading.n)
                        ), numbered as (
                            select pairing_id, t, count(*) filter (where starts)
                                   over (partition by pairing_id order by t rows unbounded preceding) as stretch
                            from ordered
                        )
                        select count(*) as stretches
                        from (
                            select 1
                            from numbered
                            group by pairing_id, stretch
                            having count(*) >= $5 and max(t) - min(t) >= $6::bigint * interval '1 microsecond'
                        ) long_enough""")
                .execute(Tuple.tuple()
                        .addValue(serials.toArray(String[]::new))
                        .addValue(from)
                        .addValue(to)
                        .addValue(LONGEST_GAP.toNanos() / 1_000)
                        .addValue((long) FEWEST_READINGS)
                        .addValue(SHORTEST.toNanos() / 1_000))
                .map(rows -> rows.iterator().next().getLong("stretches")));
    }
}
