package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.timeline.days.Baseline;
import ai.petty.timeline.days.Day;
import ai.petty.timeline.days.Figure;
import ai.petty.timeline.days.Trend;
import ai.petty.timeline.days.Usual;
import ai.petty.timeline.days.Wellness;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Days of a pet, and what is usual for it, as they stand on the wire. What is not known is null. */
final class DayJson {
    private static final double TENTHS = 10;
    private static final int A_MINUTE = 60;

    private DayJson() {}

    static JsonObject day(UUID petId, Day day) {
        var activity = day.activity();
        var sleep = day.sleep();
        return new JsonObject()
                .put("pet_id", petId.toString())
                .put("date", day.date().toString())
                .put("time_zone", day.timeZone())
                .put("from", StreamedJson.instant(day.startsAt()))
                .put("to", StreamedJson.instant(day.endsAt()))
                .put("over", day.isOver())
                .put("sealed", day.isSealed())
                .put(
                        "activity",
                        new JsonObject()
                                .put("active_s", figure(activity.active()))
                                .put("walking_s", figure(activity.walking()))
                                .put("running_s", figure(activity.running()))
                                .put("playing_s", figure(activity.playing())))
                .put("rest", new JsonObject().put("resting_s", figure(activity.resting())))
                .put(
                        "sleep",
                        new JsonObject()
                                .put("night_s", figure(sleep.night()))
                                .put("naps_s", figure(sleep.naps()))
                                .put("naps", sleep.naps().value() == null ? null : (Integer) sleep.napCount()))
                .put("distance_m", figure(activity.distance()))
                .put("resting_heart_rate_bpm", figure(day.heartRate().rate()))
                .put("resting_breathing_rate_rpm", figure(day.breathingRate().rate()))
                .put("goal", goal(day))
                .put("streak_days", day.streak());
    }

    private static JsonObject goal(Day day) {
        var active = day.activity().active();
        var seconds = active.value();
        return new JsonObject()
                .put("minutes", day.goal().minutes())
                .put("source", day.goal().source())
                .put("active_minutes", seconds == null ? null : (Long) Math.round(seconds / (double) A_MINUTE))
                .put("coverage", EventJson.rounded(active.coverage()))
                .put(
                        "reached",
                        switch (day.reached()) {
                            case YES -> true;
                            case NO -> false;
                            case UNKNOWN -> null;
                        });
    }

    private static JsonObject figure(Figure figure) {
        var value = figure.value();
        return new JsonObject()
                .put("value", value == null ? null : (Double) tenths(value))
                .put("coverage", EventJson.rounded(figure.coverage()));
    }

    private static double tenths(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }

    /** @param name how a week or a month is called, by its first day */
    static JsonArray trends(List<Trend> trends, String kind, Function<Trend, String> name) {
        var array = new JsonArray();
        trends.forEach(trend -> array.add(new JsonObject()
                .put(kind, name.apply(trend))
                .put("from", trend.from().toString())
                .put("to", trend.to().toString())
                .put("days_seen", trend.daysSeen())
                .put("coverage", EventJson.rounded(trend.coverage()))
                .put("active_s_per_day", figure(trend.active()))
                .put("resting_s_per_day", figure(trend.resting()))
                .put("sleep_s_per_day", figure(trend.sleep()))
                .put("distance_m_per_day", figure(trend.distance()))
                .put("resting_heart_rate_bpm", figure(trend.heartRate()))
                .put("resting_breathing_rate_rpm", figure(trend.breathingRate()))
                .put("goal_days", trend.goalDays())));
        return array;
    }

    static JsonObject baseline(UUID petId, Baseline baseline) {
        return new JsonObject()
                .put("pet_id", petId.toString())
                .put("from", baseline.last().minusDays(Baseline.DAYS - 1L).toString())
                .put("to", baseline.last().toString())
                .put("readiness", readiness(baseline))
                .put("resting_heart_rate_bpm", usual(baseline.heartRate()))
                .put("resting_breathing_rate_rpm", usual(baseline.breathingRate()))
                .put("active_s_per_day", usual(baseline.active()))
                .put("sleep_s_per_day", usual(baseline.sleep()));
    }

    private static JsonObject readiness(Baseline baseline) {
        return new JsonObject()
                .put("days_seen", baseline.daysSeen())
                .put("days_needed", Baseline.DAYS_NEEDED)
                .put("of_days", Baseline.DAYS)
                .put("ready", baseline.isReady());
    }

    private static @Nullable JsonObject usual(Optional<Usual> usual) {
        if (usual.isEmpty()) {
            return null;
        }
        var known = usual.get();
        var json = new JsonObject()
                .put("value", tenths(known.value()))
                .put("spread", tenths(known.spread()))
                .put("days", tenths(known.days()))
                .put("source", known.source().name().toLowerCase(Locale.ROOT));
        known.population()
                .ifPresent(all -> json.put(
                        "population",
                        new JsonObject()
                                .put("value", all.mean())
                                .put("spread", all.between())
                                .put("source", all.source())));
        return json;
    }

    static JsonObject wellness(UUID petId, Wellness wellness) {
        var parts = new JsonArray();
        wellness.parts()
                .forEach(part -> parts.add(new JsonObject()
                        .put("part", part.kind().name().toLowerCase(Locale.ROOT))
                        .put("weight", part.kind().weight())
                        .put("value", figure(part.value()).getValue("value"))
                        .put("coverage", EventJson.rounded(part.value().coverage()))
                        .put("usual", usual(part.usual()))
                        .put(
                                "direction",
                                part.score().isEmpty()
                                        ? null
                                        : part.direction().name().toLowerCase(Locale.ROOT))
                        .put("score", part.score().map(DayJson::tenths).orElse(null))));
        return new JsonObject()
                .put("pet_id", petId.toString())
                .put("date", wellness.date().toString())
                .put("score", wellness.score().orElse(null))
                .put(
                        "absent_because",
                        wellness.why()
                                .map(why -> why.name().toLowerCase(Locale.ROOT))
                                .orElse(null))
                .put("coverage", EventJson.rounded(wellness.coverage()))
                .put("readiness", readiness(wellness.baseline()))
                .put("parts", parts);
    }
}
