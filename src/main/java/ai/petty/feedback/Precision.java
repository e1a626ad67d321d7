package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often people find each behaviour to be what it was called. An account counts ten verdicts of a behaviour at the most: one that
 * says more counts each of them less, so that among the verdicts of {@code n} others it moves the share by {@code 10 / (10 + n)}.
 */
public final class Precision {
    private static final double AN_ACCOUNT = 10;
    private static final double TAIL = 0.025;
    private static final double JEFFREYS = 0.5;

    private static final String COUNTED = """
            select behaviour, model, count(*) as verdicts, count(distinct coalesce(account_id::text, '')) as people,
                sum(weight)::float8 as weight, coalesce(sum(weight) filter (where correct), 0)::float8 as correct
            from (
                select behaviour, model, account_id, verdict = 'correct' as correct,
                    least(1, $1::float8 / count(*) over (partition by behaviour, model, account_id)) as weight
                from feedback
                where pet_id is not null and verdict <> 'unclear'
            ) weighed
            group by behaviour, model
            order by behaviour, model""";

    private static final Logger LOG = LoggerFactory.getLogger(Precision.class);

    private final Database database;
    private final Rereading rereading;
    private volatile List<OfBehaviour> measured = List.of();

    public Precision(Database database) {
        this.database = database;
        this.rereading = new Rereading(database);
    }

    /**
     * What was found of one behaviour.
     *
     * @param model what found the events, such as {@code rules+motion-1}
     * @param verdicts how many there are
     * @param people of how many
     * @param share of them that say correct, each account weighed
     * @param low and {@code high}: the 95 % interval of Jeffreys (Brown, Cai and DasGupta 2001)
     */
    public record OfBehaviour(
            Behaviour behaviour, String model, long verdicts, long people, double share, double low, double high) {}

    /** Only behaviours that somebody has said something to, each for each model that found some, as of the last time it was read. */
    public List<OfBehaviour> measured() {
        return measured;
    }

    /** Reads what everybody said, in this process or another, when there is something new. To be called one at a time. */
    public Future<Void> refresh() {
        return rereading
                .whenThereIsNews(this::read)
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("What people said could not be read; the precision that is told stays as it is"));
    }

    private Future<Void> read() {
        return database.ask(pool -> pool.preparedQuery(COUNTED)
                .execute(Tuple.of(AN_ACCOUNT))
                .map(rows -> {
                    var found = new ArrayList<OfBehaviour>();
                    for (var row : rows) {
                        Behaviour.ofCode(row.getShort("behaviour")).ifPresent(of -> found.add(measured(of, row)));
                    }
                    measured = List.copyOf(found);
                    return null;
                }));
    }

    private static OfBehaviour measured(Behaviour behaviour, Row row) {
        var interval = Interval.of(row.getDouble("correct"), row.getDouble("weight"));
        return new OfBehaviour(
                behaviour,
                row.getString("model"),
                row.getLong("verdicts"),
                row.getLong("people"),
                interval.share(),
                interval.low(),
                interval.high());
    }

    /** A share and what it may be. */
    record Interval(double share, double low, double high) {
        static Interval of(double correct, double weight) {
            var posterior = BetaDistribution.of(correct + JEFFREYS, weight - correct + JEFFREYS);
            return new Interval(
                    correct / weight,
                    correct <= 0 ? 0 : posterior.inverseCumulativeProbability(TAIL),
                    correct >= weight ? 1 : posterior.inverseSurvivalProbability(TAIL));
        }
    }
}
