package ai.petty.account;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Micros;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Readings as files for people: a table for a spreadsheet, a track for a map. */
final class ReadingText {
    static final String CSV_HEAD =
            "collar_id,t,n,received_at,hr,br,activity,lat,lon,accuracy_m,temperature_c,battery_pct\r\n";
    static final String GPX_HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Petty" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
            """;
    static final String GPX_TAIL = "</trkseg></trk></gpx>\n";

    private static final int DEGREE_DECIMALS = 6;

    private ReadingText() {}

    /** Lines of RFC 4180; unknown is empty. No value needs quotes. */
    static CharSequence csv(List<Stored> readings, Map<Long, String> pairingToSerial) {
        var lines = new StringBuilder(readings.size() * 100);
        for (var stored : readings) {
            var reading = stored.reading();
            lines.append(pairingToSerial.getOrDefault(stored.pairingId(), ""))
                    .append(',')
                    .append(time(reading.t()))
                    .append(',')
                    .append(reading.n())
                    .append(',')
                    .append(time(stored.receivedAt()));
            value(lines, reading.hr());
            value(lines, reading.br());
            value(lines, reading.activity());
            value(lines, degrees(reading.latE6()));
            value(lines, degrees(reading.lonE6()));
            value(lines, reading.accuracyM());
            value(lines, reading.temperatureC());
            value(lines, reading.batteryPct());
            lines.append("\r\n");
        }
        return lines;
    }

    /** Track points of GPX 1.1, of those readings that have a position. */
    static CharSequence gpx(List<Stored> readings) {
        var points = new StringBuilder(readings.size() * 90);
        for (var stored : readings) {
            var reading = stored.reading();
            var lat = degrees(reading.latE6());
            var lon = degrees(reading.lonE6());
            if (lat != null && lon != null) {
                points.append("<trkpt lat=\"")
                        .append(lat)
                        .append("\" lon=\"")
                        .append(lon)
                        .append("\"><time>");
                points.append(time(reading.t())).append("</time></trkpt>\n");
            }
        }
        return points;
    }

    private static String time(long micros) {
        return DateTimeFormatter.ISO_INSTANT.format(Micros.instant(micros));
    }

    private static void value(StringBuilder line, @Nullable Object value) {
        line.append(',');
        if (value != null) {
            line.append(value);
        }
    }

    private static @Nullable String degrees(@Nullable Integer e6) {
        return e6 == null ? null : BigDecimal.valueOf(e6, DEGREE_DECIMALS).toPlainString();
    }
}
