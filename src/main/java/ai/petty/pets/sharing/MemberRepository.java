package ai.petty.pets.sharing;

import ai.petty.pets.Role;
import ai.petty.pets.SealedFields;
import ai.petty.pets.location.Precision;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Members in the database. One whose time is over counts as none. */
final class MemberRepository {
    private static final String MEMBERS = """
            select member.account_id, member.role, member.precision, member.created_at,
                case when isfinite(member.expires_at) then member.expires_at end as expires_at, account.name, account.email
            from member
            join account on account.account_id = member.account_id
            where member.pet_id = $1 and member.expires_at > $2""";

    private final SealedFields accounts;

    MemberRepository(SealedFields accounts) {
        this.accounts = accounts;
    }

    Future<List<Member>> all(SqlClient client, UUID petId, long now) {
        return client.preparedQuery(MEMBERS + " order by member.created_at, member.account_id")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::member)
                        .toList());
    }

    Future<Optional<Member>> find(SqlClient client, UUID petId, UUID account, long now) {
        return client.preparedQuery(MEMBERS + " and member.account_id = $3")
                .execute(Tuple.of(petId, Micros.bound(now), account))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::member)
                        .findFirst());
    }

    private Member member(Row row) {
        var account = row.getUUID("account_id");
        var role = Role.of(row.getString("role"));
        return new Member(
                account,
                role,
                role == Role.OWNER ? Precision.EXACT : Precision.of(row.getString("precision")),
                Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(Micros::of),
                Micros.of(row.getOffsetDateTime("created_at")),
                Optional.ofNullable(accounts.open(account, "name", row.getBuffer("name"))),
                Optional.ofNullable(accounts.open(account, "email", row.getBuffer("email"))));
    }

    /** Nobody else changes who is a member of this pet before the transaction ends; false when the pet has gone. */
    static Future<Boolean> lock(SqlClient transaction, UUID petId) {
        return transaction
                .preparedQuery("select 1 from pet where pet_id = $1 and erased_at is null for update")
                .execute(Tuple.of(petId))
                .map(rows -> rows.size() == 1);
    }

    static Future<Long> otherOwners(SqlClient transaction, UUID petId, UUID account, long now) {
        return transaction
                .preparedQuery("""
                        select count(*) from member
                        where pet_id = $1 and account_id <> $2 and role = 'owner' and expires_at > $3""")
                .execute(Tuple.of(petId, account, Micros.bound(now)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    static Future<Void> put(SqlClient transaction, UUID petId, UUID account, Terms terms) {
        return transaction
                .preparedQuery("""
                        insert into member (pet_id, account_id, role, precision, expires_at)
                        values ($1, $2, $3, $4, coalesce($5, 'infinity'::timestamptz))
                        on conflict (pet_id, account_id) do update set role = excluded.role,
                            precision = excluded.precision, expires_at = excluded.expires_at""")
                .execute(Tuple.of(
                        petId,
                        account,
                        terms.role().wireName(),
                        terms.precision().wireName(),
                        bound(terms.expiresAt())))
                .mapEmpty();
    }

    static @Nullable OffsetDateTime bound(Optional<Instant> at) {
        return at.map(instant -> Micros.bound(Micros.of(instant))).orElse(null);
    }

    static Future<Boolean> remove(SqlClient transaction, UUID petId, UUID account) {
        return transaction
                .preparedQuery("delete from member where pet_id = $1 and account_id = $2")
                .execute(Tuple.of(petId, account))
                .map(rows -> rows.rowCount() == 1);
    }
}
