package ai.petty.timeline.days;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sealed days in the database, and what must be known of a pet to count its days. */
final class DayRepository {
    private static final String FACTS = """
            select pet.pet_id, pet.species, pet.birth_date, pet.weight_kg, pet.time_zone, pet_seal.sealed_day,
                case when isfinite(pet_seal.sealed_until) then pet_seal.sealed_until end as sealed_until
            from pet
            left join pet_seal on pet_seal.pet_id = pet.pet_id
            where pet.pet_id = $1 and pet.erased_at is null""";

    private DayRepository() {}

    static Future<Optional<PetFacts>> facts(SqlClient client, UUID petId) {
        return facts(client, FACTS, petId);
    }

    /** As {@link #facts}; until the transaction ends nobody changes the pet or takes it away. */
    static Future<Optional<PetFacts>> holdFacts(SqlClient transaction, UUID petId) {
        return facts(transaction, FACTS + " for share of pet", petId);
    }

    private static Future<Optional<PetFacts>> facts(SqlClient client, String sql, UUID petId) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(petId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DayRepository::facts)
                        .findFirst());
    }

    private static PetFacts facts(Row row) {
        var until = row.getOffsetDateTime("sealed_until");
        return new PetFacts(
                row.getUUID("pet_id"),
                row.getString("species"),
                row.getLocalDate("birth_date"),
                row.getFloat("weight_kg"),
                zone(row.getString("time_zone")),
                row.getLocalDate("sealed_day"),
                until == null ? 0 : Micros.of(until));
    }

    /** A zone that was known when it was written and is not any more must not cost a pet its days. */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /** Sealed days of a pet from {@code from} to {@code to}, both included, in order; a day of which nothing is known has none. */
    static Future<List<Day>> days(SqlClient client, UUID petId, LocalDate from, LocalDate to) {
        return client.preparedQuery("""
                        select day, time_zone, starts_at, ends_at, observed_s, resting_s, walking_s, running_s, playing_s,
                            distance_m, resting_hr, resting_hr_bins, resting_br, resting_br_bins, night_s, naps_s, naps,
                            night_observed_s, noon_observed_s, goal_min, goal_source, streak
                        from pet_day
                        where pet_id = $1 and day between $2 and $3
                        order by day""")
                .execute(Tuple.of(petId, from, to))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DayRepository::day)
                        .toList());
    }

    private static Day day(Row row) {
        var local = new LocalDay(row.getLocalDate("day"), zone(row.getString("time_zone")));
        var starts = Micros.of(row.getOffsetDateTime("starts_at"));
        var ends = Micros.of(row.getOffsetDateTime("ends_at"));
        var coverage = Figure.coverage(row.getFloat("observed_s"), starts, ends);
        var nightSeen = row.getFloat("night_observed_s");
        var noonSeen = row.getFloat("noon_observed_s");
        return new Day(
                local.date(),
                row.getString("time_zone"),
                starts,
                ends,
                true,
                true,
                new Day.Activity(
                        row.getFloat("observed_s"),
                        figure(row.getFloat("resting_s"), coverage),
                        figure(row.getFloat("walking_s"), coverage),
                        figure(row.getFloat("running_s"), coverage),
                        figure(row.getFloat("playing_s"), coverage),
                        figure(row.getFloat("distance_m"), coverage)),
                new Day.Sleep(
                        figure(row.getFloat("night_s"), Figure.coverage(nightSeen, local.nightFall(), local.morning())),
                        figure(row.getFloat("naps_s"), Figure.coverage(noonSeen, local.morning(), local.evening())),
                        row.getShort("naps") == null ? 0 : row.getShort("naps"),
                        nightSeen,
                        noonSeen),
                vital(row.getFloat("resting_hr"), row.getShort("resting_hr_bins"), starts, ends),
                vital(row.getFloat("resting_br"), row.getShort("resting_br_bins"), starts, ends),
                new Goal(row.getShort("goal_min"), row.getString("goal_source")),
                row.getInteger("streak"));
    }

    private static Figure figure(@Nullable Float value, float coverage) {
        return value == null ? Figure.UNKNOWN : new Figure(value, coverage);
    }

    private static Day.Vital vital(@Nullable Float rate, int bins, long from, long to) {
        return new Day.Vital(figure(rate, Figure.coverage(bins * (double) DayFigures.BIN_S, from, to)), bins);
    }

    /** Keeps a day that is there already as it is: what is sealed is never changed. */
    static Future<Void> insert(SqlClient transaction, UUID petId, List<Day> days) {
        return days.isEmpty()
                ? Future.succeededFuture()
                : transaction
                        .preparedQuery("""
                                insert into pet_day (pet_id, day, time_zone, starts_at, ends_at, observed_s, resting_s,
                                    walking_s, running_s, playing_s, distance_m, resting_hr, resting_hr_bins, resting_br,
                                    resting_br_bins, night_s, naps_s, naps, night_observed_s, noon_observed_s, goal_min,
                                    goal_source, streak)
                                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                                    $20, $21, $22, $23)
                                on conflict (pet_id, day) do nothing""")
                        .executeBatch(days.stream().map(day -> row(petId, day)).toList())
                        .mapEmpty();
    }

    private static Tuple row(UUID petId, Day day) {
        var activity = day.activity();
        var sleep = day.sleep();
        return Tuple.tuple()
                .addUUID(petId)
                .addLocalDate(day.date())
                .addString(day.timeZone())
                .addOffsetDateTime(Micros.bound(day.startsAt()))
                .addOffsetDateTime(Micros.bound(day.endsAt()))
                .addFloat(activity.observedS())
                .addFloat(activity.resting().value())
                .addFloat(activity.walking().value())
                .addFloat(activity.running().value())
                .addFloat(activity.playing().value())
                .addFloat(activity.distance().value())
                .addFloat(day.heartRate().rate().value())
                .addShort((short) day.heartRate().bins())
                .addFloat(day.breathingRate().rate().value())
                .addShort((short) day.breathingRate().bins())
                .addFloat(sleep.night().value())
                .addFloat(sleep.naps().value())
                .addShort(sleep.naps().value() == null ? null : (short) sleep.napCount())
                .addFloat(sleep.nightObservedS())
                .addFloat(sleep.noonObservedS())
                .addShort((short) day.goal().minutes())
                .addString(day.goal().source())
                .addInteger(day.streak());
    }

    /** The streak of a sealed day; 0 where there is none. */
    static Future<Integer> streak(SqlClient client, UUID petId, LocalDate day) {
        return client.preparedQuery("select streak from pet_day where pet_id = $1 and day = $2")
                .execute(Tuple.of(petId, day))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger("streak"));
    }
}
