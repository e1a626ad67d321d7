package ai.petty.inference;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What was found of pets, as rows. */
final class BehaviourRepository {
    private static final String EPISODE = """
            e.pairing_id, e.from_t, e.behaviour, e.to_t, e.is_open, e.confidence, e.coverage, e.model, e.evidence""";

    /** An episode that reaches into the time begins at most the longest one's length before it. */
    private static final String EPISODES = """
            select %s
            from pairing
            join episode e on e.pairing_id = pairing.pairing_id and e.from_t >= $4 and e.from_t < $3 and e.to_t >= $2
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by e.from_t, e.pairing_id, e.behaviour""".formatted(EPISODE);

    private static final String FIND = """
            select %s
            from episode e
            join pairing on pairing.pairing_id = e.pairing_id
            where pairing.pet_id = $1 and e.pairing_id = $2 and e.from_t = $3 and e.behaviour = $4""".formatted(EPISODE);

    private static final String BINS = """
            select b.start_t, b.observed_s, b.resting_s, b.walking_s, b.running_s, b.playing_s, b.distance_m,
                b.resting_hr, b.resting_hr_readings, b.resting_br, b.resting_br_readings, b.readings
            from pairing
            join activity_bin b on b.pairing_id = pairing.pairing_id and b.start_t >= $2 and b.start_t < $3
            where pairing.pet_id = $1 and pairing.valid_from < $3 and pairing.valid_to > $2
            order by b.start_t, b.pairing_id""";

    private BehaviourRepository() {}

    static Future<List<Episode>> episodes(SqlClient client, UUID petId, long from, long to) {
        return client.preparedQuery(EPISODES)
                .execute(Tuple.of(
                        petId,
                        Micros.bound(from),
                        Micros.bound(to),
                        Micros.bound(from).minus(Episode.LONGEST)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(BehaviourRepository::episode)
                        .toList());
    }

    static Future<Optional<Episode>> find(SqlClient client, UUID petId, EpisodeId id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(petId, id.pairingId(), Micros.bound(id.from()), (short)
                        id.behaviour().code()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(BehaviourRepository::episode)
                        .findFirst());
    }

    static Episode episode(Row row) {
        var id = new EpisodeId(
                row.getLong("pairing_id"),
                Behaviour.ofCode(row.getShort("behaviour")).orElseThrow(),
                time(row, "from_t"));
        var evidence = new TreeMap<String, Double>();
        JsonObject stored = row.getJsonObject("evidence");
        stored.forEach(number -> evidence.put(number.getKey(), stored.getDouble(number.getKey())));
        return new Episode(
                id,
                time(row, "to_t"),
                row.getBoolean("is_open"),
                row.getFloat("confidence"),
                row.getFloat("coverage"),
                row.getString("model"),
                evidence);
    }

    static Future<List<Bin>> bins(SqlClient client, UUID petId, long from, long to) {
        return client.preparedQuery(BINS)
                .execute(Tuple.of(petId, Micros.bound(from), Micros.bound(to)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(BehaviourRepository::bin)
                        .toList());
    }

    static Bin bin(Row row) {
        return new Bin(
                time(row, "start_t"),
                row.getFloat("observed_s"),
                row.getFloat("resting_s"),
                row.getFloat("walking_s"),
                row.getFloat("running_s"),
                row.getFloat("playing_s"),
                row.getFloat("distance_m"),
                row.getFloat("resting_hr"),
                row.getInteger("resting_hr_readings"),
                row.getFloat("resting_br"),
                row.getInteger("resting_br_readings"),
                row.getInteger("readings"));
    }

    private static long time(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return Micros.of(at);
    }
}
