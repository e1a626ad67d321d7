package ai.petty.alerts;

import ai.petty.alerts.Circumstances.Company;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the rules remember of each pairing, and what they must know beside readings. Times are microseconds since 1970 UTC. */
final class StateRepository {
    private static final String KEPT = """
            select state.pairing_id, pet.pet_id, state.memory, state.silent_since, state.check_at, pet.time_zone, pet.species,
                case when collar.last_seen_at >= pairing.valid_from and collar.revoked_at is null
                    then collar.last_seen_at end as last_seen_at,
                pairing.valid_to > $2 as is_on,
                array(%1$s) as company_from, array(%2$s) as company_to
            from alert_state state
            join pairing on pairing.pairing_id = state.pairing_id
            join collar on collar.collar_id = pairing.collar_id
            join pet on pet.pet_id = pairing.pet_id and pet.erased_at is null
            where state.pairing_id = $1
            for update of state""".formatted(companies("since"), companies("expires_at"));

    private StateRepository() {}

    /** Only of who may still look after the pet. */
    private static String companies(String column) {
        return """
                select companion.%s
                from companion
                join member on member.pet_id = companion.pet_id and member.account_id = companion.account_id
                    and member.role in ('owner', 'carer') and member.expires_at > $2
                where companion.pet_id = pet.pet_id
                order by companion.account_id""".formatted(column);
    }

    /**
     * All of one pairing.
     *
     * @param silentSince when its collar was last heard, if that is so long ago that there was an alert of it
     * @param checkAt when time alone may change something
     * @param lastSeen when its collar was heard on this pet, written down a little late; empty: never, or it may not speak any more
     * @param isOn the collar is still on the pet
     */
    record Kept(
            long pairingId,
            UUID petId,
            Memory memory,
            OptionalLong silentSince,
            OptionalLong checkAt,
            String timeZone,
            String species,
            OptionalLong lastSeen,
            boolean isOn,
            List<Company> companies) {}

    /** Nobody else judges this pairing before the transaction ends. Empty: the pet is erased. */
    static Future<Optional<Kept>> lock(SqlClient transaction, long pairingId, long now) {
        return ask(transaction, KEPT, pairingId, now)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : transaction
                                .preparedQuery("""
                                        insert into alert_state (pairing_id)
                                        select pairing_id from pairing where pairing_id = $1
                                        on conflict do nothing""")
                                .execute(Tuple.of(pairingId))
                                .compose(made -> ask(transaction, KEPT, pairingId, now)));
    }

    /** As {@link #lock}, and empty as well when somebody else judges it right now. */
    static Future<Optional<Kept>> lockIfFree(SqlClient transaction, long pairingId, long now) {
        return transaction
                .preparedQuery("insert into alert_state (pairing_id) values ($1) on conflict do nothing")
                .execute(Tuple.of(pairingId))
                .compose(there -> ask(transaction, KEPT + " skip locked", pairingId, now));
    }

    private static Future<Optional<Kept>> ask(SqlClient transaction, String sql, long pairingId, long now) {
        return transaction
                .preparedQuery(sql)
                .execute(Tuple.of(pairingId, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(StateRepository::kept)
                        .findFirst());
    }

    private static Kept kept(Row row) {
        var from = row.getArrayOfOffsetDateTimes("company_from");
        var to = row.getArrayOfOffsetDateTimes("company_to");
        var companies = new ArrayList<Company>(from.length);
        for (var i = 0; i < from.length; i++) {
            companies.add(new Company(Micros.of(from[i]), Micros.of(to[i])));
        }
        return new Kept(
                row.getLong("pairing_id"),
                row.getUUID("pet_id"),
                Memory.of(row.getJsonObject("memory")),
                time(row, "silent_since"),
                time(row, "check_at"),
                row.getString("time_zone"),
                row.getString("species"),
                time(row, "last_seen_at"),
                row.getBoolean("is_on"),
                companies);
    }

    private static OptionalLong time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? OptionalLong.empty() : OptionalLong.of(Micros.of(time));
    }

    static Future<Void> keep(
            SqlClient transaction, long pairingId, Memory memory, OptionalLong silentSince, OptionalLong checkAt) {
        return transaction
                .preparedQuery(
                        "update alert_state set memory = $2, silent_since = $3, check_at = $4 where pairing_id = $1")
                .execute(Tuple.of(pairingId, memory.json(), bound(silentSince), bound(checkAt)))
                .mapEmpty();
    }

    private static @Nullable OffsetDateTime bound(OptionalLong time) {
        return time.isPresent() ? Micros.bound(time.getAsLong()) : null;
    }

    /** Time alone may change something of this pet then, or what is drawn. */
    static Future<Void> checkAt(SqlClient transaction, UUID petId, long at) {
        return transaction
                .preparedQuery("""
                        update alert_state set check_at = least(check_at, $2)
                        from pairing
                        where pairing.pairing_id = alert_state.pairing_id and pairing.pet_id = $1
                            and pairing.valid_to = 'infinity'""")
                .execute(Tuple.of(petId, Micros.bound(at)))
                .mapEmpty();
    }

    /** Pairings of which time alone may have changed something by {@code now}, but for those whose collar is known to be silent. */
    static Future<List<Long>> due(SqlClient client, long now, int most) {
        return due(client, "silent_since is null", now, most);
    }

    /** The others. */
    static Future<List<Long>> dueAndSilent(SqlClient client, long now, int most) {
        return due(client, "silent_since is not null", now, most);
    }

    private static Future<List<Long>> due(SqlClient client, String which, long now, int most) {
        return client.preparedQuery("""
                        select pairing_id from alert_state
                        where check_at <= $1 and %s
                        order by check_at
                        limit $2""".formatted(which))
                .execute(Tuple.of(Micros.bound(now), most))
                .map(StateRepository::ids);
    }

    /**
     * Pairings whose collar was heard on this pet after {@code after} and not since {@code before}, nor in the time of some of its
     * reports, and of which nobody has been told. It looks at every collar once: an index over what each collar changes every few seconds
     * would cost more than this does.
     */
    static Future<List<Long>> fallenSilent(SqlClient client, long after, long before, long now, int reports, int most) {
        return client.preparedQuery("""
                        select pairing.pairing_id
                        from collar
                        join pairing on pairing.collar_id = collar.collar_id and pairing.valid_to = 'infinity'
                            and pairing.valid_from <= collar.last_seen_at
                        left join alert_state state on state.pairing_id = pairing.pairing_id
                        where collar.last_seen_at > $1 and collar.last_seen_at < $2 and collar.revoked_at is null
                            and state.silent_since is null
                            and collar.last_seen_at < $3::timestamptz
                                - $4::integer * coalesce((state.memory -> 'reports' ->> 1)::bigint, 0)
                                    * interval '1 microsecond'
                        order by collar.last_seen_at
                        limit $5""")
                .execute(Tuple.of(Micros.bound(after), Micros.bound(before), Micros.bound(now), reports, most))
                .map(StateRepository::ids);
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong(0))
                .toList();
    }

    /**
     * Takes the next sweep, if it is due and nobody else has taken it.
     *
     * @param interval between two sweeps, microseconds
     * @param longestGap after which nobody has listened for a while
     * @return since when there was always somebody who swept; empty when it is not the caller's to do
     */
    static Future<OptionalLong> takeSweep(SqlClient client, long now, long interval, long longestGap) {
        return client.preparedQuery("""
                        insert into alert_sweep (swept_at, listening_since) values ($1, $1)
                        on conflict (single) do update
                        set swept_at = $1,
                            listening_since = case when alert_sweep.swept_at < $3 then $1 else alert_sweep.listening_since end
                        where alert_sweep.swept_at <= $2
                        returning listening_since""")
                .execute(Tuple.of(Micros.bound(now), Micros.bound(now - interval), Micros.bound(now - longestGap)))
                .map(rows -> rows.size() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Micros.of(rows.iterator().next().getOffsetDateTime("listening_since"))));
    }
}
