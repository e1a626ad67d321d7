package ai.petty.pets;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collars and their pairings in the database. */
final class CollarRepository {
    private final Database database;
    private final boolean demoIsOpen;

    /** @param demoIsOpen whether there is a demo household here; where there is none, none is treated as one */
    CollarRepository(Database database, boolean demoIsOpen) {
        this.database = database;
        this.demoIsOpen = demoIsOpen;
    }

    /** The collars with these serials, by serial; the unknown ones are left out. */
    Future<Map<String, Collar>> find(Collection<String> serials) {
        return database.ask(pool -> find(pool, serials, demoIsOpen));
    }

    private static Future<Map<String, Collar>> find(Pool pool, Collection<String> serials, boolean demoIsOpen) {
        return pool.preparedQuery("""
                        select collar.collar_id, collar.serial, collar.credential_hash,
                               household.is_demo and $2 as is_demo, collar.last_seq, pairing.pairing_id, pairing.pet_id,
                               (extract(epoch from greatest(pairing.valid_from, 'epoch')) * 1000000)::bigint as valid_from,
                               (extract(epoch from least(pairing.valid_to, '9999-01-01Z')) * 1000000)::bigint as valid_to,
                               array(
                                   select member.account_id from member
                                   where member.pet_id = pairing.pet_id and member.role in ('owner', 'carer')
                                       and member.expires_at > now()) as writers
                        from collar
                        join pairing on pairing.collar_id = collar.collar_id
                        join pet on pet.pet_id = pairing.pet_id and pet.erased_at is null
                        join household on household.household_id = pet.household_id
                        where collar.serial = any($1)
                        order by collar.collar_id, pairing.valid_from""")
                .execute(Tuple.of(serials.toArray(String[]::new), demoIsOpen))
                .map(CollarRepository::collars);
    }

    private static Map<String, Collar> collars(RowSet<Row> rows) {
        var collarBySerial = new HashMap<String, Collar>();
        for (var row : rows) {
            var serial = row.getString("serial");
            var pairings = new ArrayList<Collar.Pairing>();
            var earlier = collarBySerial.get(serial);
            if (earlier != null) {
                pairings.addAll(earlier.pairings());
            }
            pairings.add(new Collar.Pairing(
                    row.getLong("pairing_id"),
                    row.getUUID("pet_id"),
                    row.getLong("valid_from"),
                    row.getLong("valid_to"),
                    row.getBoolean("is_demo"),
                    Set.of(row.getArrayOfUUIDs("writers"))));
            collarBySerial.put(
                    serial,
                    new Collar(
                            row.getLong("collar_id"),
                            serial,
                            Optional.ofNullable(row.getBuffer("credential_hash"))
                                    .map(hash -> CredentialHash.of(hash.getBytes())),
                            row.getLong("last_seq"),
                            pairings));
        }
        return collarBySerial;
    }

    /** Puts collars that nobody has registered on new pets of the demo household. One that exists by now is left alone. */
    Future<Void> register(Collection<String> serials) {
        return database.ask(pool -> pool.preparedQuery("""
                        with demo as (
                            select household_id from household where is_demo
                        ), new_collar as (
                            insert into collar (serial) select unnest($1::text[]) on conflict do nothing
                            returning collar_id, serial
                        ), new_pet as (
                            insert into pet (household_id, name) select demo.household_id, new_collar.serial
                            from new_collar, demo
                            returning pet_id, name
                        )
                        insert into pairing (collar_id, pet_id, valid_from)
                        select new_collar.collar_id, new_pet.pet_id, '-infinity'
                        from new_collar join new_pet on new_pet.name = new_collar.serial""")
                .execute(Tuple.of(serials.toArray(String[]::new)))
                .mapEmpty());
    }

    /** The one household that the demo and the tests play in. */
    Future<Void> ensureDemoHousehold() {
        return database.ask(pool -> pool.query("""
                        insert into household (name, is_demo) values ('Demo household', true)
                        on conflict (is_demo) where is_demo do nothing""").execute().mapEmpty());
    }
}
