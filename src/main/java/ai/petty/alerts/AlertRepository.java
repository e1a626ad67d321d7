package ai.petty.alerts;

import ai.petty.alerts.rules.Change;
import ai.petty.alerts.rules.Ending;
import ai.petty.alerts.rules.Rule;
import ai.petty.pets.location.Place;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Alerts as rows. */
final class AlertRepository {
    private static final String COLUMNS = """
            pairing_id, rule, since_t, pet_id, opened_at, evidence, lat_e6, lon_e6, accuracy_m, acknowledged_at,
            acknowledged_by, resolved_at, ending, resolved_by, changed_at""";

    /** The newest first. */
    private static final String PAGE = """
            select %s
            from alert
            where pet_id = $1 and (not $2 or resolved_at is null)
                and (opened_at, pairing_id, rule) < ($3, $4, $5)
            order by opened_at desc, pairing_id desc, rule desc
            limit $6""".formatted(COLUMNS);

    private AlertRepository() {}

    /** @return whether it is new: there was no open alert of this pet and rule, and the pet is still there */
    static Future<Boolean> open(
            SqlClient transaction, AlertId id, UUID petId, Change.Opened found, Optional<Place> place) {
        @Nullable Place where = place.orElse(null);
        return transaction
                .preparedQuery("""
                        insert into alert (pairing_id, rule, since_t, pet_id, opened_at, evidence, lat_e6, lon_e6, accuracy_m,
                            changed_at)
                        select $1, $2, $3, pet_id, $5, $6, $7, $8, $9, clock_timestamp()
                        from pet where pet_id = $4 and erased_at is null
                        on conflict do nothing""")
                .execute(Tuple.tuple()
                        .addLong(id.pairingId())
                        .addShort((short) id.rule().code())
                        .addOffsetDateTime(Micros.bound(id.since()))
                        .addUUID(petId)
                        .addOffsetDateTime(Micros.bound(found.at()))
                        .addValue(evidence(found))
                        .addInteger(where == null ? null : where.latE6())
                        .addInteger(where == null ? null : where.lonE6())
                        .addFloat(where == null ? null : where.accuracyM()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Whether another collar of the pet has an open alert of the same rule. */
    static Future<Boolean> isOpenByAnother(SqlClient transaction, AlertId id, UUID petId) {
        return transaction
                .preparedQuery("""
                        select 1 from alert
                        where pet_id = $1 and rule = $2 and resolved_at is null and pairing_id <> $3""")
                .execute(Tuple.of(petId, (short) id.rule().code(), id.pairingId()))
                .map(rows -> rows.size() == 1);
    }

    private static JsonObject evidence(Change.Opened found) {
        var json = new JsonObject();
        found.evidence().forEach(json::put);
        return json;
    }

    /** @return the alert that was open, and is over now */
    static Future<Optional<Alert>> end(SqlClient transaction, long pairingId, Rule rule, Change.Ended ended) {
        return transaction
                .preparedQuery("""
                        update alert
                        set resolved_at = greatest($3, opened_at), ending = $4, changed_at = clock_timestamp()
                        where pairing_id = $1 and rule = $2 and resolved_at is null
                        returning %s""".formatted(COLUMNS))
                .execute(Tuple.of(
                        pairingId,
                        (short) rule.code(),
                        Micros.bound(ended.at()),
                        ended.ending().wireName()))
                .map(AlertRepository::first);
    }

    /** @return the alert as it is now; empty when the pet has no such alert, or it is over */
    static Future<Optional<Alert>> acknowledge(SqlClient client, UUID petId, AlertId id, UUID by, long at) {
        return client.preparedQuery("""
                        update alert
                        set acknowledged_at = $5, acknowledged_by = $6, changed_at = clock_timestamp()
                        where pet_id = $1 and pairing_id = $2 and since_t = $3 and rule = $4
                            and resolved_at is null and acknowledged_at is null
                        returning %s""".formatted(COLUMNS))
                .execute(key(petId, id).addOffsetDateTime(Micros.bound(at)).addUUID(by))
                .map(AlertRepository::first);
    }

    /** @return the alert as it is now; empty when the pet has no such alert, or it is over already */
    static Future<Optional<Alert>> resolve(SqlClient client, UUID petId, AlertId id, UUID by, long at) {
        return client.preparedQuery("""
                        update alert
                        set resolved_at = greatest($5, opened_at), resolved_by = $6, ending = $7,
                            changed_at = clock_timestamp()
                        where pet_id = $1 and pairing_id = $2 and since_t = $3 and rule = $4 and resolved_at is null
                        returning %s""".formatted(COLUMNS))
                .execute(key(petId, id)
                        .addOffsetDateTime(Micros.bound(at))
                        .addUUID(by)
                        .addString(Ending.BY_PERSON.wireName()))
                .map(AlertRepository::first);
    }

    static Future<Optional<Alert>> find(SqlClient client, UUID petId, AlertId id) {
        return client.preparedQuery("""
                        select %s
                        from alert
                        where pet_id = $1 and pairing_id = $2 and since_t = $3 and rule = $4""".formatted(COLUMNS))
                .execute(key(petId, id))
                .map(AlertRepository::first);
    }

    private static Tuple key(UUID petId, AlertId id) {
        return Tuple.tuple()
                .addUUID(petId)
                .addLong(id.pairingId())
                .addOffsetDateTime(Micros.bound(id.since()))
                .addShort((short) id.rule().code());
    }

    /** @param before the last of the page before */
    static Future<List<Alert>> page(SqlClient client, UUID petId, boolean onlyOpen, AlertCursor before, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(
                        petId,
                        onlyOpen,
                        Micros.bound(before.openedAt()),
                        before.pairingId(),
                        (short) before.rule(),
                        limit))
                .map(AlertRepository::all);
    }

    /** An alert, and when that last changed. */
    record Changed(Alert alert, long at) {}

    /** What has changed of these pets after {@code since}, microseconds since 1970 UTC; the oldest first. */
    static Future<List<Changed>> changed(SqlClient client, Collection<UUID> petIds, long since, int most) {
        return client.preparedQuery("""
                        select %s
                        from alert
                        where pet_id = any($1) and changed_at > $2
                        order by changed_at
                        limit $3""".formatted(COLUMNS))
                .execute(Tuple.of(petIds.toArray(UUID[]::new), Micros.bound(since), most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Changed(alert(row), Micros.of(row.getOffsetDateTime("changed_at"))))
                        .toList());
    }

    /** Open alerts that came from a collar which is no longer on the pet; {@code now} in microseconds since 1970 UTC. */
    static Future<List<Alert>> ofEndedPairings(SqlClient client, long now, int most) {
        return client.preparedQuery("""
                        select alert.*
                        from alert
                        join pairing on pairing.pairing_id = alert.pairing_id
                        where alert.resolved_at is null and pairing.valid_to <= $1
                        limit $2""")
                .execute(Tuple.of(Micros.bound(now), most))
                .map(AlertRepository::all);
    }

    /** Forgets alerts that were over before {@code before}, microseconds since 1970 UTC. */
    static Future<Void> prune(SqlClient client, long before, int most) {
        return client.preparedQuery("""
                        delete from alert
                        where (pairing_id, since_t, rule) in (
                            select pairing_id, since_t, rule from alert where resolved_at < $1 order by resolved_at limit $2)""")
                .execute(Tuple.of(Micros.bound(before), most))
                .mapEmpty();
    }

    private static Optional<Alert> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Alert> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(AlertRepository::alert)
                .toList();
    }

    private static Alert alert(Row row) {
        var evidence = new TreeMap<String, Double>();
        JsonObject stored = row.getJsonObject("evidence");
        stored.forEach(number -> evidence.put(number.getKey(), stored.getDouble(number.getKey())));
        var lat = row.getInteger("lat_e6");
        var lon = row.getInteger("lon_e6");
        return new Alert(
                new AlertId(
                        row.getLong("pairing_id"),
                        Rule.ofCode(row.getShort("rule")).orElseThrow(),
                        time(row, "since_t").orElseThrow()),
                row.getUUID("pet_id"),
                time(row, "opened_at").orElseThrow(),
                evidence,
                lat == null || lon == null
                        ? Optional.empty()
                        : Optional.of(new Place(lat, lon, row.getFloat("accuracy_m"))),
                time(row, "acknowledged_at")
                        .map(at -> new Alert.Acknowledged(at, Optional.ofNullable(row.getUUID("acknowledged_by")))),
                time(row, "resolved_at")
                        .map(at -> new Alert.Resolved(
                                at,
                                Ending.of(row.getString("ending")),
                                Optional.ofNullable(row.getUUID("resolved_by")))));
    }

    private static Optional<Long> time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return Optional.ofNullable(time).map(Micros::of);
    }
}
