package ai.petty.privacy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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

    private ReencryptionRepository() {}

    record OldField(List<String> key, Buffer envelope) {}

    record NewField(OldField old, Buffer envelope) {}

    /**
     * Some rows of a table that lie together.
     *
     * @param fields those of them whose envelope is old
     * @param last the key of the last row; empty at the end of the table
     */
    record Stretch(List<OldField> fields, Optional<List<String>> last) {
        /** No more of it than holds so many fields. */
        Stretch cut(int most) {
            return fields.size() <= most
                    ? this
                    : new Stretch(
                            fields.subList(0, most),
                            Optional.of(fields.get(most - 1).key()));
        }
    }

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

    /**
     * The next rows in the order of the primary key, found by it: however few of a table's envelopes are old, one statement reads no
     * more than {@code rows} of its rows.
     */
    static Future<Stretch> next(
            SqlClient client,
            EncipheredColumn column,
            List<String> keyTypes,
            Collection<Buffer> oldHeads,
            Optional<List<String>> after,
            int rows) {
        var keys = column.keyColumns();
        var texts = keys.stream().map(key -> key + "::text").collect(Collectors.joining(", "));
        var names = String.join(", ", keys);
        var values = new ArrayList<Object>();
        values.add(oldHeads.toArray(Buffer[]::new));
        values.add(rows);
        var behind = "";
        if (after.isPresent()) {
            behind = "where (%s) > (%s) ".formatted(names, bound(keyTypes, 3));
            values.addAll(after.get());
        }
        var question = """
                with looked as materialized (select %1$s, %2$s from %3$s %4$sorder by %1$s limit $2)
                select %5$s, case when %6$s then %2$s end from looked order by %1$s""".formatted(names, column.column(), column.table(), behind, texts, isOld(column));
        return client.preparedQuery(question).execute(Tuple.from(values)).map(found -> {
            var fields = new ArrayList<OldField>();
            var last = Optional.<List<String>>empty();
            for (var row : found) {
                last = Optional.of(
                        IntStream.range(0, keys.size()).mapToObj(row::getString).toList());
                var envelope = row.getBuffer(keys.size());
                if (envelope != null) {
                    fields.add(new OldField(last.get(), envelope));
                }
            }
            return new Stretch(List.copyOf(fields), found.size() == rows ? last : Optional.empty());
        });
    }

    /** Whether an envelope begins as those of the old keys do ({@code $1}). */
    private static String isOld(EncipheredColumn column) {
        return "exists (select 1 from unnest($1::bytea[]) as head where substring(%s from 1 for octet_length(head)) = head)"
                .formatted(column.column());
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
}
