package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.pets.SealedFields;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What people have said, as rows. */
final class FeedbackRepository {
    /** What one account's segments may take up together; more is said without its segment. */
    private static final long MOST_SEGMENT_BYTES = 16L * 1024 * 1024;

    private static final String COLUMNS = """
            feedback_id, event_sealed, verdict, corrected, note_sealed, segment_sealed, said_at, may_train, given_at, pet_id,
            pairing_id, behaviour, from_t, to_t, confidence, coverage, model, evidence, windows""";

    /**
     * An event that is not found any more keeps what was known of it. Words that say neither take no verdict back, and what a v1 app has
     * no words for stays.
     */
    private static final String PUT = """
            insert into feedback as old (feedback_id, account_id, event_sealed, verdict, corrected, note_sealed, segment_sealed,
                said_at, may_train, given_at, pet_id, pairing_id, behaviour, from_t, to_t, confidence, coverage, model, evidence,
                windows)
            select $1, $2, $3, $4, $5, $6,
                case when $7::bytea is not null and (
                    select coalesce(sum(octet_length(segment_sealed)), 0) from feedback
                    where %s and segment_sealed is not null and feedback_id <> $1) < $20 then $7::bytea end,
                $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $21
            on conflict (feedback_id) do update set
                event_sealed = excluded.event_sealed,
                verdict = case when excluded.verdict = 'unclear' then old.verdict else excluded.verdict end,
                corrected = case when excluded.verdict = 'unclear' then old.corrected else excluded.corrected end,
                may_train = case when excluded.verdict = 'unclear' then old.may_train else excluded.may_train end,
                note_sealed = case when $22 then coalesce(excluded.note_sealed, old.note_sealed) else excluded.note_sealed end,
                segment_sealed = coalesce(excluded.segment_sealed, old.segment_sealed),
                said_at = coalesce(excluded.said_at, old.said_at),
                given_at = greatest(excluded.given_at, old.given_at + interval '1 microsecond'),
                pet_id = coalesce(excluded.pet_id, old.pet_id), pairing_id = coalesce(excluded.pairing_id, old.pairing_id),
                behaviour = coalesce(excluded.behaviour, old.behaviour), from_t = coalesce(excluded.from_t, old.from_t),
                to_t = coalesce(excluded.to_t, old.to_t), confidence = coalesce(excluded.confidence, old.confidence),
                coverage = coalesce(excluded.coverage, old.coverage), model = coalesce(excluded.model, old.model),
                evidence = coalesce(excluded.evidence, old.evidence),
                windows = case
                    when excluded.pet_id is null then old.windows
                    when excluded.windows is null
                        and (excluded.pairing_id, excluded.behaviour, excluded.from_t, excluded.to_t)
                            = (old.pairing_id, old.behaviour, old.from_t, old.to_t) then old.windows
                    else excluded.windows end
            returning xmax = 0 as is_new, segment_sealed is not distinct from $7::bytea as has_segment, %s""";

    private static final String PUT_OF_ACCOUNT = PUT.formatted("account_id = $2", COLUMNS);
    private static final String PUT_OF_NOBODY = PUT.formatted("account_id is null", COLUMNS);

    private final FieldCipher cipher;
    private final SealedFields sealed;

    FeedbackRepository(FieldCipher cipher) {
        this.cipher = cipher;
        this.sealed = new SealedFields(cipher, "feedback");
    }

    /** Whose feedback on what: the same person's on the same event is the same. Nobody can guess it without the key. */
    UUID id(Optional<UUID> account, String eventId) {
        var hash = ByteBuffer.wrap(
                cipher.index("feedback.event", account.map(UUID::toString).orElse("demo") + "\n" + eventId));
        var variant = 0x8000000000000000L | (hash.getLong(8) & 0x3fffffffffffffffL);
        return new UUID((hash.getLong(0) & ~0xf000L) | 0x8000L, variant); // RFC 9562, version 8
    }

    /**
     * What is stored.
     *
     * @param isNew whether it is the person's first word on this event
     * @param segmentKept false where one was sent along that there was no room for
     */
    record Put(Feedback feedback, boolean isNew, boolean segmentKept) {}

    /** Where an event lies; {@code to} in microseconds since 1970 UTC. */
    record Span(EpisodeId event, long to) {}

    /** Rows of an account that have one of these ids, or are on an event of its behaviour that overlaps this one; the newest first. */
    Future<List<Earlier.Row>> rows(SqlClient client, Optional<UUID> account, List<UUID> ids, Optional<Span> span) {
        var event = span.map(Span::event);
        return client.preparedQuery("""
                        select feedback_id, pet_id, pairing_id, behaviour, from_t, to_t, windows is not null as has_windows
                        from feedback
                        where account_id is not distinct from $1 and (feedback_id = any($2)
                            or pairing_id = $3 and behaviour = $4 and from_t <= $6 and to_t >= $5)
                        order by given_at desc""")
                .execute(Tuple.tuple()
                        .addValue(account.orElse(null))
                        .addValue(ids.toArray(UUID[]::new))
                        .addValue(event.map(EpisodeId::pairingId).orElse(null))
                        .addValue(
                                event.map(one -> (short) one.behaviour().code()).orElse(null))
                        .addValue(event.map(one -> Micros.bound(one.from())).orElse(null))
                        .addValue(span.map(one -> Micros.bound(one.to())).orElse(null)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(FeedbackRepository::row)
                        .toList());
    }

    private static Earlier.Row row(Row row) {
        var petId = Optional.ofNullable(row.getUUID("pet_id"));
        return new Earlier.Row(
                row.getUUID("feedback_id"),
                petId,
                petId.map(pet -> episodeId(row)),
                petId.map(pet -> Micros.of(row.getOffsetDateTime("to_t"))).orElse(0L),
                row.getBoolean("has_windows"));
    }

    /** How much of an account's is on no event that is known; no further than {@code most}. */
    static Future<Integer> unmatched(SqlClient client, UUID account, int most) {
        return client.preparedQuery("""
                        select count(*)::integer
                        from (select 1 from feedback where account_id = $1 and pet_id is null limit $2) there""")
                .execute(Tuple.of(account, most))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** @param adds whether what is not said now stays as it was said before */
    Future<Put> put(
            SqlClient transaction,
            Optional<UUID> account,
            UUID id,
            Given given,
            Optional<Evidence> evidence,
            boolean adds,
            long now) {
        var episode = evidence.map(Evidence::episode);
        var parameters = Tuple.tuple()
                .addUUID(id)
                .addValue(account.orElse(null))
                .addValue(sealed.seal(id, "event_sealed", given.eventId()))
                .addValue(given.verdict().wireName())
                .addValue(given.corrected().orElse(null))
                .addValue(sealed.seal(id, "note_sealed", given.note().orElse(null)))
                .addValue(sealed.seal(
                        id,
                        "segment_sealed",
                        given.segment().map(JsonObject::encode).orElse(null)))
                .addValue(given.saidAt().map(Micros::bound).orElse(null))
                .addValue(given.mayTrain())
                .addValue(Micros.bound(now))
                .addValue(evidence.map(Evidence::petId).orElse(null))
                .addValue(episode.map(one -> one.id().pairingId()).orElse(null))
                .addValue(episode.map(one -> (short) one.behaviour().code()).orElse(null))
                .addValue(episode.map(one -> Micros.bound(one.from())).orElse(null))
                .addValue(episode.map(one -> Micros.bound(one.to())).orElse(null))
                .addValue(episode.map(Episode::confidence).orElse(null))
                .addValue(episode.map(Episode::coverage).orElse(null))
                .addValue(episode.map(Episode::model).orElse(null))
                .addValue(episode.map(one -> numbers(one)).orElse(null))
                .addValue(MOST_SEGMENT_BYTES)
                .addValue(evidence.map(Evidence::windows)
                        .filter(windows -> !windows.isEmpty())
                        .map(windows -> new JsonArray(
                                windows.stream().map(MotionEvidence::json).toList()))
                        .orElse(null))
                .addValue(adds);
        var sql = account.isPresent() ? PUT_OF_ACCOUNT : PUT_OF_NOBODY;
        return transaction.preparedQuery(sql).execute(parameters).map(rows -> {
            var row = rows.iterator().next();
            return new Put(
                    feedback(row),
                    row.getBoolean("is_new"),
                    given.segment().isEmpty() || row.getBoolean("has_segment"));
        });
    }

    private static JsonObject numbers(Episode episode) {
        var json = new JsonObject();
        episode.evidence().forEach(json::put);
        return json;
    }

    Future<Optional<Feedback>> find(SqlClient client, UUID id, UUID petId) {
        return client.preparedQuery("select " + COLUMNS + " from feedback where feedback_id = $1 and pet_id = $2")
                .execute(Tuple.of(id, petId))
                .map(rows -> all(rows).stream().findFirst());
    }

    /** One person's on one pet's events, by their ids. */
    Future<List<Feedback>> ofPet(SqlClient client, Optional<UUID> account, UUID petId, UUID after, int limit) {
        return client.preparedQuery("""
                        select %s
                        from feedback
                        where account_id is not distinct from $1 and pet_id = $2 and feedback_id > $3
                        order by feedback_id
                        limit $4""".formatted(COLUMNS))
                .execute(Tuple.of(account.orElse(null), petId, after, limit))
                .map(this::all);
    }

    /** All of one person's, by their ids. */
    Future<List<Feedback>> ofAccount(SqlClient client, UUID account, UUID after, int limit) {
        return client.preparedQuery("""
                        select %s
                        from feedback
                        where account_id = $1 and feedback_id > $2
                        order by feedback_id
                        limit $3""".formatted(COLUMNS))
                .execute(Tuple.of(account, after, limit))
                .map(this::all);
    }

    /** The pet that a pairing is or was on. */
    static Future<Optional<UUID>> petOf(SqlClient client, long pairingId) {
        return client.preparedQuery("select pet_id from pairing where pairing_id = $1")
                .execute(Tuple.of(pairingId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID(0))
                        .findFirst());
    }

    private List<Feedback> all(Iterable<Row> rows) {
        var found = new ArrayList<Feedback>();
        rows.forEach(row -> found.add(feedback(row)));
        return found;
    }

    private Feedback feedback(Row row) {
        var id = row.getUUID("feedback_id");
        var saidAt = row.getOffsetDateTime("said_at");
        var given = new Given(
                Objects.requireNonNull(sealed.open(id, "event_sealed", row.getBuffer("event_sealed"))),
                Verdict.of(row.getString("verdict")),
                Optional.ofNullable(row.getString("corrected")),
                Optional.ofNullable(sealed.open(id, "note_sealed", row.getBuffer("note_sealed"))),
                Optional.ofNullable(sealed.open(id, "segment_sealed", row.getBuffer("segment_sealed")))
                        .map(JsonObject::new),
                saidAt == null ? Optional.empty() : Optional.of(Micros.of(saidAt)),
                row.getBoolean("may_train"));
        var windows = row.getJsonArray("windows");
        return new Feedback(
                id,
                given,
                Micros.of(row.getOffsetDateTime("given_at")),
                Optional.ofNullable(row.getUUID("pet_id")),
                row.getUUID("pet_id") == null ? Optional.empty() : Optional.of(episode(row)),
                windows == null ? List.of() : windows(windows));
    }

    static List<MotionEvidence> windows(JsonArray stored) {
        return stored.stream()
                .map(JsonObject.class::cast)
                .map(MotionEvidence::of)
                .toList();
    }

    private static Episode episode(Row row) {
        var evidence = new TreeMap<String, Double>();
        var stored = row.getJsonObject("evidence");
        stored.forEach(number -> evidence.put(number.getKey(), stored.getDouble(number.getKey())));
        return new Episode(
                episodeId(row),
                Micros.of(row.getOffsetDateTime("to_t")),
                false,
                row.getFloat("confidence"),
                row.getFloat("coverage"),
                row.getString("model"),
                evidence);
    }

    static EpisodeId episodeId(Row row) {
        return new EpisodeId(
                row.getLong("pairing_id"),
                Behaviour.ofCode(row.getShort("behaviour")).orElseThrow(),
                Micros.of(row.getOffsetDateTime("from_t")));
    }
}
