package ai.petty.audit;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Finds what concerns one person in the log, by the pseudonym that their account's key makes. */
final class PersonsActsRepository {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    // Two questions, each along an index of its own; what somebody did to themself is found by both.
    private static final String ACTS = """
            select run, n, at, action, object, outcome, is_own
            from (
                (select run, n, at, action, object, outcome, true as is_own
                 from audit
                 where actor = $1 and (at, run, n) > ($3, $4, $5)
                 order by at, run, n
                 limit $6)
                union all
                (select run, n, at, action, object, outcome, false
                 from audit
                 where object = $2 and object like 'person:%' and actor is distinct from $1
                    and (at, run, n) > ($3, $4, $5)
                 order by at, run, n
                 limit $6)) as acts
            order by at, run, n
            limit $6""";

    private final Database database;

    PersonsActsRepository(Database database) {
        this.database = database;
    }

    Future<List<PersonsAct>> acts(UUID account, Optional<PersonsAct> after, int limit) {
        return key(account)
                .compose(key -> key.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : acts(account, new Pseudonyms(Map.of(account, key.get())), after, limit));
    }

    private Future<Optional<Buffer>> key(UUID account) {
        return database.ask(pool -> pool.preparedQuery("select key from audit_actor where account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getBuffer("key"))
                        .findFirst()));
    }

    private Future<List<PersonsAct>> acts(UUID account, Pseudonyms pseudonyms, Optional<PersonsAct> after, int limit) {
        var itself = "account:" + account;
        var pseudonym = pseudonyms.object(itself);
        var parameters = Tuple.tuple()
                .addValue(pseudonyms.of(account).orElseThrow())
                .addString(pseudonym)
                .addValue(Micros.bound(after.map(PersonsAct::at).orElse(0L)))
                .addUUID(after.map(PersonsAct::run).orElse(BEFORE_ALL))
                .addLong(after.map(PersonsAct::n).orElse(0L))
                .addInteger(limit);
        return database.ask(pool -> pool.preparedQuery(ACTS)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> act(row, row.getString("object").equals(pseudonym) ? itself : told(row)))
                        .toList()));
    }

    /** Another person's pseudonym would tell that two acts were done to one and the same. */
    private static String told(Row row) {
        var object = row.getString("object");
        return object.startsWith("person:") ? "account:another" : object;
    }

    private static PersonsAct act(Row row, String object) {
        return new PersonsAct(
                row.getUUID("run"),
                row.getLong("n"),
                Micros.of(row.getOffsetDateTime("at")),
                row.getString("action"),
                object,
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getBoolean("is_own"));
    }
}
