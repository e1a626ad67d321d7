package ai.petty.alerts;

import ai.petty.alerts.Companions.Companion;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Who is with a pet, as rows. Times are microseconds since 1970 UTC. */
final class CompanionRepository {
    private CompanionRepository() {}

    /** @return with the time since when there was no break */
    static Future<Companion> put(SqlClient transaction, UUID petId, Companion companion) {
        return transaction
                .preparedQuery("""
                        insert into companion (pet_id, account_id, since, expires_at) values ($1, $2, $3, $4)
                        on conflict (pet_id, account_id) do update
                        set since = case when companion.expires_at >= $3 then companion.since else $3 end, expires_at = $4
                        returning account_id, since, expires_at""")
                .execute(Tuple.of(
                        petId,
                        companion.account(),
                        Micros.bound(companion.since()),
                        Micros.bound(companion.expiresAt())))
                .map(rows -> companion(rows.iterator().next()));
    }

    /**
     * What was measured until now was measured in company.
     *
     * @return whether there was any
     */
    static Future<Boolean> end(SqlClient client, UUID petId, UUID account, long now) {
        return client.preparedQuery("""
                        update companion set expires_at = $3
                        where pet_id = $1 and account_id = $2 and expires_at > $3""")
                .execute(Tuple.of(petId, account, Micros.bound(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    static Future<List<Companion>> present(SqlClient client, UUID petId, long now) {
        return client.preparedQuery("""
                        select companion.account_id, companion.since, companion.expires_at
                        from companion
                        join member on member.pet_id = companion.pet_id and member.account_id = companion.account_id
                            and member.role in ('owner', 'carer') and member.expires_at > $2
                        where companion.pet_id = $1 and companion.expires_at > $2
                        order by companion.since, companion.account_id""")
                .execute(Tuple.of(petId, Micros.bound(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CompanionRepository::companion)
                        .toList());
    }

    static Future<Void> prune(SqlClient client, long before) {
        return client.preparedQuery("delete from companion where expires_at < $1")
                .execute(Tuple.of(Micros.bound(before)))
                .mapEmpty();
    }

    private static Companion companion(Row row) {
        return new Companion(
                row.getUUID("account_id"),
                Micros.of(row.getOffsetDateTime("since")),
                Micros.of(row.getOffsetDateTime("expires_at")));
    }
}
