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
                select behaviour, round(confidence * 100) as bin, verdict = 'correct' as correct, %s as weight
                from %s
                where pet_id is not null and verdict <> 'unclear' and %s
            ) weighed
            group by behaviour, bin, correct
            order by behaviour, bin, correct""";

    private static final String WEIGHT =
            "least(%s::float8, %s::float8 / count(*) over (partition by behaviour, account_id))";

    private static final String OF_ALL = SAID.formatted(WEIGHT.formatted("$1", "$2"), "feedback", "true");

    /** Who has no account holds the secret of the demo household, whose pet it is. */
    private static final String OF_PET = SAID.formatted(
            "case when account_id is null or role in ('owner', 'carer') then " + WEIGHT.formatted("$1", "$2") + " else "
                    + WEIGHT.formatted("$3", "$4") + " end",
            "feedback left join member using (pet_id, account_id)",
            "pet_id = $5 and (account_id is null or expires_at > $6)");

    private CalibrationRepository() {}

    /** What a verdict counts, and all of an account on one behaviour at the most. */
    record Weight(double ofVerdict, double ofAccount) {}

    static Future<Map<Behaviour, List<OffsetFit.Said>>> all(SqlClient client, Weight weight) {
        return client.preparedQuery(OF_ALL)
                .execute(Tuple.of(weight.ofVerdict(), weight.ofAccount()))
                .map(CalibrationRepository::said);
    }

    /**
     * What those have said who may see the pet.
     *
     * @param now microseconds since 1970 UTC
     * @param ofKeeper of an owner or a carer
     * @param ofOther of a viewer or a vet
     */
    static Future<Map<Behaviour, List<OffsetFit.Said>>> ofPet(
            SqlClient client, UUID petId, long now, Weight ofKeeper, Weight ofOther) {
        return client.preparedQuery(OF_PET)
                .execute(Tuple.of(
                        ofKeeper.ofVerdict(),
                        ofKeeper.ofAccount(),
                        ofOther.ofVerdict(),
                        ofOther.ofAccount(),
                        petId,
                        Micros.bound(now)))
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
