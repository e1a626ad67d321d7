package ai.petty.pets.sharing;

import ai.petty.pets.Role;
import ai.petty.pets.SealedFields;
import ai.petty.pets.location.Precision;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Invitations in the database. One whose time is over counts as none. */
final class InvitationRepository {
    private final SealedFields sealed;

    InvitationRepository(SealedFields sealed) {
        this.sealed = sealed;
    }

    /** @param emailHash as {@code account.email_hash} has it */
    record Offered(UUID invitationId, UUID petId, Buffer emailHash, Terms terms) {}

    /** @param sender whose invitation it is */
    Future<Void> add(
            SqlClient transaction, UUID petId, UUID sender, Invitation invitation, byte[] emailHash, byte[] tokenHash) {
        var terms = invitation.terms();
        return transaction
                .preparedQuery("""
                        insert into invitation (invitation_id, pet_id, email_hash, email_sealed, role, precision, token_hash,
                            expires_at, member_expires_at, created_at, invited_by)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, 'infinity'::timestamptz), $10, $11)""")
                .execute(Tuple.tuple()
                        .addUUID(invitation.invitationId())
                        .addUUID(petId)
                        .addValue(Buffer.buffer(emailHash))
                        .addValue(sealed.seal(invitation.invitationId(), "email_sealed", invitation.email()))
                        .addValue(terms.role().wireName())
                        .addValue(terms.precision().wireName())
                        .addValue(Buffer.buffer(tokenHash))
                        .addValue(Micros.bound(invitation.expiresAt()))
                        .addValue(MemberRepository.bound(terms.expiresAt()))
                        .addValue(Micros.bound(invitation.createdAt()))
                        .addUUID(sender))
                .mapEmpty();
    }

    /** What is open; what is over is swept away. */
    static Future<Long> countOpen(SqlClient transaction, UUID petId, long now) {
        return transaction
                .preparedQuery("delete from invitation where pet_id = $1 and expires_at <= $2")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .compose(swept -> transaction
                        .preparedQuery("select count(*) from invitation where pet_id = $1")
                        .execute(Tuple.of(petId)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<List<Invitation>> open(SqlClient client, UUID petId, long now) {
        return client.preparedQuery("""
                        select invitation_id, email_sealed, role, precision, expires_at, created_at,
                            case when isfinite(member_expires_at) then member_expires_at end as member_expires_at
                        from invitation
                        where pet_id = $1 and expires_at > $2
                        order by created_at, invitation_id""")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::invitation)
                        .toList());
    }

    private Invitation invitation(Row row) {
        var id = row.getUUID("invitation_id");
        return new Invitation(
                id,
                Objects.requireNonNull(sealed.open(id, "email_sealed", row.getBuffer("email_sealed"))),
                terms(row),
                Micros.of(row.getOffsetDateTime("expires_at")),
                Micros.of(row.getOffsetDateTime("created_at")));
    }

    private static Terms terms(Row row) {
        return new Terms(
                Role.of(row.getString("role")),
                Precision.of(row.getString("precision")),
                Optional.ofNullable(row.getOffsetDateTime("member_expires_at")).map(OffsetDateTime::toInstant));
    }

    /** The one with this token. Whoever removes it first has it. */
    static Future<Optional<Offered>> find(SqlClient transaction, byte[] tokenHash, long now) {
        return transaction
                .preparedQuery("""
                        select invitation.invitation_id, invitation.pet_id, invitation.email_hash, invitation.role,
                            invitation.precision,
                            case when isfinite(member_expires_at) then member_expires_at end as member_expires_at
                        from invitation
                        join pet on pet.pet_id = invitation.pet_id and pet.erased_at is null
                        where token_hash = $1 and expires_at > $2""")
                .execute(Tuple.of(Buffer.buffer(tokenHash), Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Offered(
                                row.getUUID("invitation_id"),
                                row.getUUID("pet_id"),
                                row.getBuffer("email_hash"),
                                terms(row)))
                        .findFirst());
    }

    static Future<Boolean> remove(SqlClient transaction, UUID petId, UUID invitationId) {
        return transaction
                .preparedQuery("delete from invitation where pet_id = $1 and invitation_id = $2")
                .execute(Tuple.of(petId, invitationId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Those of somebody who is no owner any more. */
    static Future<Void> removeSentBy(SqlClient transaction, UUID petId, UUID account) {
        return transaction
                .preparedQuery("delete from invitation where pet_id = $1 and invited_by = $2")
                .execute(Tuple.of(petId, account))
                .mapEmpty();
    }

    /**
     * Whether it is known who the account is: it has proved its address, or its issuer answers for it. It does not go
     * before the transaction ends; accounts are always held before pets.
     *
     * @param claimsToo whether it is enough to claim an address
     */
    static Future<Boolean> isKnown(SqlClient client, UUID account, boolean claimsToo) {
        return client.preparedQuery("""
                        select 1 from account
                        where account_id = $1 and (verified_at is not null or issuer is not null or $2)
                        for key share""").execute(Tuple.of(account, claimsToo)).map(rows -> rows.size() == 1);
    }

    /** Whether the account has proved that it is this address's. It does not go before the transaction ends. */
    static Future<Boolean> isProved(SqlClient transaction, UUID account, Buffer emailHash) {
        return transaction
                .preparedQuery("""
                        select 1 from account
                        where account_id = $1 and email_hash = $2 and verified_at is not null
                        for key share""")
                .execute(Tuple.of(account, emailHash))
                .map(rows -> rows.size() == 1);
    }
}
