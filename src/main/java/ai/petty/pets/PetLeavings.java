package ai.petty.pets;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what a pet leaves. Everything that names or places somebody goes at once; what its collars have sent can be
 * millions of rows, and goes by and by, some hours of one pairing at a time.
 */
public final class PetLeavings {
    private static final Logger LOG = LoggerFactory.getLogger(PetLeavings.class);

    /** By then no process remembers any more that a collar was on the pet, so that nothing new can come. */
    private static final Duration SETTLED = Duration.ofMinutes(2);

    private static final Duration AT_ONCE = Duration.ofHours(6);
    private static final List<String> TABLES_BY_TIME = List.of(
            "reading t",
            "motion t0",
            "motion_label t0",
            "evaluation_checkpoint t",
            "episode from_t",
            "activity_bin start_t",
            "episode_gone from_t");

    private final Database database;
    private final InstantSource clock;

    public PetLeavings(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes the pet as if it had never been, for everybody and from the commit on.
     *
     * @return the serials of the collars that have come off it, and whose credentials are no longer good
     */
    public static Future<List<String>> erase(SqlConnection transaction, UUID petId, long now) {
        return transaction
                .preparedQuery("""
                        update pet set erased_at = $2, name = null, name_sealed = null, notes_sealed = null,
                            food_sealed = null, food_kcal_per_100g = null, breed = null, sex = null, neutered = null, birth_date = null,
                            weight_kg = null, body_condition = null, time_zone = 'UTC', grid_seed = gen_random_uuid()
                        where pet_id = $1""")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .compose(erased -> each(
                        transaction,
                        petId,
                        "delete from idempotency where pet_id = $1",
                        "delete from notice where pet_id = $1",
                        "delete from feedback where pet_id = $1",
                        "delete from member where pet_id = $1",
                        "delete from invitation where pet_id = $1",
                        "delete from zone where pet_id = $1",
                        "delete from pet_weight where pet_id = $1",
                        "delete from alert where pet_id = $1",
                        "delete from companion where pet_id = $1",
                        "delete from lost_mode where pet_id = $1",
                        "delete from pet_day where pet_id = $1",
                        "delete from pet_seal where pet_id = $1",
                        """
                        delete from alert_state using pairing
                        where pairing.pairing_id = alert_state.pairing_id and pairing.pet_id = $1"""))
                .compose(gone -> transaction.preparedQuery("""
                                with ended as (
                                    update pairing set valid_to = greatest($2, valid_from + interval '1 microsecond')
                                    where pet_id = $1 and valid_to > $2
                                    returning collar_id)
                                update collar set credential_hash = null, credential_at = null
                                from ended where collar.collar_id = ended.collar_id
                                returning collar.serial""").execute(Tuple.of(petId, Micros.bound(now))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    private static Future<Void> each(SqlConnection transaction, UUID petId, String... statements) {
        var done = Future.<Void>succeededFuture();
        for (var statement : statements) {
            done = done.compose(before -> transaction
                    .preparedQuery(statement)
                    .execute(Tuple.of(petId))
                    .mapEmpty());
        }
        return done;
    }

    /** Takes away what is left of pets that were erased a while ago. Any number of processes may do it at once. */
    public Future<Void> takeAway() {
        var before = Micros.bound(Micros.of(clock.instant().minus(SETTLED)));
        return database.ask(pool -> pool.preparedQuery("""
                        select pet.pet_id, pairing.pairing_id
                        from pet left join pairing on pairing.pet_id = pet.pet_id
                        where pet.erased_at < $1
                        order by pet.erased_at, pairing.pairing_id
                        limit 100""").execute(Tuple.of(before)))
                .compose(rows -> {
                    var done = Future.<Void>succeededFuture();
                    for (Row row : rows) {
                        done = done.compose(earlier -> takeAwayOrLeave(row.getUUID(0), row.getLong(1)));
                    }
                    return done;
                })
                .onFailure(cause -> LOG.atWarn().setCause(cause).log("What a pet has left could not be taken away"));
    }

    /** What one pet has left and cannot be taken away now holds up nobody behind it. */
    private Future<Void> takeAwayOrLeave(UUID petId, @Nullable Long pairingId) {
        return takeAway(petId, pairingId).recover(cause -> {
            LOG.atWarn().setCause(cause).log("What one pet has left could not be taken away; it is tried again");
            return Future.succeededFuture();
        });
    }

    private Future<Void> takeAway(UUID petId, @Nullable Long pairingId) {
        if (pairingId == null) {
            return database.ask(
                    pool -> pool.preparedQuery("delete from pet where pet_id = $1 and erased_at is not null")
                            .execute(Tuple.of(petId))
                            .mapEmpty());
        }
        var done = Future.<Void>succeededFuture();
        for (var table : TABLES_BY_TIME) {
            done = done.compose(earlier -> empty(table.split(" ", 2)[0], table.split(" ", 2)[1], pairingId));
        }
        return done.compose(empty -> database.transact(transaction -> remove(transaction, petId, pairingId)));
    }

    private static Future<Void> remove(SqlClient transaction, UUID petId, long pairingId) {
        return transaction
                .preparedQuery("delete from pairing where pairing_id = $1")
                .execute(Tuple.of(pairingId))
                .compose(gone -> transaction.preparedQuery("""
                                delete from pet where pet_id = $1 and erased_at is not null
                                    and not exists (select 1 from pairing where pairing.pet_id = pet.pet_id)""").execute(Tuple.of(petId)))
                .mapEmpty();
    }

    /** Some hours at a time, so that no statement comes near its time limit. */
    private Future<Void> empty(String table, String time, long pairingId) {
        var statement = """
                delete from %1$s
                where pairing_id = $1 and %2$s < (
                    select min(%2$s) from %1$s where pairing_id = $1) + interval '%3$d hours'""".formatted(table, time, AT_ONCE.toHours());
        return database.ask(pool -> pool.preparedQuery(statement).execute(Tuple.of(pairingId)))
                .compose(rows -> rows.rowCount() == 0 ? Future.succeededFuture() : empty(table, time, pairingId));
    }
}
