package ai.petty.identity.account;

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
            boolean isDeviceKnown) {
        /** Never prints the hash: it can be guessed at. */
        @Override
        public String toString() {
            return "Candidate[" + accountId + "]";
        }
    }

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
            long createdAt) {
        /** Of the address that is its own; empty while it only claims one. */
        Optional<byte[]> provedEmailHash() {
            return isVerified ? emailHash : Optional.empty();
        }

        /** Never prints the hash: it can be guessed at. */
        @Override
        public String toString() {
            return "Stored[" + accountId + "]";
        }
    }

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

    /** Whether somebody has proved an address. */
    static Future<Boolean> isTaken(SqlClient client, byte[] emailHash) {
        return client.preparedQuery("select 1 from account where email_hash = $1 and verified_at is not null")
                .execute(Tuple.of(Buffer.buffer(emailHash)))
                .map(rows -> rows.size() > 0);
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

    /**
     * Those with a password whose owner may be who asks in the name of an address: the one that has proved it. While nobody has, some
     * that claim it: a stranger may have come before the owner, and others after.
     *
     * @return the two oldest claims and the newest; the oldest first
     */
    static Future<List<Stored>> byEmail(SqlClient client, byte[] emailHash) {
        return client.preparedQuery("select " + COLUMNS + """
                         from (
                            select account.*, bool_or(verified_at is not null) over () as taken,
                                row_number() over (order by created_at, account_id) as rank,
                                count(*) over () as claims
                            from account
                            where email_hash = $1 and password_hash is not null) known
                        where verified_at is not null or (not taken and (rank <= 2 or rank = claims))
                        order by created_at, account_id""")
                .execute(Tuple.of(Buffer.buffer(emailHash)))
                .map(rows -> {
                    var found = new ArrayList<Stored>();
                    rows.forEach(row -> found.add(stored(row)));
                    return found;
                });
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

    /** To be preceded by {@link #holds} or {@link #lock}: a change in between must not be undone. */
    static Future<Void> setPassword(SqlClient transaction, UUID accountId, String hash) {
        return transaction
                .preparedQuery("update account set password_hash = $2 where account_id = $1")
                .execute(Tuple.of(accountId, hash))
                .mapEmpty();
    }

    /**
     * Whether an account's password is still the one that was verified a moment ago; from then on it is until the transaction
     * ends. A password takes long to verify, and it may be changed meanwhile.
     *
     * @param epoch as it was then: everybody may have been logged out since
     */
    static Future<Boolean> holds(SqlClient transaction, UUID accountId, String passwordHash, int epoch) {
        return transaction
                .preparedQuery("""
                        select 1 from account
                        where account_id = $1 and password_hash = $2 and epoch = $3
                        for no key update""")
                .execute(Tuple.of(accountId, passwordHash, epoch))
                .map(rows -> rows.size() > 0);
    }

    /** @return fails with SQLSTATE 23505 when another account has proved the same address */
    static Future<Void> verified(SqlClient client, UUID accountId, long now) {
        return client.preparedQuery("update account set verified_at = coalesce(verified_at, $2) where account_id = $1")
                .execute(Tuple.of(accountId, Micros.bound(now)))
                .mapEmpty();
    }

    /** Its owner has been written to that it will be erased. */
    static Future<Void> erasureTold(SqlClient client, UUID accountId, long now) {
        return client.preparedQuery("update account set erasure_told_at = $2 where account_id = $1")
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
