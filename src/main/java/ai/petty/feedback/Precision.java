package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often people find each behaviour to be what it was called. An account counts ten verdicts of a behaviour at the most: one that
 * says more counts each of them less, so that among the verdicts of {@code n} others it moves the share by {@code 10 / (10 + n)}.
 */
public final class Precision {
    private static final double AN_ACCOUNT = 10;
    private static final double TAIL = 0.025;
    private static final double JEFFREYS = 0.5;

    private static final String COUNTED = """
            select behaviour, count(*) as verdicts, count(distinct coalesce(account_id::text, '')) as people,
                sum(weight)::float8 as weight, coalesce(sum(weight) filter (where correct), 0)::float8 as correct
            from (
                select behaviour, account_id, verdict = 'correct' as correct,
                    least(1, $1::float8 / count(*) over (partition by behaviour, account_id)) as weight
                from feedback
                where pet_id is not null and verdict <> 'unclear' and ($2::text is null or model = $2)
            ) weighed
            group by behaviour
            order by behaviour""";

    private final Database database;

    public Precision(Database database) {
        this.database = database;
    }

    /**
     * What was found of one behaviour.
     *
     * @param verdicts how many there are
     * @param people of how many
     * @param share of them that say correct, each account weighed
     * @param low and {@code high}: the 95 % interval of Jeffreys (Brown, Cai and DasGupta 2001)
     */
    public record OfBehaviour(Behaviour behaviour, long verdicts, long people, double share, double low, double high) {}

    /**
     * Only behaviours that somebody has said something to.
     *
     * @param model what found the events; all of them when empty
     */
    public Future<List<OfBehaviour>> measured(Optional<String> model) {
        return database.ask(pool -> pool.preparedQuery(COUNTED)
                .execute(Tuple.of(AN_ACCOUNT, model.orElse(null)))
                .map(rows -> {
                    var found = new ArrayList<OfBehaviour>();
                    for (var row : rows) {
                        Behaviour.ofCode(row.getShort("behaviour")).ifPresent(of -> found.add(measured(of, row)));
                    }
                    return List.copyOf(found);
                }));
    }

    private static OfBehaviour measured(Behaviour behaviour, Row row) {
        return of(
                behaviour,
                row.getLong("verdicts"),
                row.getLong("people"),
                row.getDouble("correct"),
                row.getDouble("weight"));
    }

    static OfBehaviour of(Behaviour behaviour, long verdicts, long people, double correct, double weight) {
        var posterior = BetaDistribution.of(correct + JEFFREYS, weight - correct + JEFFREYS);
        return new OfBehaviour(
                behaviour,
                verdicts,
                people,
                correct / weight,
                correct <= 0 ? 0 : posterior.inverseCumulativeProbability(TAIL),
                correct >= weight ? 1 : posterior.inverseSurvivalProbability(TAIL));
    }
}
