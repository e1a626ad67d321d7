package ai.petty.idempotency;

import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** The table of requests that may come again. Times are microseconds since 1970 UTC. */
final class IdempotencyRepository {
    private final FieldCipher cipher;

    IdempotencyRepository(FieldCipher cipher) {
        this.cipher = cipher;
    }

    record Asked(UUID account, Optional<UUID> pet, Buffer keyHash, Buffer requestHash, long now, long attemptUntil) {}

    /** What is known of an earlier request with the key. */
    record Before(UUID row, boolean isSameRequest, boolean tookEffect, long attemptUntil, Optional<String> answer) {}

    /** Forgets this key's request when it was made before a time. */
    Future<Void> forget(SqlClient transaction, Asked asked, long before) {
        return transaction
                .preparedQuery("delete from idempotency where account_id = $1 and key_hash = $2 and created_at < $3")
                .execute(Tuple.of(asked.account(), asked.keyHash(), Micros.bound(before)))
                .mapEmpty();
    }

    /** @return empty when the key is known already */
    Future<Optional<Attempt>> enter(SqlClient transaction, Asked asked) {
        var attempt = new Attempt(UUID.randomUUID(), UUID.randomUUID());
        return transaction
                .preparedQuery("""
                        insert into idempotency
                            (idempotency_id, account_id, pet_id, key_hash, request_hash, attempt, attempt_until, created_at)
                        select $1, $2, (select pet_id from pet where pet_id = $3 and erased_at is null), $4, $5, $6, $7, $8
                        -- a conflict alone would wait for the change under the key
                        where not exists (select 1 from idempotency where account_id = $2 and key_hash = $4)
                        on conflict (account_id, key_hash) do nothing""")
                .execute(Tuple.of(
                        attempt.row(),
                        asked.account(),
                        asked.pet().orElse(null),
                        asked.keyHash(),
                        asked.requestHash(),
                        attempt.attempt(),
                        Micros.bound(asked.attemptUntil()),
                        Micros.bound(asked.now())))
                .map(rows -> rows.rowCount() == 1 ? Optional.of(attempt) : Optional.empty());
    }

    /** Locks what is known of the key; empty while a change under it is being made. */
    Future<Optional<Before>> find(SqlClient transaction, Asked asked) {
        return transaction
                .preparedQuery("""
                        select idempotency_id, request_hash = $3 as is_same, took_effect, answer,
                            (extract(epoch from attempt_until) * 1000000)::bigint as attempt_until
                        from idempotency where account_id = $1 and key_hash = $2
                        for update skip locked""")
                .execute(Tuple.of(asked.account(), asked.keyHash(), asked.requestHash()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(before(row));
                    }
                    return Optional.empty();
                });
    }

    private Before before(Row row) {
        var id = row.getUUID("idempotency_id");
        return new Before(
                id,
                row.getBoolean("is_same"),
                row.getBoolean("took_effect"),
                row.getLong("attempt_until"),
                Optional.ofNullable(row.getBuffer("answer"))
                        .map(envelope -> cipher.open(envelope.getBytes(), place(id))));
    }

    /** Another attempt at what was found; the earlier one may change nothing any more. */
    Future<Attempt> retry(SqlClient transaction, Before before, Asked asked) {
        var attempt = new Attempt(before.row(), UUID.randomUUID());
        return transaction
                .preparedQuery("update idempotency set attempt = $2, attempt_until = $3 where idempotency_id = $1")
                .execute(Tuple.of(attempt.row(), attempt.attempt(), Micros.bound(asked.attemptUntil())))
                .map(attempt);
    }

    /** @return whether nobody else was there first */
    static Future<Boolean> takeEffect(SqlClient transaction, Attempt attempt) {
        return transaction
                .preparedQuery("""
                        update idempotency set took_effect = true
                        where idempotency_id = $1 and attempt = $2 and not took_effect""")
                .execute(Tuple.of(attempt.row(), attempt.attempt()))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> keep(SqlClient client, Attempt attempt, String answer) {
        return client.preparedQuery("""
                        update idempotency set answer = $3
                        where idempotency_id = $1 and attempt = $2 and answer is null""")
                .execute(Tuple.of(
                        attempt.row(), attempt.attempt(), Buffer.buffer(cipher.seal(answer, place(attempt.row())))))
                .mapEmpty();
    }

    static Future<Void> end(SqlClient client, Attempt attempt, long now) {
        return client.preparedQuery(
                        "update idempotency set attempt_until = $3 where idempotency_id = $1 and attempt = $2")
                .execute(Tuple.of(attempt.row(), attempt.attempt(), Micros.bound(now)))
                .mapEmpty();
    }

    static Future<Void> prune(SqlClient client, long before) {
        return client.preparedQuery("delete from idempotency where created_at < $1")
                .execute(Tuple.of(Micros.bound(before)))
                .mapEmpty();
    }

    private static Place place(UUID row) {
        return new Place("idempotency", "answer", row.toString());
    }
}
