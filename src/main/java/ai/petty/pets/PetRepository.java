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
import java.util.Optional;
import java.util.UUID;

/** Pets in the database, as their people see them. */
final class PetRepository {
    private final Database database;
    private final boolean demoIsOpen;

    /** @param demoIsOpen whether everybody may look at the demo household's pets */
    PetRepository(Database database, boolean demoIsOpen) {
        this.database = database;
        this.demoIsOpen = demoIsOpen;
    }

    /** The pets that {@code account} may see, behind {@code after} in the order of their ids. */
    Future<List<Pet>> visibleTo(UUID account, UUID after, int limit, long now) {
        return database.ask(pool -> pool.preparedQuery("""
                        with pets as (
                            select pet.pet_id, pet.name, pet.species, pet.time_zone
                            from pet
                            where pet.pet_id > $1 and pet.erased_at is null and pet.pet_id in (
                                select member.pet_id
                                from member
                                where member.account_id = $4 and member.expires_at > $3
                                union all
                                select demo.pet_id
                                from pet demo
                                join household on household.household_id = demo.household_id
                                where household.is_demo and $5)
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
                .execute(Tuple.of(after, limit, Micros.bound(now), account, demoIsOpen))
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

    /** How {@code account} stands to the pet at {@code now}; empty when they do not at all. */
    Future<Optional<Standing>> standing(UUID account, UUID petId, long now) {
        return database.ask(pool -> pool.preparedQuery("""
                        select pet.pet_id, household.is_demo, member.role, member.precision
                        from pet
                        join household on household.household_id = pet.household_id
                        left join member on member.pet_id = pet.pet_id and member.account_id = $2
                            and member.expires_at > $3
                        where pet.pet_id = $1 and pet.erased_at is null
                            and (member.role is not null or (household.is_demo and $4))""")
                .execute(Tuple.of(petId, account, Micros.bound(now), demoIsOpen))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(standing(rows.iterator().next()))));
    }

    private static Standing standing(Row row) {
        var petId = row.getUUID("pet_id");
        if (row.getString("role") == null) {
            return Standing.ofDemoPet(petId);
        }
        var role = Role.of(row.getString("role"));
        var precision = role == Role.OWNER ? Precision.EXACT : Precision.of(row.getString("precision"));
        return new Standing(petId, role, precision, row.getBoolean("is_demo"));
    }
}
