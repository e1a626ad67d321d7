package ai.petty.pets.collars;

import ai.petty.pets.CredentialHash;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which collar is on which pet, and what it proves itself with. */
final class PairingRepository {
    private PairingRepository() {}

    /**
     * A collar as it lies in the inventory.
     *
     * @param claimHash empty when it registered itself
     * @param petId on which it is now
     */
    record Kept(long collarId, Optional<byte[]> claimHash, boolean isRevoked, Optional<UUID> petId) {}

    /** Nobody else changes this collar before the transaction ends. */
    static Future<Optional<Kept>> lock(SqlClient transaction, String serial) {
        // In two steps: who waited for the row must see what the one before has committed.
        return transaction
                .preparedQuery("select collar_id from collar where serial = $1 for update")
                .execute(Tuple.of(serial))
                .compose(locked -> transaction.preparedQuery("""
                                select collar.collar_id, collar.claim_hash, collar.revoked_at, pairing.pet_id
                                from collar
                                left join pairing on pairing.collar_id = collar.collar_id
                                    and pairing.valid_to = 'infinity'
                                where collar.serial = $1""").execute(Tuple.of(serial)))
                .map(rows -> first(rows)
                        .map(row -> new Kept(
                                row.getLong("collar_id"),
                                Optional.ofNullable(row.getBuffer("claim_hash")).map(Buffer::getBytes),
                                row.getOffsetDateTime("revoked_at") != null,
                                Optional.ofNullable(row.getUUID("pet_id")))));
    }

    /** @return since when it is on that pet, microseconds since 1970 UTC: not before it was taken off the last one */
    static Future<Long> begin(SqlClient transaction, long collarId, UUID petId, long since) {
        return transaction
                .preparedQuery("""
                        insert into pairing (collar_id, pet_id, valid_from)
                        select $1, $2, greatest($3, max(valid_to)) from pairing where collar_id = $1
                        returning valid_from""")
                .execute(Tuple.of(collarId, petId, Micros.bound(since)))
                .map(rows -> Micros.of(rows.iterator().next().getOffsetDateTime("valid_from")));
    }

    /** What was taken before {@code now} stays with the pet. */
    static Future<Void> end(SqlClient transaction, long collarId, long now) {
        return transaction
                .preparedQuery("""
                        update pairing set valid_to = greatest($2, valid_from + interval '1 microsecond')
                        where collar_id = $1 and valid_to = 'infinity'""")
                .execute(Tuple.of(collarId, Micros.bound(now)))
                .mapEmpty();
    }

    /** @param credential empty: the collar has none any more */
    static Future<Void> setCredential(
            SqlClient transaction, long collarId, Optional<CredentialHash> credential, long now) {
        @Nullable
        Buffer hash = credential.map(kept -> Buffer.buffer(kept.bytes())).orElse(null);
        return transaction
                .preparedQuery("""
                        update collar set credential_hash = $2, credential_at = case when $2::bytea is null then null else $3::timestamptz end
                        where collar_id = $1""")
                .execute(Tuple.of(collarId, hash, Micros.bound(now)))
                .mapEmpty();
    }

    static Future<Void> setRevoked(SqlClient transaction, long collarId, boolean isRevoked) {
        return transaction
                .preparedQuery("update collar set revoked_at = case when $2 then now() end where collar_id = $1")
                .execute(Tuple.of(collarId, isRevoked))
                .mapEmpty();
    }

    /** @return whether the serial was free */
    static Future<Boolean> add(SqlClient client, String serial, byte[] claimHash) {
        return client.preparedQuery(
                        "insert into collar (serial, claim_hash) values ($1, $2) on conflict (serial) do nothing")
                .execute(Tuple.of(serial, Buffer.buffer(claimHash)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The collars that are on a pet now. */
    static Future<List<WornCollar>> worn(SqlClient client, UUID petId, long now) {
        return client.preparedQuery("""
                        select collar.serial, collar.firmware, collar.battery_pct, collar.last_seen_at,
                            collar.revoked_at is not null as revoked,
                            case when isfinite(pairing.valid_from) then pairing.valid_from
                                else collar.created_at end as paired_from
                        from pairing
                        join collar on collar.collar_id = pairing.collar_id
                        where pairing.pet_id = $1 and pairing.valid_from <= $2 and pairing.valid_to > $2
                        order by collar.serial""")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PairingRepository::worn)
                        .toList());
    }

    private static WornCollar worn(Row row) {
        return new WornCollar(
                row.getString("serial"),
                Micros.of(row.getOffsetDateTime("paired_from")),
                Optional.ofNullable(row.getOffsetDateTime("last_seen_at")).map(Micros::of),
                Optional.ofNullable(row.getFloat("battery_pct")),
                Optional.ofNullable(row.getString("firmware")),
                row.getBoolean("revoked"));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
