package ai.petty.alerts.lost;

import ai.petty.pets.location.Precision;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Pets that are looked for, as rows. Times are microseconds since 1970 UTC. */
final class LostModeRepository {
    private static final String COLUMNS =
            "pet_id, since, ends_at, report_interval_s, started_by, link_precision, link_ends_at";

    private LostModeRepository() {}

    /**
     * Begins it, or lets it go on until another time. One that is over is begun anew.
     *
     * @param linkHash of a new link, in place of the one before; null: what link there is stays
     * @param isOwners the link that stays goes on for as long
     */
    static Future<LostMode> put(SqlClient transaction, LostMode mode, byte @Nullable [] linkHash, boolean isOwners) {
        return transaction
                .preparedQuery("""
                        insert into lost_mode (pet_id, since, ends_at, report_interval_s, started_by, link_hash, link_precision,
                            link_ends_at)
                        values ($1, $2, $3, $4, $5, $6, $7, case when $6::bytea is not null then $3::timestamptz end)
                        on conflict (pet_id) do update
                        set since = case when lost_mode.ends_at > $2 then lost_mode.since else $2 end,
                            started_by = case when lost_mode.ends_at > $2 then lost_mode.started_by else $5 end,
                            ends_at = $3, report_interval_s = $4,
                            link_hash = case when $6::bytea is not null or lost_mode.ends_at <= $2 then $6
                                else lost_mode.link_hash end,
                            link_precision = case when $6::bytea is not null or lost_mode.ends_at <= $2 then $7
                                else lost_mode.link_precision end,
                            link_ends_at = case
                                when $6::bytea is not null then $3::timestamptz
                                when lost_mode.ends_at <= $2 or lost_mode.link_hash is null then null
                                when $8 and lost_mode.link_ends_at > $2 then $3::timestamptz
                                else lost_mode.link_ends_at end
                        returning %s""".formatted(COLUMNS))
                .execute(Tuple.tuple()
                        .addUUID(mode.petId())
                        .addOffsetDateTime(Micros.bound(mode.since()))
                        .addOffsetDateTime(Micros.bound(mode.endsAt()))
                        .addInteger((int) mode.reportInterval().toSeconds())
                        .addUUID(mode.startedBy().orElse(null))
                        .addBuffer(linkHash == null ? null : Buffer.buffer(linkHash))
                        .addString(mode.link().map(Precision::wireName).orElse(null))
                        .addBoolean(isOwners))
                .map(rows -> mode(rows.iterator().next(), mode.since()));
    }

    static Future<Optional<LostMode>> find(SqlClient client, UUID petId, long now) {
        return client.preparedQuery("select %s from lost_mode where pet_id = $1 and ends_at > $2".formatted(COLUMNS))
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> first(rows, now));
    }

    /** The one whose live link this is, while that is good. */
    static Future<Optional<LostMode>> byLink(SqlClient client, byte[] hash, long now) {
        return client.preparedQuery("""
                        select %s from lost_mode
                        where link_hash = $1 and ends_at > $2 and link_ends_at > $2""".formatted(COLUMNS))
                .execute(Tuple.of(Buffer.buffer(hash), Micros.bound(now)))
                .map(rows -> first(rows, now));
    }

    /** @return whether there was one */
    static Future<Boolean> end(SqlClient client, UUID petId, long now) {
        return client.preparedQuery("delete from lost_mode where pet_id = $1 returning ends_at > $2")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean(0));
    }

    /** Takes away those whose time is over. */
    static Future<List<LostMode>> takeEnded(SqlClient client, long now) {
        return client.preparedQuery("delete from lost_mode where ends_at <= $1 returning %s".formatted(COLUMNS))
                .execute(Tuple.of(Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> mode(row, now))
                        .toList());
    }

    /** What the collars of all pets that are looked for are asked for, by their serials. */
    static Future<Map<String, Duration>> wanted(SqlClient client, long now) {
        return client.preparedQuery("""
                        select collar.serial, lost_mode.report_interval_s
                        from lost_mode
                        join pairing on pairing.pet_id = lost_mode.pet_id and pairing.valid_from <= $1
                            and pairing.valid_to > $1
                        join collar on collar.collar_id = pairing.collar_id
                        where lost_mode.ends_at > $1""").execute(Tuple.of(Micros.bound(now))).map(rows -> {
            var serialToInterval = new HashMap<String, Duration>();
            rows.forEach(row -> serialToInterval.put(
                    row.getString("serial"), Duration.ofSeconds(row.getInteger("report_interval_s"))));
            return serialToInterval;
        });
    }

    private static Optional<LostMode> first(RowSet<Row> rows, long now) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> mode(row, now))
                .findFirst();
    }

    private static LostMode mode(Row row, long now) {
        var linkEndsAt = row.getOffsetDateTime("link_ends_at");
        var hasLink = linkEndsAt != null && Micros.of(linkEndsAt) > now;
        return new LostMode(
                row.getUUID("pet_id"),
                Micros.of(row.getOffsetDateTime("since")),
                Micros.of(row.getOffsetDateTime("ends_at")),
                Duration.ofSeconds(row.getInteger("report_interval_s")),
                Optional.ofNullable(row.getUUID("started_by")),
                hasLink ? Optional.of(Precision.of(row.getString("link_precision"))) : Optional.empty());
    }
}
