package ai.petty.account;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What hangs on an account in the tables of several rooms. */
final class ErasureRepository {
    private ErasureRepository() {}

    /**
     * Pets that this account owns, alone or with others, held until the transaction ends: who else owns them is asked after that,
     * by {@link #onlyTheirs}. Asked in one statement, two owners who go at once would each see the other still there.
     */
    static Future<List<UUID>> lockOwned(SqlClient transaction, UUID account) {
        return transaction.preparedQuery("""
                        select pet.pet_id
                        from pet
                        join household on household.household_id = pet.household_id
                        where pet.erased_at is null
                            and (household.account_id = $1 or exists (
                                select 1 from member
                                where member.pet_id = pet.pet_id and member.account_id = $1 and member.role = 'owner'))
                        order by pet.pet_id
                        for update of pet""").execute(Tuple.of(account)).map(ErasureRepository::ids);
    }

    /** Those of {@code owned} that have no other owner; {@code now} in microseconds since 1970 UTC. */
    static Future<List<UUID>> onlyTheirs(SqlClient transaction, UUID account, List<UUID> owned, long now) {
        return transaction
                .preparedQuery("""
                        select pet_id from pet
                        where pet_id = any($3) and erased_at is null
                            and not exists (
                                select 1 from member
                                where member.pet_id = pet.pet_id and member.account_id <> $1
                                    and member.role = 'owner' and member.expires_at > $2)
                        order by pet_id""")
                .execute(Tuple.of(account, Micros.bound(now), owned.toArray(UUID[]::new)))
                .map(ErasureRepository::ids);
    }

    private static final String OWNERLESS = """
            select pet.pet_id
            from pet
            join household on household.household_id = pet.household_id
            where pet.erased_at is null and not household.is_demo and pet.created_at < $1
                and not exists (
                    select 1 from member
                    where member.pet_id = pet.pet_id and member.role = 'owner' and member.expires_at > $2)
            """;

    /**
     * Pets that nobody owns any more, however that came.
     *
     * @param before made before that, and {@code now}: microseconds since 1970 UTC
     */
    static Future<List<UUID>> ownerless(SqlClient client, long before, long now, int most) {
        return client.preparedQuery(OWNERLESS + " limit $3")
                .execute(Tuple.of(Micros.bound(before), Micros.bound(now), most))
                .map(ErasureRepository::ids);
    }

    /** Whether a pet is still ownerless; held until the transaction ends. */
    static Future<Boolean> lockOwnerless(SqlClient transaction, UUID pet, long before, long now) {
        return transaction
                .preparedQuery("select 1 from pet where pet_id = $1 for update")
                .execute(Tuple.of(pet))
                .compose(locked -> transaction
                        .preparedQuery(OWNERLESS + " and pet.pet_id = $3")
                        .execute(Tuple.of(Micros.bound(before), Micros.bound(now), pet)))
                .map(rows -> rows.size() > 0);
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        var ids = new ArrayList<UUID>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    /** Pets that have other owners stay in a household that is nobody's any more: who may see them stands in member. */
    static Future<Void> leaveHousehold(SqlClient transaction, UUID account) {
        return transaction
                .preparedQuery("update household set account_id = null, name = '' where account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }

    /** Invitations that were sent to the address and never answered. */
    static Future<Void> forgetInvitations(SqlClient transaction, byte[] emailHash) {
        return transaction
                .preparedQuery("delete from invitation where email_hash = $1")
                .execute(Tuple.of(Buffer.buffer(emailHash)))
                .mapEmpty();
    }

    /**
     * An account that nobody seems to want: its address was never proved, its sessions are over, and no mail is out by which somebody
     * could come back to it.
     *
     * @param hasPets they would go with it
     * @param toldAt when its owner was written to that it will be erased, microseconds since 1970 UTC
     */
    record Abandoned(UUID account, boolean hasPets, Optional<Long> toldAt) {}

    private static final String ABANDONED = """
            select account_id, erasure_told_at,
                exists (
                    select 1 from member
                    where member.account_id = account.account_id and member.role = 'owner') as has_pets
            from account
            where verified_at is null and issuer is null and created_at < $1
                and not exists (
                    select 1 from session
                    where session.account_id = account.account_id and ended_at is null and expires_at > $1)
                and not exists (
                    select 1 from mail_token
                    where mail_token.account_id = account.account_id and mail_token.expires_at > $2)
            """;

    /**
     * @param before made before that, and their sessions over; with {@code now} and {@code toldBefore} in microseconds since 1970 UTC
     * @param toldBefore those that were told later are left out
     */
    static Future<List<Abandoned>> abandoned(SqlClient client, long before, long now, long toldBefore, int most) {
        return client.preparedQuery(ABANDONED + " and (erasure_told_at is null or erasure_told_at < $3) limit $4")
                .execute(Tuple.of(Micros.bound(before), Micros.bound(now), Micros.bound(toldBefore), most))
                .map(ErasureRepository::all);
    }

    /** The same of one account, now that nobody else changes it; empty when it is wanted after all. */
    static Future<Optional<Abandoned>> stillAbandoned(SqlClient transaction, UUID account, long before, long now) {
        return transaction
                .preparedQuery(ABANDONED + " and account_id = $3")
                .execute(Tuple.of(Micros.bound(before), Micros.bound(now), account))
                .map(rows -> all(rows).stream().findFirst());
    }

    private static List<Abandoned> all(RowSet<Row> rows) {
        var found = new ArrayList<Abandoned>();
        rows.forEach(row -> found.add(new Abandoned(
                row.getUUID("account_id"),
                row.getBoolean("has_pets"),
                Optional.ofNullable(row.getOffsetDateTime("erasure_told_at")).map(Micros::of))));
        return found;
    }
}
