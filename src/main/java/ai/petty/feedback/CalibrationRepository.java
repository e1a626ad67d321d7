package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Verdicts, summed up. */
final class CalibrationRepository {
    /** An account's verdicts on a behaviour each count as much as one may, until together they count as much as one account may. */
    private static final String SAID = """
            select behaviour, bin / 100.0::float8 as confidence, correct, sum(weight)::float8 as weight
            from (
                select behaviour, round(confidence * 100) as bin, verdict = 'correct' as correct,
                    least($1::float8, $2::float8 / count(*) over (partition by behaviour, account_id)) as weight
                from feedback
                where pet_id is not null and verdict <> 'unclear' and %s
            ) weighed
            group by behaviour, bin, correct
            order by behaviour, bin, correct""";

    private static final String OF_ALL = SAID.formatted("true");
    private static final String OF_PET = SAID.formatted("pet_id = $3");

    private CalibrationRepository() {}

    static Future<Map<Behaviour, List<OffsetFit.Said>>> all(SqlClient client, double ofVerdict, double ofAccount) {
        return client.preparedQuery(OF_ALL)
                .execute(Tuple.of(ofVerdict, ofAccount))
                .map(CalibrationRepository::said);
    }

    static Future<Map<Behaviour, List<OffsetFit.Said>>> ofPet(
            SqlClient client, UUID petId, double ofVerdict, double ofAccount) {
        return client.preparedQuery(OF_PET)
                .execute(Tuple.of(ofVerdict, ofAccount, petId))
                .map(CalibrationRepository::said);
    }

    /** When anybody has said anything last, microseconds since 1970 UTC; 0 for never. */
    static Future<Long> newest(SqlClient client) {
        return client.preparedQuery("select max(given_at) from feedback")
                .execute()
                .map(rows -> {
                    var newest = rows.iterator().next().getOffsetDateTime(0);
                    return newest == null ? 0 : Micros.of(newest);
                });
    }

    private static Map<Behaviour, List<OffsetFit.Said>> said(RowSet<Row> rows) {
        var saidOf = new EnumMap<Behaviour, List<OffsetFit.Said>>(Behaviour.class);
        for (var row : rows) {
            Behaviour.ofCode(row.getShort("behaviour"))
                    .ifPresent(behaviour -> saidOf.computeIfAbsent(behaviour, first -> new ArrayList<>())
                            .add(new OffsetFit.Said(
                                    row.getDouble("confidence"), row.getBoolean("correct"), row.getDouble("weight"))));
        }
        return saidOf;
    }
}
