package ai.petty.pets;

import ai.petty.pets.location.Home;
import ai.petty.pets.location.PositionView;
import ai.petty.pets.location.Precision;
import ai.petty.pets.zones.Shape;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Pets in the database, as their people see them. */
final class PetRepository {
    private static final String SEEN = """
            select pet.pet_id as seen_id, member.role
            from pet
            join member on member.pet_id = pet.pet_id
            where member.account_id = $1 and member.expires_at > $2 and pet.erased_at is null
            union all
            select pet.pet_id, 'viewer'
            from pet
            join household on household.household_id = pet.household_id
            where household.is_demo and $3 and pet.erased_at is null""";

    private static final String PETS = """
            with seen as (%s), pets as (
                select %s, seen.role
                from seen
                join pet on pet.pet_id = seen.seen_id
                where %s
                order by pet.pet_id
                limit $5)
            select pets.*, collar.serial, collar.firmware, collar.battery_pct, collar.last_seen_at,
                case when isfinite(pairing.valid_from) then pairing.valid_from else collar.created_at end as paired_from
            from pets
            left join pairing on pairing.pet_id = pets.pet_id and pairing.valid_from <= $2 and pairing.valid_to > $2
            left join collar on collar.collar_id = pairing.collar_id
            order by pets.pet_id, collar.serial""";

    private static final String BEHIND = PETS.formatted(SEEN, PetRow.COLUMNS, "pet.pet_id > $4");
    private static final String ONE = PETS.formatted(SEEN, PetRow.COLUMNS, "pet.pet_id = $4");

    private final Database database;
    private final PetRow petRow;
    private final SealedFields zones;
    private final boolean demoIsOpen;

    /** @param demoIsOpen whether everybody may look at the demo household's pets */
    PetRepository(Database database, FieldCipher cipher, boolean demoIsOpen) {
        this.database = database;
        this.petRow = new PetRow(new SealedFields(cipher, "pet"));
        this.zones = new SealedFields(cipher, "zone");
        this.demoIsOpen = demoIsOpen;
    }

    /** The pets that {@code account} may see, behind {@code after} in the order of their ids. */
    Future<List<Pet>> visibleTo(UUID account, UUID after, int limit, long now) {
        return pets(BEHIND, Tuple.of(account, Micros.bound(now), demoIsOpen, after, limit));
    }

    Future<Optional<Pet>> find(UUID account, UUID petId, long now) {
        return pets(ONE, Tuple.of(account, Micros.bound(now), demoIsOpen, petId, 1))
                .map(found -> found.stream().findFirst());
    }

    private Future<List<Pet>> pets(String sql, Tuple parameters) {
        return database.ask(pool -> pool.preparedQuery(sql).execute(parameters)).map(this::pets);
    }

    private List<Pet> pets(RowSet<Row> rows) {
        var petById = new LinkedHashMap<UUID, Pet>();
        for (var row : rows) {
            var petId = row.getUUID("pet_id");
            var pet = petById.get(petId);
            if (pet == null) {
                pet = new Pet(petId, Role.of(row.getString("role")), petRow.profile(row), new ArrayList<>());
                petById.put(petId, pet);
            }
            if (row.getString("serial") != null) {
                pet.collars().add(worn(row));
            }
        }
        return List.copyOf(petById.values());
    }

    private static Pet.Worn worn(Row row) {
        var lastSeenAt = row.getOffsetDateTime("last_seen_at");
        return new Pet.Worn(
                row.getString("serial"),
                Micros.of(row.getOffsetDateTime("paired_from")),
                lastSeenAt == null ? null : Micros.of(lastSeenAt),
                row.getFloat("battery_pct"),
                row.getString("firmware"));
    }

    /** How {@code account} stands to the pet at {@code now}; empty when they do not at all. */
    Future<Optional<Standing>> standing(UUID account, UUID petId, long now) {
        return standings(List.of(new Watcher(account, petId)), now).map(found -> found.getFirst());
    }

    /** As {@link #standing}, of many in one question and in their order. */
    Future<List<Optional<Standing>>> standings(List<Watcher> watchers, long now) {
        var accounts = watchers.stream().map(Watcher::account).toArray(UUID[]::new);
        var pets = watchers.stream().map(Watcher::petId).toArray(UUID[]::new);
        return database.ask(pool ->
                        pool.preparedQuery("""
                        select asked.place, pet.pet_id, pet.grid_seed, household.is_demo, member.role, member.precision,
                            array(
                                select zone.zone_id from zone
                                where zone.pet_id = pet.pet_id and zone.kind = 'home' and member.role <> 'owner'
                                order by zone.zone_id) as home_ids,
                            array(
                                select encode(zone.shape_sealed, 'base64') from zone
                                where zone.pet_id = pet.pet_id and zone.kind = 'home' and member.role <> 'owner'
                                order by zone.zone_id) as home_shapes
                        from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (account_id, pet_id, place)
                        join pet on pet.pet_id = asked.pet_id and pet.erased_at is null
                        join household on household.household_id = pet.household_id
                        left join member on member.pet_id = pet.pet_id and member.account_id = asked.account_id
                            and member.expires_at > $3
                        where member.role is not null or (household.is_demo and $4)""").execute(Tuple.of(accounts, pets, Micros.bound(now), demoIsOpen)))
                .map(rows -> {
                    var standings = new ArrayList<Optional<Standing>>(watchers.stream()
                            .map(watcher -> Optional.<Standing>empty())
                            .toList());
                    rows.forEach(row -> standings.set(row.getInteger("place") - 1, Optional.of(standing(row))));
                    return standings;
                });
    }

    /** How a stranger sees where the pet is. */
    Future<Optional<PositionView>> strangersView(UUID petId, Precision precision) {
        return database.ask(pool -> pool.preparedQuery("""
                        select pet.grid_seed,
                            array(
                                select zone.zone_id from zone
                                where zone.pet_id = pet.pet_id and zone.kind = 'home'
                                order by zone.zone_id) as home_ids,
                            array(
                                select encode(zone.shape_sealed, 'base64') from zone
                                where zone.pet_id = pet.pet_id and zone.kind = 'home'
                                order by zone.zone_id) as home_shapes
                        from pet where pet_id = $1 and erased_at is null""").execute(Tuple.of(petId)))
                .map(rows -> rows.stream()
                        .map(row -> PositionView.of(precision, row.getUUID("grid_seed"), homes(row)))
                        .findFirst());
    }

    private Standing standing(Row row) {
        var petId = row.getUUID("pet_id");
        if (row.getString("role") == null) {
            return Standing.ofDemoPet(petId);
        }
        var role = Role.of(row.getString("role"));
        if (role == Role.OWNER) {
            return new Standing(petId, role, Precision.EXACT, PositionView.EXACT, row.getBoolean("is_demo"));
        }
        var precision = Precision.of(row.getString("precision"));
        var view = PositionView.of(precision, row.getUUID("grid_seed"), homes(row));
        return new Standing(petId, role, precision, view, row.getBoolean("is_demo"));
    }

    private List<Home> homes(Row row) {
        var ids = row.getArrayOfUUIDs("home_ids");
        var shapes = row.getArrayOfStrings("home_shapes");
        var homes = new ArrayList<Home>(ids.length);
        for (var i = 0; i < ids.length; i++) {
            var envelope = Buffer.buffer(Base64.getMimeDecoder().decode(shapes[i]));
            var json = Objects.requireNonNull(zones.open(ids[i], "shape_sealed", envelope));
            homes.add(Shape.of(new JsonObject(json)).home(ids[i]));
        }
        return homes;
    }

    /**
     * What an account may do with a pet, which nobody else changes before the transaction ends, nor who its members are. Two
     * statements: what is seen of the members is what was committed before the pet was held.
     */
    static Future<Optional<Role>> hold(SqlConnection transaction, UUID account, UUID petId, long now) {
        return transaction
                .preparedQuery("select 1 from pet where pet_id = $1 and erased_at is null for update")
                .execute(Tuple.of(petId))
                .compose(pets -> pets.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : transaction
                                .preparedQuery("""
                                        select role from member
                                        where pet_id = $1 and account_id = $2 and expires_at > $3""")
                                .execute(Tuple.of(petId, account, Micros.bound(now)))
                                .map(members -> members.stream()
                                        .map(row -> Role.of(row.getString("role")))
                                        .findFirst()));
    }

    /** A new pet of the account's own household, which is made with the first. */
    Future<Void> add(SqlConnection transaction, UUID account, UUID petId, PetProfile profile) {
        var parameters = petRow.parameters(petId, profile).addUUID(account);
        return transaction
                .preparedQuery("""
                        insert into household (name, account_id) values ('Household', $1)
                        on conflict (account_id) do nothing""")
                .execute(Tuple.of(account))
                .compose(made -> transaction.preparedQuery("""
                                insert into pet (pet_id, name_sealed, species, breed, sex, neutered, birth_date, weight_kg,
                                    body_condition, time_zone, food_sealed, food_kcal_per_100g, notes_sealed, household_id)
                                select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, household_id
                                from household where account_id = $14""").execute(parameters))
                .compose(added -> transaction.preparedQuery("""
                                insert into member (pet_id, account_id, role, precision)
                                values ($1, $2, 'owner', 'exact')""").execute(Tuple.of(petId, account)))
                .mapEmpty();
    }

    /** The profile, which nobody else changes before the transaction ends; empty when the pet has gone. */
    Future<Optional<PetProfile>> lock(SqlConnection transaction, UUID petId) {
        return transaction
                .preparedQuery(
                        "select " + PetRow.COLUMNS + " from pet where pet_id = $1 and erased_at is null for update")
                .execute(Tuple.of(petId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(petRow.profile(rows.iterator().next())));
    }

    Future<Void> change(SqlConnection transaction, UUID petId, PetProfile profile) {
        return transaction
                .preparedQuery("""
                        update pet set name = null, name_sealed = $2, species = $3, breed = $4, sex = $5, neutered = $6,
                            birth_date = $7, weight_kg = $8, body_condition = $9, time_zone = $10, food_sealed = $11,
                            food_kcal_per_100g = $12, notes_sealed = $13, updated_at = now()
                        where pet_id = $1""")
                .execute(petRow.parameters(petId, profile))
                .mapEmpty();
    }
}
