package ai.petty.notifications;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Preferences in the database. Whoever has no row has the defaults. */
final class PreferenceRepository {
    /** Of a row of {@code preference}, which may be all null. */
    static final String COLUMNS = """
            preference.time_zone, preference.quiet_from, preference.quiet_to, preference.escape_by, preference.health_by,
            preference.device_by, preference.units, preference.viewed_pets""";

    private PreferenceRepository() {}

    static Future<Preferences> find(SqlClient client, UUID account) {
        return client.preparedQuery("select " + COLUMNS + """
                        ,
                            array(
                                select muted_pet.pet_id from muted_pet
                                join pet on pet.pet_id = muted_pet.pet_id and pet.erased_at is null
                                where muted_pet.account_id = $1) as muted
                        from (select 1) one left join preference on preference.account_id = $1""")
                .execute(Tuple.of(account))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return preferences(row, Set.of(row.getArrayOfUUIDs("muted")));
                });
    }

    static Preferences preferences(Row row, Set<UUID> muted) {
        var usual = Preferences.DEFAULT;
        if (row.getString("units") == null) {
            return new Preferences(
                    usual.timeZone(), usual.quietHours(), usual.notices(), usual.units(), usual.viewedPets(), muted);
        }
        var quiet = Optional.ofNullable(row.getLocalTime("quiet_from"))
                .map(from -> new QuietHours(from, row.getLocalTime("quiet_to")));
        return new Preferences(
                Optional.ofNullable(row.getString("time_zone")).map(ZoneId::of),
                quiet,
                notices(row),
                Units.of(row.getString("units")),
                row.getBoolean("viewed_pets"),
                muted);
    }

    private static Map<Category, Set<Channel>> notices(Row row) {
        var notices = new EnumMap<Category, Set<Channel>>(Category.class);
        for (var category : Category.values()) {
            var channels = EnumSet.noneOf(Channel.class);
            Arrays.stream(row.getArrayOfStrings(column(category)))
                    .map(Channel::of)
                    .forEach(channels::add);
            notices.put(category, channels);
        }
        return notices;
    }

    /** Which column says by which ways somebody is told. */
    static String column(Category category) {
        return category.wireName() + "_by";
    }

    /** One change of an account's preferences after the other; false when there is no such account. */
    static Future<Boolean> lock(SqlConnection transaction, UUID account) {
        return transaction
                .preparedQuery("select 1 from account where account_id = $1 for no key update")
                .execute(Tuple.of(account))
                .map(rows -> rows.size() == 1);
    }

    static Future<Void> put(SqlConnection transaction, UUID account, Preferences preferences, long now) {
        return transaction
                .preparedQuery("""
                        insert into preference (account_id, time_zone, quiet_from, quiet_to, escape_by, health_by, device_by, units,
                            viewed_pets, updated_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        on conflict (account_id) do update set
                            time_zone = excluded.time_zone, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
                            escape_by = excluded.escape_by, health_by = excluded.health_by, device_by = excluded.device_by,
                            units = excluded.units, viewed_pets = excluded.viewed_pets, updated_at = excluded.updated_at""")
                .execute(Tuple.tuple()
                        .addUUID(account)
                        .addValue(preferences.timeZone().map(ZoneId::getId).orElse(null))
                        .addValue(preferences.quietHours().map(QuietHours::from).orElse(null))
                        .addValue(preferences.quietHours().map(QuietHours::to).orElse(null))
                        .addValue(names(preferences.channels(Category.ESCAPE)))
                        .addValue(names(preferences.channels(Category.HEALTH)))
                        .addValue(names(preferences.channels(Category.DEVICE)))
                        .addValue(preferences.units().wireName())
                        .addValue(preferences.viewedPets())
                        .addValue(Micros.bound(now)))
                .mapEmpty();
    }

    private static String[] names(Set<Channel> channels) {
        return channels.stream().sorted().map(Channel::wireName).toArray(String[]::new);
    }

    /** @return those of {@code pets} that the account is a member of, which are muted from now on, and no others */
    static Future<Set<UUID>> mute(SqlConnection transaction, UUID account, Set<UUID> pets, long now) {
        var wanted = pets.toArray(UUID[]::new);
        return transaction
                .preparedQuery("delete from muted_pet where account_id = $1 and pet_id <> all($2)")
                .execute(Tuple.of(account, (Object) wanted))
                .compose(gone -> transaction.preparedQuery("""
                                insert into muted_pet (pet_id, account_id)
                                select member.pet_id, member.account_id
                                from member
                                join pet on pet.pet_id = member.pet_id and pet.erased_at is null
                                where member.account_id = $1 and member.pet_id = any($2) and member.expires_at > $3
                                order by member.pet_id
                                on conflict do nothing""").execute(Tuple.of(account, wanted, Micros.bound(now))))
                .compose(added -> transaction
                        .preparedQuery("select pet_id from muted_pet where account_id = $1")
                        .execute(Tuple.of(account)))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toCollection(HashSet::new)));
    }

    /** Of those that want to be told of everything by this channel nothing is there. */
    static Future<Map<UUID, Set<String>>> unwanted(SqlClient client, Set<UUID> accounts, Channel channel) {
        return client.preparedQuery(
                        "select account_id, escape_by, health_by, device_by from preference where account_id = any($1)")
                .execute(Tuple.of(accounts.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.getUUID("account_id"), row -> without(channel, notices(row)))));
    }

    private static Set<String> without(Channel channel, Map<Category, Set<Channel>> notices) {
        return Arrays.stream(Category.values())
                .filter(category -> !notices.getOrDefault(category, Set.of()).contains(channel))
                .map(Category::wireName)
                .collect(Collectors.toSet());
    }
}
