package ai.petty.pets;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Pets in the database, as their people see them. */
final class PetRepository {
    private final Database database;

    PetRepository(Database database) {
        this.database = database;
    }

    /** The pets of the demo household, behind {@code after} in the order of their ids. */
    Future<List<Pet>> demoPets(UUID after, int limit, long now) {
        return database.ask(pool -> pool.preparedQuery("""
                        with pets as (
                            select pet.pet_id, pet.name, pet.species, pet.time_zone
                            from pet
                            join household on household.household_id = pet.household_id
                            where household.is_demo and pet.pet_id > $1
                            order by pet.pet_id
                            limit $2)
                        select pets.pet_id, pets.name, pets.species, pets.time_zone, collar.serial, collar.firmware,
                            collar.battery_pct, collar.last_seen_at,
                            case when isfinite(pairing.valid_from) then pairing.valid_from
                                else collar.created_at end as paired_from
                        from pets
                        left join pairing on pairing.pet_id = pets.pet_id
                            and pairing.valid_from <= $3 and pairing.valid_to > $3
                        left join collar on collar.collar_id = pairing.collar_id
                        order by pets.pet_id, collar.serial""")
                .execute(Tuple.of(after, limit, Micros.bound(now)))
                .map(PetRepository::pets));
    }

    private static List<Pet> pets(RowSet<Row> rows) {
        var petById = new LinkedHashMap<UUID, Pet>();
        for (var row : rows) {
            var pet = petById.computeIfAbsent(
                    row.getUUID("pet_id"),
                    petId -> new Pet(
                            petId,
                            row.getString("name"),
                            row.getString("species"),
                            row.getString("time_zone"),
                            new ArrayList<>()));
            if (row.getString("serial") != null) {
                var lastSeenAt = row.getOffsetDateTime("last_seen_at");
                pet.collars()
                        .add(new Pet.Worn(
                                row.getString("serial"),
                                Micros.of(row.getOffsetDateTime("paired_from")),
                                lastSeenAt == null ? null : Micros.of(lastSeenAt),
                                row.getFloat("battery_pct"),
                                row.getString("firmware")));
            }
        }
        return List.copyOf(petById.values());
    }

    Future<Boolean> isDemoPet(UUID petId) {
        return database.ask(
                pool -> pool.preparedQuery("""
                        select 1
                        from pet
                        join household on household.household_id = pet.household_id
                        where pet.pet_id = $1 and household.is_demo""").execute(Tuple.of(petId)).map(rows -> rows.size() > 0));
    }
}
