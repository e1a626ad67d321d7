package ai.petty.privacy;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The rows whose personal fields are brought over to a new key. Names of tables and columns come from the house's own list. */
final class ReencryptionRepository {
    /** Any constant will do, as long as nobody else takes it. */
    private static final long JOB_LOCK = 0x7065_7474_7902L;

    /** Whether an envelope begins as those of the old keys do ({@code $1}). */
    private static final String IS_OLD =
            "exists (select 1 from unnest($1::bytea[]) as head where substring(%s from 1 for octet_length(head)) = head)";

    private final Database database;

    ReencryptionRepository(Database database) {
        this.database = database;
    }

    record OldField(List<String> key, Buffer envelope) {}

    record NewField(OldField old, Buffer envelope) {}

    /** Until the transaction ends no other process does a part of the job. */
    static Future<Boolean> tryLock(SqlClient transaction) {
        return transaction
                .preparedQuery("select pg_try_advisory_xact_lock($1)")
                .execute(Tuple.of(JOB_LOCK))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The types of the key's columns, in the words of PostgreSQL. */
    static Future<List<String>> keyTypes(SqlClient client, EncipheredColumn column) {
        return client.preparedQuery("""
                        select attname, format_type(atttypid, atttypmod) as type
                        from pg_attribute where attrelid = $1::text::regclass and attname = any($2)""")
                .execute(Tuple.of(column.table(), (Object) column.keyColumns().toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> typeByName = new HashMap<>();
                    rows.forEach(row -> typeByName.put(row.getString("attname"), row.getString("type")));
                    return column.keyColumns().stream()
                            .map(key -> Optional.ofNullable(typeByName.get(key)).orElseThrow())
                            .toList();
                });
    }

    /** Where the job stands; empty at the beginning. */
    static Future<Optional<List<String>>> position(SqlClient transaction, EncipheredColumn column, String keyId) {
        return transaction
                .preparedQuery("""
                        select position from reencryption
                        where table_name = $1 and column_name = $2 and key_id = $3 and position is not null""")
                .execute(Tuple.of(column.table(), column.column(), keyId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> List.of(row.getArrayOfStrings(0)))
                        .findFirst());
    }

    static Future<Void> setPosition(
            SqlClient transaction, EncipheredColumn column, String keyId, Optional<List<String>> position) {
        return transaction
                .preparedQuery("""
                        insert into reencryption (table_name, column_name, key_id, position) values ($1, $2, $3, $4)
                        on conflict (table_name, column_name) do update
                            set key_id = excluded.key_id, position = excluded.position""")
                .execute(Tuple.of(
                        column.table(),
                        column.column(),
                        keyId,
                        position.map(key -> key.toArray(String[]::new)).orElse(null)))
                .mapEmpty();
    }

    /** The next rows with an old envelope, in the order of the primary key. */
    static Future<List<OldField>> old(
            SqlClient transaction,
            EncipheredColumn column,
            List<String> keyTypes,
            Collection<Buffer> oldHeads,
            Optional<List<String>> after,
            int limit) {
        var keys = column.keyColumns();
        var texts = keys.stream().map(key -> key + "::text").collect(Collectors.joining(", "));
        var names = String.join(", ", keys);
        var values = new ArrayList<Object>();
        values.add(oldHeads.toArray(Buffer[]::new));
        values.add(limit);
        var behind = "";
        if (after.isPresent()) {
            behind = " and (%s) > (%s)".formatted(names, bound(keyTypes, 3));
            values.addAll(after.get());
        }
        var question = "select %s, %s from %s where %s%s order by %s limit $2"
                .formatted(texts, column.column(), column.table(), IS_OLD.formatted(column.column()), behind, names);
        return transaction
                .preparedQuery(question)
                .execute(Tuple.from(values))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> oldField(row, keys.size()))
                        .toList());
    }

    private static OldField oldField(Row row, int keySize) {
        return new OldField(IntStream.range(0, keySize).mapToObj(row::getString).toList(), row.getBuffer(keySize));
    }

    /** Puts new envelopes where the old ones still are: what somebody has changed meanwhile stays. */
    static Future<Void> replace(
            SqlClient transaction, EncipheredColumn column, List<String> keyTypes, List<NewField> fields) {
        if (fields.isEmpty()) {
            return Future.succeededFuture();
        }
        var statement = "update %s set %2$s = $1 where %2$s = $2 and (%3$s) = (%4$s)"
                .formatted(column.table(), column.column(), String.join(", ", column.keyColumns()), bound(keyTypes, 3));
        var batch = fields.stream()
                .map(field -> {
                    var values = Tuple.of(field.envelope(), field.old().envelope());
                    field.old().key().forEach(values::addString);
                    return values;
                })
                .toList();
        return transaction.preparedQuery(statement).executeBatch(batch).mapEmpty();
    }

    private static String bound(List<String> types, int first) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> "$%d::text::%s".formatted(first + i, types.get(i)))
                .collect(Collectors.joining(", "));
    }

    /** How many rows still have an old envelope. Reads the whole table. */
    Future<Long> left(EncipheredColumn column, Collection<Buffer> oldHeads) {
        return database.ask(pool -> pool.preparedQuery(
                        "select count(*) from %s where %s".formatted(column.table(), IS_OLD.formatted(column.column())))
                .execute(Tuple.of((Object) oldHeads.toArray(Buffer[]::new)))
                .map(rows -> rows.iterator().next().getLong(0)));
    }
}
