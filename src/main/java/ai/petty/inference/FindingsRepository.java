package ai.petty.inference;

import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Puts what was found of a stretch of time in the place of what was found there before. */
final class FindingsRepository {
    /** What is not settled at a time began no longer before it than the longest episode, and one that it waited behind. */
    private static final Duration LONGEST_UNSETTLED = Episode.LONGEST.multipliedBy(2);

    private static final Duration LONGEST_UNFINISHED = Bin.WIDTH.multipliedBy(4);

    private static final String IN_STRETCH =
            "(settled_t >= $3 and settled_t < $4 or settled_t is null and $5 and %s < $4)";

    private static final String EPISODES = """
            select pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence, settled_t
            from episode
            where pairing_id = $1 and from_t >= $2 and %s""".formatted(IN_STRETCH.formatted("from_t"));

    private static final String BINS = """
            select start_t, observed_s, resting_s, walking_s, running_s, playing_s, distance_m,
                resting_hr, resting_hr_readings, resting_br, resting_br_readings, readings, settled_t
            from activity_bin
            where pairing_id = $1 and start_t >= $2 and %s""".formatted(IN_STRETCH.formatted("start_t"));

    private static final String PUT_EPISODES = """
            insert into episode as e (
                pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence, settled_t)
            select $1, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence, settled_t
            from unnest($2::timestamptz[], $3::smallint[], $4::timestamptz[], $5::boolean[], $6::real[], $7::real[],
                        $8::text[], $9::jsonb[], $10::timestamptz[])
                as found(from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence, settled_t)
            on conflict (pairing_id, from_t, behaviour) do update
            set to_t = excluded.to_t, is_open = excluded.is_open, confidence = excluded.confidence,
                coverage = excluded.coverage, model = excluded.model, evidence = excluded.evidence,
                settled_t = excluded.settled_t,
                updated_at = case
                    when (e.to_t, e.is_open, e.confidence, e.coverage, e.model, e.evidence)
                        is distinct from (excluded.to_t, excluded.is_open, excluded.confidence, excluded.coverage,
                            excluded.model, excluded.evidence)
                    then now() else e.updated_at end""";

    private static final String REMOVE_EPISODES = """
            delete from episode
            using unnest($2::timestamptz[], $3::smallint[]) as gone(from_t, behaviour)
            where episode.pairing_id = $1 and episode.from_t = gone.from_t and episode.behaviour = gone.behaviour""";

    private static final String PUT_BINS = """
            insert into activity_bin (
                pairing_id, start_t, observed_s, resting_s, walking_s, running_s, playing_s, distance_m,
                resting_hr, resting_hr_readings, resting_br, resting_br_readings, readings, settled_t)
            select $1, *
            from unnest($2::timestamptz[], $3::real[], $4::real[], $5::real[], $6::real[], $7::real[], $8::real[],
                        $9::real[], $10::integer[], $11::real[], $12::integer[], $13::integer[], $14::timestamptz[])
            on conflict (pairing_id, start_t) do update
            set observed_s = excluded.observed_s, resting_s = excluded.resting_s, walking_s = excluded.walking_s,
                running_s = excluded.running_s, playing_s = excluded.playing_s, distance_m = excluded.distance_m,
                resting_hr = excluded.resting_hr, resting_hr_readings = excluded.resting_hr_readings,
                resting_br = excluded.resting_br, resting_br_readings = excluded.resting_br_readings,
                readings = excluded.readings, settled_t = excluded.settled_t""";

    private static final String REMOVE_BINS =
            "delete from activity_bin where pairing_id = $1 and start_t = any($2::timestamptz[])";

    private FindingsRepository() {}

    /** What stands of episodes in a stretch. */
    static Future<Map<EpisodeId, Found<Episode>>> episodes(SqlClient client, long pairingId, Stretch stretch) {
        return client.preparedQuery(EPISODES)
                .execute(in(pairingId, stretch, LONGEST_UNSETTLED))
                .map(rows -> byKey(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new Found<>(BehaviourRepository.episode(row), settledAt(row)))
                                .toList(),
                        Episode::id));
    }

    /** What stands of quarters of an hour in a stretch. */
    static Future<Map<Long, Found<Bin>>> bins(SqlClient client, long pairingId, Stretch stretch) {
        return client.preparedQuery(BINS)
                .execute(in(pairingId, stretch, LONGEST_UNFINISHED))
                .map(rows -> byKey(
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new Found<>(BehaviourRepository.bin(row), settledAt(row)))
                                .toList(),
                        Bin::start));
    }

    private static Tuple in(long pairingId, Stretch stretch, Duration longest) {
        return Tuple.of(
                pairingId,
                Micros.bound(Math.min(stretch.lastBefore(), stretch.from())).minus(longest),
                Micros.bound(stretch.from()),
                stretch.isOpen() ? OffsetDateTime.MAX : Micros.bound(stretch.to()),
                stretch.endsAtHead());
    }

    private static <K, T> Map<K, Found<T>> byKey(List<Found<T>> found, Function<T, K> key) {
        var byKey = new HashMap<K, Found<T>>();
        found.forEach(one -> byKey.put(key.apply(one.what()), one));
        return byKey;
    }

    static Future<Void> putEpisodes(SqlClient transaction, long pairingId, Collection<Found<Episode>> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture();
        }
        var columns = new Columns<>(found);
        return transaction
                .preparedQuery(PUT_EPISODES)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(columns.of(OffsetDateTime[]::new, episode -> Micros.bound(episode.from())))
                        .addValue(columns.of(Short[]::new, episode ->
                                (short) episode.behaviour().code()))
                        .addValue(columns.of(OffsetDateTime[]::new, episode -> Micros.bound(episode.to())))
                        .addValue(columns.of(Boolean[]::new, Episode::isOpen))
                        .addValue(columns.of(Float[]::new, Episode::confidence))
                        .addValue(columns.of(Float[]::new, Episode::coverage))
                        .addValue(columns.of(String[]::new, Episode::model))
                        .addValue(columns.of(JsonObject[]::new, FindingsRepository::evidence))
                        .addValue(columns.settledAt()))
                .mapEmpty();
    }

    private static JsonObject evidence(Episode episode) {
        var json = new JsonObject();
        episode.evidence().forEach(json::put);
        return json;
    }

    static Future<Void> removeEpisodes(SqlClient transaction, long pairingId, Collection<EpisodeId> gone) {
        if (gone.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction
                .preparedQuery(REMOVE_EPISODES)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(
                                gone.stream().map(id -> Micros.bound(id.from())).toArray(OffsetDateTime[]::new))
                        .addValue(gone.stream()
                                .map(id -> (short) id.behaviour().code())
                                .toArray(Short[]::new)))
                .mapEmpty();
    }

    static Future<Void> putBins(SqlClient transaction, long pairingId, Collection<Found<Bin>> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture();
        }
        var columns = new Columns<>(found);
        return transaction
                .preparedQuery(PUT_BINS)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(columns.of(OffsetDateTime[]::new, bin -> Micros.bound(bin.start())))
                        .addValue(columns.of(Float[]::new, Bin::observedS))
                        .addValue(columns.of(Float[]::new, Bin::restingS))
                        .addValue(columns.of(Float[]::new, Bin::walkingS))
                        .addValue(columns.of(Float[]::new, Bin::runningS))
                        .addValue(columns.of(Float[]::new, Bin::playingS))
                        .addValue(columns.of(Float[]::new, Bin::distanceM))
                        .addValue(columns.of(Float[]::new, Bin::restingHr))
                        .addValue(columns.of(Integer[]::new, Bin::restingHrReadings))
                        .addValue(columns.of(Float[]::new, Bin::restingBr))
                        .addValue(columns.of(Integer[]::new, Bin::restingBrReadings))
                        .addValue(columns.of(Integer[]::new, Bin::readings))
                        .addValue(columns.settledAt()))
                .mapEmpty();
    }

    static Future<Void> removeBins(SqlClient transaction, long pairingId, Collection<Long> gone) {
        if (gone.isEmpty()) {
            return Future.succeededFuture();
        }
        return transaction
                .preparedQuery(REMOVE_BINS)
                .execute(Tuple.tuple()
                        .addValue(pairingId)
                        .addValue(gone.stream().map(Micros::bound).toArray(OffsetDateTime[]::new)))
                .mapEmpty();
    }

    /** What was found, column by column. */
    private record Columns<T>(Collection<Found<T>> found) {
        <C extends @Nullable Object> C[] of(IntFunction<C[]> array, Function<T, C> value) {
            return found.stream().map(one -> value.apply(one.what())).toArray(array);
        }

        @Nullable
        OffsetDateTime[] settledAt() {
            return found.stream()
                    .map(one -> Optional.ofNullable(one.settledAt())
                            .map(Micros::bound)
                            .orElse(null))
                    .toArray(OffsetDateTime[]::new);
        }
    }

    private static @Nullable Long settledAt(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("settled_t"))
                .map(Micros::of)
                .orElse(null);
    }
}
