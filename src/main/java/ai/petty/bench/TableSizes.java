package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How large the tables of what pets send and do are. */
record TableSizes(Map<String, Table> tables) {
    private static final List<String> NAMES = List.of("reading", "activity_bin", "episode");

    /**
     * @param partitions of them those with rows; 1 where there are none
     * @param largestBytes of one partition, with its index
     */
    record Table(long rows, long heapBytes, long indexBytes, int partitions, long largestBytes) {
        double heapOfARow() {
            return (double) heapBytes / rows;
        }

        double indexOfARow() {
            return (double) indexBytes / rows;
        }

        long bytes() {
            return heapBytes + indexBytes;
        }
    }

    static TableSizes of(DatabaseAddress address) throws SQLException {
        var tables = new LinkedHashMap<String, Table>();
        try (var connection = BenchDatabase.connect(address);
                var statement = connection.createStatement()) {
            for (var name : NAMES) {
                try (var rows = statement.executeQuery("""
                        with parts as (
                            select coalesce(inhrelid, '%1$s'::regclass) as part
                            from (select 1) one left join pg_inherits on inhparent = '%1$s'::regclass),
                        sizes as (
                            select pg_table_size(part) as heap, pg_indexes_size(part) as index, reltuples
                            from parts join pg_class on pg_class.oid = part
                            where reltuples > 0)
                        select (select count(*) from %1$s), sum(heap)::bigint, sum(index)::bigint, count(*), max(heap + index)
                        from sizes""".formatted(name))) {
                    rows.next();
                    tables.put(
                            name,
                            new Table(
                                    rows.getLong(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getInt(4),
                                    rows.getLong(5)));
                }
            }
        }
        return new TableSizes(tables);
    }

    Table of(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException(name);
        }
        return table;
    }
}
