package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.store.Micros;
import io.vertx.sqlclient.Row;

/** One row of the table of readings. Columns are read by place: a page has thousands of rows. */
final class ReadingRow {
    /** What every question here selects first, in the order in which {@link #of} reads. */
    static final String COLUMNS = """
            r.pairing_id, r.t, r.n, r.hr, r.br, r.activity, r.lat_e6, r.lon_e6, r.accuracy_m, r.temperature_c,
            r.battery_pct, r.received_at""";

    private ReadingRow() {}

    static Stored of(Row row) {
        return new Stored(
                row.getLong(0),
                new Reading(
                        Micros.of(row.getOffsetDateTime(1)),
                        row.getInteger(2),
                        row.getFloat(3),
                        row.getFloat(4),
                        row.getShort(5),
                        row.getInteger(6),
                        row.getInteger(7),
                        row.getFloat(8),
                        row.getFloat(9),
                        row.getFloat(10)),
                Micros.of(row.getOffsetDateTime(11)));
    }
}
