package ai.petty.pets.zones;

import ai.petty.pets.SealedFields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Zones in the database: where somebody lives is an envelope. */
final class ZoneRepository {
    private final SealedFields sealed;

    ZoneRepository(SealedFields sealed) {
        this.sealed = sealed;
    }

    Future<List<Zone>> all(SqlClient client, UUID petId) {
        return client.preparedQuery("""
                        select zone_id, kind, name_sealed, shape_sealed from zone
                        where pet_id = $1 order by created_at, zone_id""")
                .execute(Tuple.of(petId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::zone)
                        .toList());
    }

    private Zone zone(Row row) {
        var zoneId = row.getUUID("zone_id");
        var name = Objects.requireNonNull(sealed.open(zoneId, "name_sealed", row.getBuffer("name_sealed")));
        var shape = Objects.requireNonNull(sealed.open(zoneId, "shape_sealed", row.getBuffer("shape_sealed")));
        return new Zone(
                zoneId, Zone.Kind.of(row.getString("kind")), name, Optional.of(Shape.of(new JsonObject(shape))), false);
    }

    /** @return whether there was room for it: the caller holds the pet's row */
    Future<Boolean> add(SqlClient transaction, UUID petId, Zone zone, int most) {
        return transaction
                .preparedQuery("""
                        insert into zone (zone_id, pet_id, kind, name_sealed, shape_sealed)
                        select $1, $2, $3, $4, $5
                        where (select count(*) from zone where pet_id = $2) < $6""")
                .execute(parameters(petId, zone).addInteger(most))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether the pet has such a zone */
    Future<Boolean> replace(SqlClient client, UUID petId, Zone zone) {
        return client.preparedQuery("""
                        update zone set kind = $3, name_sealed = $4, shape_sealed = $5, updated_at = now()
                        where zone_id = $1 and pet_id = $2""").execute(parameters(petId, zone)).map(rows -> rows.rowCount() == 1);
    }

    private Tuple parameters(UUID petId, Zone zone) {
        var shape = zone.shape().orElseThrow().json().encode();
        return Tuple.of(
                zone.zoneId(),
                petId,
                zone.kind().wireName(),
                sealed.seal(zone.zoneId(), "name_sealed", zone.name()),
                sealed.seal(zone.zoneId(), "shape_sealed", shape));
    }

    static Future<Boolean> remove(SqlClient client, UUID petId, UUID zoneId) {
        return client.preparedQuery("delete from zone where zone_id = $1 and pet_id = $2")
                .execute(Tuple.of(zoneId, petId))
                .map(rows -> rows.rowCount() == 1);
    }
}
