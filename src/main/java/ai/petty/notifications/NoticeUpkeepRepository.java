package ai.petty.notifications;

import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** What is done for all notices together now and then. Times are microseconds since 1970 UTC. */
final class NoticeUpkeepRepository {
    private final Database database;

    NoticeUpkeepRepository(Database database) {
        this.database = database;
    }

    /** Gives up what was posted for a webhook before a time and is due: its host may rest for ever. */
    Future<Integer> giveUpOld(long before, long now) {
        return database.ask(pool -> pool.preparedQuery("""
                        update notice set over_at = $2, outcome = 'given_up', facts = null
                        where over_at is null and webhook_id is not null and due_at <= $2 and created_at < $1""")
                .execute(Tuple.of(Micros.bound(before), Micros.bound(now)))
                .map(RowSet::rowCount));
    }

    /** Forgets what has been over since before a time. */
    Future<Void> prune(long before) {
        return database.ask(pool -> pool.preparedQuery("delete from notice where over_at < $1")
                .execute(Tuple.of(Micros.bound(before)))
                .mapEmpty());
    }

    /** @param overdueMicros for how long the one that should have gone first has been due */
    record Backlog(long waiting, long overdueMicros) {}

    /** What waits by a way, for all processes together. */
    Future<Backlog> backlog(Channel channel, long now) {
        return database.ask(pool -> pool.preparedQuery("""
                        select count(*) as waiting,
                            coalesce(extract(epoch from $1 - min(due_at)) * 1000000, 0)::bigint as overdue
                        from notice where over_at is null and (webhook_id is null) = $2""")
                .execute(Tuple.of(Micros.bound(now), channel == Channel.MAIL))
                .map(rows -> rows.iterator().next())
                .map(row -> new Backlog(row.getLong("waiting"), Math.max(0, row.getLong("overdue")))));
    }
}
