package ai.petty.account;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What a pet did and how its days were, in the words of the export: lines of NDJSON, by the thousand. */
final class ExportedDays {
    private static final int PAGE = 1_000;
    private static final OffsetDateTime BEFORE_ALL = Micros.bound(Micros.of(Instant.EPOCH));

    private final Database database;

    ExportedDays(Database database) {
        this.database = database;
    }

    /** Three files: episodes, the quarters of an hour behind the days, and the days that are sealed. */
    Future<Void> write(ZipStream zip, String folder, UUID petId, Map<Long, String> pairingToSerial) {
        zip.file(folder + "episodes.ndjson");
        return each(pairingToSerial, (pairing, serial) -> episodes(zip, pairing, serial, BEFORE_ALL, (short) 0))
                .compose(done -> {
                    zip.file(folder + "quarters.ndjson");
                    return each(pairingToSerial, (pairing, serial) -> quarters(zip, pairing, serial, BEFORE_ALL));
                })
                .compose(done -> {
                    zip.file(folder + "days.ndjson");
                    return days(zip, petId, LocalDate.EPOCH);
                });
    }

    @FunctionalInterface
    private interface OfPairing {
        Future<Void> write(long pairingId, String serial);
    }

    private static Future<Void> each(Map<Long, String> pairingToSerial, OfPairing file) {
        var done = Future.<Void>succeededFuture();
        for (var worn : pairingToSerial.entrySet()) {
            done = done.compose(sent -> file.write(worn.getKey(), worn.getValue()));
        }
        return done;
    }

    private Future<Void> episodes(ZipStream zip, long pairingId, String serial, OffsetDateTime after, short behaviour) {
        return page(
                zip,
                """
                select from_t, behaviour as code, jsonb_build_object('from', from_t, 'to', to_t, 'open', is_open,
                    'confidence', confidence, 'coverage', coverage, 'model', model, 'evidence', evidence,
                    'changed_at', updated_at) as told
                from episode
                where pairing_id = $1 and (from_t, behaviour) > ($2, $3)
                order by from_t, behaviour
                limit $4""",
                Tuple.of(pairingId, after, behaviour, PAGE),
                row -> row.getJsonObject("told")
                        .put("collar_id", serial)
                        .put(
                                "behavior",
                                Behaviour.ofCode(row.getShort("code"))
                                        .orElseThrow()
                                        .wireName()),
                last -> episodes(zip, pairingId, serial, last.getOffsetDateTime("from_t"), last.getShort("code")));
    }

    private Future<Void> quarters(ZipStream zip, long pairingId, String serial, OffsetDateTime after) {
        return page(
                zip,
                """
                select start_t, to_jsonb(activity_bin) - 'pairing_id' as told
                from activity_bin
                where pairing_id = $1 and start_t > $2
                order by start_t
                limit $3""",
                Tuple.of(pairingId, after, PAGE),
                row -> row.getJsonObject("told").put("collar_id", serial),
                last -> quarters(zip, pairingId, serial, last.getOffsetDateTime("start_t")));
    }

    private Future<Void> days(ZipStream zip, UUID petId, LocalDate after) {
        return page(
                zip,
                """
                select day, to_jsonb(pet_day) - 'pet_id' as told
                from pet_day
                where pet_id = $1 and day > $2
                order by day
                limit $3""",
                Tuple.of(petId, after, PAGE),
                row -> row.getJsonObject("told"),
                last -> days(zip, petId, last.getLocalDate("day")));
    }

    @FunctionalInterface
    private interface Line {
        JsonObject of(Row row);
    }

    @FunctionalInterface
    private interface Rest {
        Future<Void> behind(Row last);
    }

    private Future<Void> page(ZipStream zip, String sql, Tuple parameters, Line line, Rest rest) {
        return database.ask(pool -> pool.preparedQuery(sql).execute(parameters)).compose(found -> {
            var rows = StreamSupport.stream(found.spliterator(), false).toList();
            rows.forEach(row -> zip.text(line.of(row).encode() + "\n"));
            var sent = zip.sent();
            return rows.size() < PAGE ? sent : sent.compose(gone -> rest.behind(rows.getLast()));
        });
    }
}
