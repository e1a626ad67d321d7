package ai.petty.identity.account;

import ai.petty.identity.OpaqueToken;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Devices on which an account has signed in before: strangers' failures do not keep them out. */
final class Devices {
    /** Beyond that the least recently used are forgotten. */
    private static final int MOST = 20;

    private Devices() {}

    static Future<Void> remember(SqlClient client, UUID account, OpaqueToken device, long now) {
        return client.preparedQuery("""
                        insert into device (device_hash, account_id, last_used_at) values ($1, $2, $3)
                        on conflict (device_hash) do update set last_used_at = $3""")
                .execute(Tuple.of(Buffer.buffer(device.hash()), account, Micros.bound(now)))
                .compose(done -> client.preparedQuery("""
                        delete from device where device_hash in (
                            select device_hash from device where account_id = $1
                            order by last_used_at desc, device_hash offset $2)""").execute(Tuple.of(account, MOST)))
                .mapEmpty();
    }

    static Future<List<byte[]>> hashes(SqlClient client, UUID account) {
        return client.preparedQuery("select device_hash from device where account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> {
                    var hashes = new ArrayList<byte[]>();
                    rows.forEach(row -> hashes.add(row.getBuffer("device_hash").getBytes()));
                    return hashes;
                });
    }

    static Future<Void> forget(SqlClient client, UUID account) {
        return client.preparedQuery("delete from device where account_id = $1")
                .execute(Tuple.of(account))
                .mapEmpty();
    }
}
