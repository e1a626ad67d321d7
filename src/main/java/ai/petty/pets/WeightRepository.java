package ai.petty.pets;

import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The log of a pet's weights. */
final class WeightRepository {
    private static final String NOTE = """
            insert into pet_weight (pet_id, weighed_on, weight_kg)
            select $1, $2, $3
            where (select count(*) from pet_weight where pet_id = $1) < $4
            on conflict (pet_id, weighed_on) do update set weight_kg = excluded.weight_kg""";

    private WeightRepository() {}

    /** The caller holds the pet's row. */
    static Future<Void> add(SqlClient transaction, UUID petId, Weight weight, int most) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.of(petId, weight.day(), weight.weightKg(), most))
                .compose(added -> added.rowCount() == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refusal.of(
                                Refusal.Kind.CONFLICT, "weight.too_many", "The log of this pet's weights is full.")))
                .compose(added -> transaction.preparedQuery("""
                                update pet set weight_kg = newest.weight_kg, updated_at = now()
                                from (select weight_kg from pet_weight where pet_id = $1
                                      order by weighed_on desc limit 1) newest
                                where pet.pet_id = $1""").execute(Tuple.of(petId)))
                .mapEmpty();
    }

    /** As {@link #add}, of a weight that the profile has already; where the log is full it is left at that. */
    static Future<Void> note(SqlClient transaction, UUID petId, Weight weight, int most) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.of(petId, weight.day(), weight.weightKg(), most))
                .mapEmpty();
    }

    static Future<List<Weight>> all(SqlClient client, UUID petId) {
        return client.preparedQuery(
                        "select weighed_on, weight_kg from pet_weight where pet_id = $1 order by weighed_on desc")
                .execute(Tuple.of(petId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Weight(row.getLocalDate(0), row.getFloat(1)))
                        .toList());
    }
}
