package ai.petty.mail;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails that are still to be sent. Times are microseconds since 1970 UTC. */
final class MailRepository {
    private final Database database;

    MailRepository(Database database) {
        this.database = database;
    }

    /** @param attempts begun so far, with the one that it was taken for */
    record Waiting(UUID mailId, String template, Buffer recipient, Buffer content, int attempts) {}

    /** @param account that it goes with; null for none */
    static Future<Void> put(SqlClient client, Waiting mail, byte[] recipientHash, @Nullable UUID account, long now) {
        return client.preparedQuery("""
                        insert into mail (mail_id, template, recipient, recipient_hash, content, due_at, created_at,
                            account_id)
                        values ($1, $2, $3, $4, $5, $6, $6, $7)""")
                .execute(Tuple.of(
                        mail.mailId(),
                        mail.template(),
                        mail.recipient(),
                        Buffer.buffer(recipientHash),
                        mail.content(),
                        Micros.bound(now),
                        account))
                .mapEmpty();
    }

    static Future<Void> forget(SqlClient client, byte[] recipientHash) {
        return client.preparedQuery("delete from mail where recipient_hash = $1")
                .execute(Tuple.of(Buffer.buffer(recipientHash)))
                .mapEmpty();
    }

    /**
     * Takes mails that are due. They are nobody else's for {@code lease}; a process that ends while it sends them leaves
     * them to the others after that.
     */
    Future<List<Waiting>> take(int most, long now, Duration lease) {
        return database.ask(pool -> pool.preparedQuery("""
                        update mail set attempts = attempts + 1, due_at = $2
                        where mail_id in (
                            select mail_id from mail where due_at <= $1 order by due_at limit $3
                            for update skip locked)
                        returning mail_id, template, recipient, content, attempts""")
                .execute(Tuple.of(Micros.bound(now), Micros.bound(now + lease.toNanos() / 1_000), most))
                .map(rows -> {
                    var taken = new ArrayList<Waiting>();
                    rows.forEach(row -> taken.add(new Waiting(
                            row.getUUID("mail_id"),
                            row.getString("template"),
                            row.getBuffer("recipient"),
                            row.getBuffer("content"),
                            row.getInteger("attempts"))));
                    return taken;
                }));
    }

    Future<Void> later(UUID mailId, long dueAt) {
        return database.ask(pool -> pool.preparedQuery("update mail set due_at = $2 where mail_id = $1")
                .execute(Tuple.of(mailId, Micros.bound(dueAt)))
                .mapEmpty());
    }

    /** It was taken and not tried: that was no attempt. */
    Future<Void> putBack(UUID mailId, long dueAt) {
        return database.ask(
                pool -> pool.preparedQuery("update mail set due_at = $2, attempts = attempts - 1 where mail_id = $1")
                        .execute(Tuple.of(mailId, Micros.bound(dueAt)))
                        .mapEmpty());
    }

    /** It was sent, or is given up. */
    Future<Void> done(UUID mailId) {
        return database.ask(pool -> pool.preparedQuery("delete from mail where mail_id = $1")
                .execute(Tuple.of(mailId))
                .mapEmpty());
    }
}
