package ai.petty.identity.account;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts in the database. Times are microseconds since 1970 UTC. */
final class AccountRepository {
    private AccountRepository() {}

    /** Who signs in, maybe. */
    record Candidate(
            UUID accountId,
            Optional<String> passwordHash,
            int epoch,
            Optional<byte[]> emailHash,
            boolean isDeviceKnown) {}

    /** An account as it is kept. */
    record Stored(
            UUID accountId,
            Optional<byte[]> emailHash,
            Optional<byte[]> email,
            Optional<byte[]> name,
            Optional<byte[]> phone,
            Optional<String> passwordHash,
            int epoch,
            boolean isVerified,
            long createdAt) {}

    private static final String COLUMNS =
            "account_id, email_hash, email, name, phone, password_hash, epoch, verified_at, created_at";

    /**
     * The account that an address signs in to: the one that has proved it.
     *
     * @param claimsToo otherwise, the newest of those that only claim it
     */
    static Future<Optional<Candidate>> candidate(
            SqlClient client, byte[] emailHash, byte[] deviceHash, boolean claimsToo) {
        return client.preparedQuery("""
                        select account_id, password_hash, epoch,
                            case when verified_at is not null then email_hash end as email_hash,
                            exists (
                                select 1 from device
                                where device_hash = $2 and device.account_id = account.account_id) as known
                        from account
                        where email_hash = $1 and (verified_at is not null or $3)
                        order by verified_at is null, created_at desc
                        limit 1""")
                .execute(Tuple.of(Buffer.buffer(emailHash), Buffer.buffer(deviceHash), claimsToo))
                .map(rows -> first(
                        rows,
                        row -> new Candidate(
                                row.getUUID("account_id"),
                                Optional.ofNullable(row.getString("password_hash")),
                                row.getInteger("epoch"),
                                bytes(row.getBuffer("email_hash")),
                                row.getBoolean("known"))));
    }

    /** How an address stands: whether somebody has proved it, and how many have claimed it since {@code since}. */
    record Standing(boolean isTaken, long claims) {}

    static Future<Standing> standing(SqlClient client, byte[] emailHash, long since) {
        return client.preparedQuery("""
                        select count(*) filter (where verified_at is not null) > 0 as taken,
                            count(*) filter (where verified_at is null and created_at > $2) as claims
                        from account
                        where email_hash = $1""")
                .execute(Tuple.of(Buffer.buffer(emailHash), Micros.bound(since)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Standing(row.getBoolean("taken"), row.getLong("claims")));
    }

    static Future<Void> add(SqlClient client, Stored account) {
        return client.preparedQuery("""
                        insert into account (account_id, email_hash, email, name, phone, password_hash, created_at)
                        values ($1, $2, $3, $4, $5, $6, $7)""")
                .execute(Tuple.of(
                        account.accountId(),
                        buffer(account.emailHash()),
                        buffer(account.email()),
                        buffer(account.name()),
                        buffer(account.phone()),
                        account.passwordHash().orElse(null),
                        Micros.bound(account.createdAt())))
                .mapEmpty();
    }

    static Future<Optional<Stored>> find(SqlClient client, UUID accountId) {
        return client.preparedQuery("select " + COLUMNS + " from account where account_id = $1")
                .execute(Tuple.of(accountId))
                .map(rows -> first(rows, AccountRepository::stored));
    }

    /** The newest that has proved the address, else the newest that claims it. */
    static Future<Optional<Stored>> byEmail(SqlClient client, byte[] emailHash) {
        return client.preparedQuery("select " + COLUMNS + """
                         from account where email_hash = $1
                        order by verified_at is null, created_at desc
                        limit 1""")
                .execute(Tuple.of(Buffer.buffer(emailHash)))
                .map(rows -> first(rows, AccountRepository::stored));
    }

    /**
     * @param name null to leave it as it is; an empty buffer to forget it
     * @param phone likewise
     */
    static Future<Void> describe(SqlClient client, UUID accountId, @Nullable Buffer name, @Nullable Buffer phone) {
        return client.preparedQuery("""
                        update account set
                            name = case when $2::bytea is null then name when length($2) = 0 then null else $2 end,
                            phone = case when $3::bytea is null then phone when length($3) = 0 then null else $3 end
                        where account_id = $1""")
                .execute(Tuple.of(accountId, name, phone))
                .mapEmpty();
    }

    static Future<Void> setPassword(SqlClient client, UUID accountId, String hash) {
        return client.preparedQuery("update account set password_hash = $2 where account_id = $1")
                .execute(Tuple.of(accountId, hash))
                .mapEmpty();
    }

    /** Only while the password is still the one that was verified: a change in between must not be undone. */
    static Future<Void> upgradePassword(SqlClient client, UUID accountId, String from, String to) {
        return client.preparedQuery(
                        "update account set password_hash = $3 where account_id = $1 and password_hash = $2")
                .execute(Tuple.of(accountId, from, to))
                .mapEmpty();
    }

    /** @return fails with SQLSTATE 23505 when another account has proved the same address */
    static Future<Void> verified(SqlClient client, UUID accountId, long now) {
        return client.preparedQuery("update account set verified_at = coalesce(verified_at, $2) where account_id = $1")
                .execute(Tuple.of(accountId, Micros.bound(now)))
                .mapEmpty();
    }

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    static Future<Optional<Stored>> lock(SqlClient transaction, UUID accountId) {
        return transaction
                .preparedQuery("select " + COLUMNS + " from account where account_id = $1 for update")
                .execute(Tuple.of(accountId))
                .map(rows -> first(rows, AccountRepository::stored));
    }

    /** With its sessions, devices and tokens. */
    static Future<Void> remove(SqlClient transaction, UUID accountId) {
        return transaction
                .preparedQuery("delete from account where account_id = $1")
                .execute(Tuple.of(accountId))
                .mapEmpty();
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("account_id"),
                bytes(row.getBuffer("email_hash")),
                bytes(row.getBuffer("email")),
                bytes(row.getBuffer("name")),
                bytes(row.getBuffer("phone")),
                Optional.ofNullable(row.getString("password_hash")),
                row.getInteger("epoch"),
                row.getOffsetDateTime("verified_at") != null,
                Micros.of(row.getOffsetDateTime("created_at")));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reading) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(reading.apply(rows.iterator().next()));
    }

    private static Optional<byte[]> bytes(@Nullable Buffer column) {
        return Optional.ofNullable(column).map(Buffer::getBytes);
    }

    private static @Nullable Buffer buffer(Optional<byte[]> bytes) {
        return bytes.map(Buffer::buffer).orElse(null);
    }
}
