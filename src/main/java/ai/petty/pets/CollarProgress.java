package ai.petty.pets;

import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each connected collar was last heard and up to which frame it is committed. Written down now and then, not with
 * every frame: after a crash the number is a little old, and a collar then sends again what is stored already, which
 * costs nothing but the sending.
 */
public final class CollarProgress {
    private static final Logger LOG = LoggerFactory.getLogger(CollarProgress.class);
    /** How old what is written down of a collar may be. */
    public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(15);

    private static final int MOST_AT_ONCE = 5_000;

    private final Database database;
    private final Map<Long, State> stateByCollarId = new ConcurrentHashMap<>();

    /** What is known of a collar since the last flush. */
    private record State(
            long lastSeq,
            Instant seenAt,
            @Nullable String firmware,
            @Nullable BatteryLevel battery) {
        State merge(State later) {
            return new State(
                    Math.max(lastSeq, later.lastSeq),
                    later.seenAt.isAfter(seenAt) ? later.seenAt : seenAt,
                    later.firmware == null ? firmware : later.firmware,
                    BatteryLevel.newer(battery, later.battery));
        }
    }

    public CollarProgress(Vertx vertx, Database database) {
        this.database = database;
        vertx.setPeriodic(FLUSH_INTERVAL.toMillis(), timer -> flush());
    }

    /** A collar said hello. */
    public void hello(long collarId, Instant at, Optional<String> firmware, Optional<Float> batteryPct) {
        var battery = batteryPct.map(left -> new BatteryLevel(left, at)).orElse(null);
        note(collarId, new State(0, at, firmware.orElse(null), battery));
    }

    /**
     * Something that a collar has measured is stored.
     *
     * @param at when it was heard: now when it speaks for itself, when it was measured if somebody else brings it
     * @param battery the newest that was measured; one that is older than what is known changes nothing
     */
    public void heard(long collarId, Instant at, Optional<BatteryLevel> battery) {
        note(collarId, new State(0, at, null, battery.orElse(null)));
    }

    /** Every frame up to {@code seq} is committed or refused for good. */
    public void committed(long collarId, long seq, Instant at) {
        note(collarId, new State(seq, at, null, null));
    }

    /** The last committed frame that this process knows of and has not written down yet. */
    public Optional<Long> lastSeq(long collarId) {
        return Optional.ofNullable(stateByCollarId.get(collarId)).map(State::lastSeq);
    }

    private void note(long collarId, State state) {
        stateByCollarId.merge(collarId, state, State::merge);
    }

    /** Writes down what has changed. What cannot be written now is tried again with the next flush. */
    public Future<Void> flush() {
        var batch = new ArrayList<Map.Entry<Long, State>>();
        for (var entry : stateByCollarId.entrySet()) {
            if (batch.size() == MOST_AT_ONCE) {
                break;
            }
            batch.add(Map.entry(entry.getKey(), entry.getValue()));
        }
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return write(batch)
                .onSuccess(done -> batch.forEach(entry -> stateByCollarId.remove(entry.getKey(), entry.getValue())))
                .onFailure(cause -> LOG.atWarn().setCause(cause).log("The progress of collars was not written down"))
                .compose(done -> batch.size() == MOST_AT_ONCE ? flush() : Future.succeededFuture());
    }

    private Future<Void> write(List<Map.Entry<Long, State>> batch) {
        var ids = new Long[batch.size()];
        var seqs = new Long[batch.size()];
        var seen = new OffsetDateTime[batch.size()];
        var firmwares = new @Nullable String[batch.size()];
        var batteries = new @Nullable Float[batch.size()];
        var batteriesAt = new @Nullable OffsetDateTime[batch.size()];
        batch.sort(Map.Entry.comparingByKey());
        for (var i = 0; i < batch.size(); i++) {
            var state = batch.get(i).getValue();
            ids[i] = batch.get(i).getKey();
            seqs[i] = state.lastSeq;
            seen[i] = state.seenAt.atOffset(ZoneOffset.UTC);
            firmwares[i] = state.firmware;
            var battery = state.battery;
            batteries[i] = battery == null ? null : battery.pct();
            batteriesAt[i] = battery == null ? null : battery.at().atOffset(ZoneOffset.UTC);
        }
        return database.ask(pool -> pool.preparedQuery("""
                        update collar
                        set last_seq = greatest(collar.last_seq, noted.last_seq),
                            last_seen_at = greatest(collar.last_seen_at, noted.seen_at),
                            firmware = coalesce(noted.firmware, collar.firmware),
                            battery_pct = case
                                when noted.battery_at >= coalesce(collar.battery_at, '-infinity') then noted.battery_pct
                                else collar.battery_pct end,
                            battery_at = greatest(collar.battery_at, noted.battery_at)
                        from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::real[], $6::timestamptz[])
                             as noted(collar_id, last_seq, seen_at, firmware, battery_pct, battery_at)
                        where collar.collar_id = noted.collar_id""")
                .execute(Tuple.tuple()
                        .addValue(ids)
                        .addValue(seqs)
                        .addValue(seen)
                        .addValue(firmwares)
                        .addValue(batteries)
                        .addValue(batteriesAt))
                .mapEmpty());
    }
}
