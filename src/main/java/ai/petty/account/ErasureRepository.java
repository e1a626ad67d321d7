package ai.petty.account;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What hangs on an account in the tables of several rooms. */
final class ErasureRepository {
    private static final String ABANDONED = """
            verified_at is null and issuer is null and created_at < $1
            and not exists (
                select 1 from session
                where session.account_id = account.account_id and ended_at is null and expires_at > $1)""";

    private ErasureRepository() {}

    /**
     * Pets that are nobody's but this account's; {@code now} in microseconds since 1970 UTC. Every pet that they own is locked
     * before it is asked who else does: of two owners who go at once the second must see that the first has gone.
     */
    static Future<List<UUID>> onlyTheirs(SqlClient transaction, UUID account, long now) {
        return transaction
                .preparedQuery("""
                        select pet.pet_id
                        from pet
                        join household on household.household_id = pet.household_id
                        where pet.erased_at is null
                            and (household.account_id = $1 or exists (
                                select 1 from member
                                where member.pet_id = pet.pet_id and member.account_id = $1 and member.role = 'owner'))
                        order by pet.pet_id
                        for update of pet""")
                .execute(Tuple.of(account))
                .compose(locked -> ownedByNobodyElse(transaction, account, now));
    }

    private static Future<List<UUID>> ownedByNobodyElse(SqlClient transaction, UUID account, long now) {
        return transaction
                .preparedQuery("""
                        select pet.pet_id
                        from pet
                        join household on household.household_id = pet.household_id
                        where pet.erased_at is null
                            and (household.account_id = $1 or exists (
                                select 1 from member
                                where member.pet_id = pet.pet_id and member.account_id = $1 and member.role = 'owner'))
                            and not exists (
                                select 1 from member
                                where member.pet_id = pet.pet_id and member.account_id <> $1
                                    and member.role = 'owner' and member.expires_at > $2)
                        order by pet.pet_id""")
                .execute(Tuple.of(account, Micros.bound(now)))
                .map(rows -> {
                    var pets = new ArrayList<UUID>();
                    rows.forEach(row -> pets.add(row.getUUID("pet_id")));
                    return pets;
                });
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
     * Accounts that nobody can sign in to any more: their address was never proved and their sessions are over.
     *
     * @param before made before that, microseconds since 1970 UTC
     */
    static Future<List<UUID>> abandoned(SqlClient client, long before, int most) {
        return client.preparedQuery("select account_id from account where " + ABANDONED + " limit $2")
                .execute(Tuple.of(Micros.bound(before), most))
                .map(rows -> {
                    var accounts = new ArrayList<UUID>();
                    rows.forEach(row -> accounts.add(row.getUUID("account_id")));
                    return accounts;
                });
    }

    /** As {@link #abandoned}, of an account that the caller holds: it may have been proved a moment ago. */
    static Future<Boolean> isAbandoned(SqlClient transaction, UUID account, long before) {
        return transaction
                .preparedQuery("select 1 from account where " + ABANDONED + " and account_id = $2")
                .execute(Tuple.of(Micros.bound(before), account))
                .map(rows -> rows.size() == 1);
    }
}
