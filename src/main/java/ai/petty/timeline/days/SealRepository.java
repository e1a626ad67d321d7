package ai.petty.timeline.days;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** How far each pet's days are sealed. */
final class SealRepository {
    /** Nothing that is kept of a pet before $1 is lost with the readings: its days are sealed, and nothing waits to be evaluated. */
    private static final String UNSEALED = """
            select exists (
                select 1
                from pet
                left join pet_seal on pet_seal.pet_id = pet.pet_id
                join pairing on pairing.pet_id = pet.pet_id
                where pet.erased_at is null and coalesce(pet_seal.sealed_until, '-infinity') < $1
                    and (pairing.dirty_from < $1
                        or exists (
                            select 1 from evaluation e
                            where e.pairing_id = pairing.pairing_id and least(e.claimed_from, e.redo_from) < $1)
                        or exists (
                            select 1 from activity_bin b
                            where b.pairing_id = pairing.pairing_id and b.start_t < $1
                                and b.start_t >= coalesce(pet_seal.sealed_until, '-infinity')))) as unsealed""";

    private SealRepository() {}

    /** Enters pets that are new here. */
    static Future<Void> adopt(SqlClient client) {
        return client.query("""
                        insert into pet_seal (pet_id)
                        select pet.pet_id from pet
                        where pet.erased_at is null
                            and not exists (select 1 from pet_seal where pet_seal.pet_id = pet.pet_id)
                        limit 10000
                        on conflict (pet_id) do nothing""").execute().mapEmpty();
    }

    /** A pet that is to be looked at and that no other process is looking at; it is this transaction's until it ends. */
    static Future<Optional<UUID>> claim(SqlClient transaction, long now) {
        return transaction
                .preparedQuery("""
                        select pet_id from pet_seal
                        where due_at <= $1
                        order by due_at
                        limit 1
                        for update skip locked""")
                .execute(Tuple.of(Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("pet_id"))
                        .findFirst());
    }

    /** The oldest time of the pet from which something waits to be evaluated. */
    static Future<Optional<Long>> dirtyFrom(SqlClient transaction, UUID petId) {
        return transaction
                .preparedQuery("""
                        select min(least(pairing.dirty_from, e.claimed_from, e.redo_from)) as dirty_from
                        from pairing
                        left join evaluation e on e.pairing_id = pairing.pairing_id
                        where pairing.pet_id = $1""")
                .execute(Tuple.of(petId))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("dirty_from"))
                        .map(Micros::of));
    }

    static Future<Void> note(SqlClient transaction, UUID petId, LocalDate day, long until, long dueAt) {
        return transaction
                .preparedQuery("""
                        update pet_seal set sealed_day = $2, sealed_until = $3, due_at = $4 where pet_id = $1""")
                .execute(Tuple.of(petId, day, Micros.bound(until), Micros.bound(dueAt)))
                .mapEmpty();
    }

    static Future<Void> lookAgain(SqlClient transaction, UUID petId, long dueAt) {
        return transaction
                .preparedQuery("update pet_seal set due_at = $2 where pet_id = $1")
                .execute(Tuple.of(petId, Micros.bound(dueAt)))
                .mapEmpty();
    }

    /** Up to when nothing of a pairing is computed anew; nobody seals more of it until the transaction ends. */
    static Future<Optional<Long>> sealedUntil(SqlClient transaction, long pairingId) {
        return transaction
                .preparedQuery("""
                        select pet_seal.sealed_until
                        from pairing
                        join pet_seal on pet_seal.pet_id = pairing.pet_id
                        where pairing.pairing_id = $1 and isfinite(pet_seal.sealed_until)
                        for share of pet_seal""")
                .execute(Tuple.of(pairingId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> Micros.of(row.getOffsetDateTime("sealed_until")))
                        .findFirst());
    }

    static Future<Boolean> hasUnsealed(SqlClient client, OffsetDateTime before) {
        return client.preparedQuery(UNSEALED)
                .execute(Tuple.of(before))
                .map(rows -> rows.iterator().next().getBoolean("unsealed"));
    }
}
