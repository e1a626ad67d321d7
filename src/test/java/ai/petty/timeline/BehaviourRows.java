package ai.petty.timeline;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Micros;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts episodes and quarters of an hour straight into their tables, as an evaluation leaves them there. */
public final class BehaviourRows {
    private final Connections connections;

    public BehaviourRows(Connections connections) {
        this.connections = connections;
    }

    /** Where the tables are. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    public EpisodeId episode(long pairingId, Behaviour behaviour, Instant from, Duration length) {
        return episode(pairingId, behaviour, from, length, false);
    }

    /** In place of the one that there is, if there is one. */
    public EpisodeId episode(long pairingId, Behaviour behaviour, Instant from, Duration length, boolean open) {
        execute(
                """
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence)
                values (?, ?::timestamptz, ?, ?::timestamptz, ?, 0.75, 0.9, 'rules', '{"readings": 12, "heart_rate_mean_bpm": 54.25}')
                on conflict (pairing_id, from_t, behaviour) do update set to_t = excluded.to_t, is_open = excluded.is_open,
                    updated_at = now()""",
                pairingId,
                from.toString(),
                behaviour.code(),
                from.plus(length).toString(),
                open);
        return new EpisodeId(pairingId, behaviour, Micros.of(from));
    }

    /** As an evaluation takes one away that is no more. */
    public void takeAway(EpisodeId id) {
        execute(
                "delete from episode where pairing_id = ? and from_t = ?::timestamptz and behaviour = ?",
                id.pairingId(),
                Micros.instant(id.from()).toString(),
                id.behaviour().code());
        execute(
                "insert into episode_gone (pairing_id, from_t, behaviour) values (?, ?::timestamptz, ?)",
                id.pairingId(),
                Micros.instant(id.from()).toString(),
                id.behaviour().code());
    }

    /**
     * One quarter of an hour after the other, all alike.
     *
     * @param walkingS of each; the rest of it was rest
     * @param hr at rest; null when none was measured
     */
    public void bins(long pairingId, Instant from, Instant to, double walkingS, @Nullable Double hr) {
        execute("""
                insert into activity_bin (pairing_id, start_t, observed_s, resting_s, walking_s, running_s, playing_s, distance_m,
                    resting_hr, resting_hr_readings, resting_br, resting_br_readings, readings)
                select ?, t, 900, 900 - ?, ?, 0, 0, ?, ?, case when ? is null then 0 else 30 end, null, 0, 90
                from generate_series(?::timestamptz, ?::timestamptz - interval '1 second', interval '15 minutes') t
                on conflict (pairing_id, start_t) do update set walking_s = excluded.walking_s, resting_s = excluded.resting_s,
                    distance_m = excluded.distance_m, resting_hr = excluded.resting_hr""", pairingId, walkingS, walkingS, walkingS, hr, hr, from.toString(), to.toString());
    }

    private void execute(String sql, @Nullable Object... parameters) {
        try (var connection = connections.open();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                if (parameters[i] == null) {
                    statement.setNull(i + 1, java.sql.Types.DOUBLE);
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
