package ai.petty.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A batch of the same readings in the binary format of {@code COPY}, patched in place like a request. */
final class CopyBatch {
    static final String COPY = """
            copy reading (pairing_id, t, received_at, n, lat_e6, lon_e6, hr, br, accuracy_m, temperature_c, battery_pct,
                          skew_ms, activity) from stdin (format binary)""";

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER = SIGNATURE.length + 8;
    private static final int COLUMNS = 13;
    /** Bytes of one row: the column count, thirteen lengths, and the eight values that are not null. */
    private static final int ROW = 2 + COLUMNS * 4 + 8 + 8 + 8 + 4 + 4 + 4 + 4 + 2;
    /** PostgreSQL counts microseconds from 2000-01-01. */
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private final int size;
    private final ByteBuffer bytes;

    CopyBatch(int size) {
        this.size = size;
        this.bytes = ByteBuffer.allocate(HEADER + size * ROW + 2);
    }

    /** The bytes of {@code collar}'s {@code use}-th batch, the newest reading at {@code tick}. */
    byte[] patched(int collar, int use, long tick) {
        var receivedAt = System.currentTimeMillis() * 1000 - POSTGRES_EPOCH_MICROS;
        bytes.clear().put(SIGNATURE).putInt(0).putInt(0);
        for (var i = 0; i < size; i++) {
            var salt = BenchReadings.salt(collar, use, i);
            bytes.putShort((short) COLUMNS);
            bytes.putInt(8).putLong(collar + 1L);
            bytes.putInt(8).putLong(BenchReadings.t(tick, use, size - 1 - i) - POSTGRES_EPOCH_MICROS);
            bytes.putInt(8).putLong(receivedAt);
            bytes.putInt(4).putInt(0);
            bytes.putInt(4).putInt(BenchReadings.LAT_BASE_E6 + BenchReadings.latTail(salt));
            bytes.putInt(4).putInt(BenchReadings.LON_BASE_E6 - BenchReadings.lonTail(salt));
            bytes.putInt(4).putFloat(BenchReadings.heartRate(salt));
            // br, accuracy_m, temperature_c, battery_pct, skew_ms are null, as in the other contenders' readings
            bytes.putInt(-1).putInt(-1).putInt(-1).putInt(-1).putInt(-1);
            bytes.putInt(2).putShort((short) BenchReadings.activity(salt));
        }
        bytes.putShort((short) -1);
        return bytes.array();
    }
}
