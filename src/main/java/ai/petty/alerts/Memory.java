package ai.petty.alerts;

import ai.petty.alerts.rules.Geofence;
import ai.petty.alerts.rules.HighHeartRate;
import ai.petty.alerts.rules.Inactivity;
import ai.petty.alerts.rules.LowBattery;
import ai.petty.alerts.rules.Reports;
import ai.petty.alerts.rules.Rule;
import ai.petty.ingest.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * All that the rules remember of one pairing. No position is in it.
 *
 * @param last the newest reading that each rule has been told
 * @param reports how often they come
 * @param backSince since when a collar that was offline is heard again, microseconds since 1970 UTC
 */
record Memory(
        HighHeartRate.State heart,
        Inactivity.State rest,
        Geofence.State fence,
        LowBattery.State battery,
        Map<Rule, Told> last,
        Reports reports,
        OptionalLong backSince) {
    static final Memory START = new Memory(
            HighHeartRate.State.START,
            Inactivity.State.START,
            Geofence.State.START,
            LowBattery.State.START,
            Map.of(),
            Reports.START,
            OptionalLong.empty());

    /** The name of a reading: {@code t} in microseconds since 1970 UTC. */
    record Told(long t, int n) {
        private static Told of(Reading reading) {
            return new Told(reading.t(), reading.n());
        }

        private boolean isBefore(Told other) {
            return t < other.t || (t == other.t && n < other.n);
        }
    }

    /** A rule goes on from what is newer than all that it knows: it is told nothing twice, and nothing of before that. */
    boolean isNews(Rule rule, Reading reading) {
        var known = last.get(rule);
        return known == null || known.isBefore(Told.of(reading));
    }

    Memory told(Rule rule, Reading reading) {
        var next = new EnumMap<Rule, Told>(Rule.class);
        next.putAll(last);
        next.put(rule, Told.of(reading));
        return new Memory(heart, rest, fence, battery, next, reports, backSince);
    }

    Memory with(HighHeartRate.State next) {
        return new Memory(next, rest, fence, battery, last, reports, backSince);
    }

    Memory with(Inactivity.State next) {
        return new Memory(heart, next, fence, battery, last, reports, backSince);
    }

    Memory with(Geofence.State next) {
        return new Memory(heart, rest, next, battery, last, reports, backSince);
    }

    Memory with(LowBattery.State next) {
        return new Memory(heart, rest, fence, next, last, reports, backSince);
    }

    Memory with(Reports next) {
        return new Memory(heart, rest, fence, battery, last, next, backSince);
    }

    Memory backSince(OptionalLong next) {
        return new Memory(heart, rest, fence, battery, last, reports, next);
    }

    /**
     * As if a rule had not opened its alert, since another collar's of the same rule is open: it opens when that is over, if it is still so
     * then.
     */
    Memory unopened(Rule rule) {
        return switch (rule) {
            case HIGH_HEART_RATE -> heart.isOpen() ? with(HighHeartRate.State.START) : this;
            case INACTIVITY -> with(rest.unopened());
            case GEOFENCE -> fence.isOpen() ? with(Geofence.State.START) : this;
            case LOW_BATTERY -> with(LowBattery.State.START);
            case OFFLINE -> backSince(OptionalLong.empty());
        };
    }

    /** For a row. */
    JsonObject json() {
        return new JsonObject()
                .put("heart", JsonArray.of(heart.high(), heart.since(), heart.calm(), heart.last(), heart.isOpen()))
                .put(
                        "rest",
                        JsonArray.of(
                                rest.day(),
                                rest.since(),
                                rest.restMicros(),
                                rest.last(),
                                rest.wasAtRest(),
                                rest.isOpen()))
                .put("outside", json(fence.outside()))
                .put("back", json(fence.back()))
                .put("vaguely_back", json(fence.vaguelyBack()))
                .put("escaped", fence.isOpen())
                .put("battery_low", battery.isOpen())
                .put("last", lastJson())
                .put("reports", JsonArray.of(reports.last(), reports.usual()))
                .put("back_since", backSince.isPresent() ? (Long) backSince.getAsLong() : null);
    }

    private JsonObject lastJson() {
        var json = new JsonObject();
        last.forEach((rule, told) -> json.put(rule.wireName(), JsonArray.of(told.t(), told.n())));
        return json;
    }

    private static JsonArray json(Geofence.Row row) {
        return JsonArray.of(row.fixes(), row.since(), row.isLive());
    }

    /** Of a row; what is not in it begins anew. */
    static Memory of(JsonObject json) {
        return new Memory(
                heart(json.getJsonArray("heart")),
                rest(json.getJsonArray("rest")),
                new Geofence.State(
                        row(json.getJsonArray("outside")),
                        row(json.getJsonArray("back")),
                        row(json.getJsonArray("vaguely_back")),
                        json.getBoolean("escaped", false)),
                new LowBattery.State(json.getBoolean("battery_low", false)),
                last(json.getJsonObject("last", new JsonObject())),
                reports(json.getJsonArray("reports")),
                time(json.getLong("back_since")));
    }

    private static Reports reports(@Nullable JsonArray kept) {
        return kept == null ? Reports.START : new Reports(kept.getLong(0), kept.getLong(1));
    }

    private static OptionalLong time(@Nullable Long kept) {
        return kept == null ? OptionalLong.empty() : OptionalLong.of(kept);
    }

    private static Map<Rule, Told> last(JsonObject kept) {
        var last = new EnumMap<Rule, Told>(Rule.class);
        for (var rule : Rule.values()) {
            var told = kept.getJsonArray(rule.wireName());
            if (told != null) {
                last.put(rule, new Told(told.getLong(0), told.getInteger(1)));
            }
        }
        return last;
    }

    private static HighHeartRate.State heart(@Nullable JsonArray kept) {
        return kept == null
                ? HighHeartRate.State.START
                : new HighHeartRate.State(
                        kept.getInteger(0), kept.getLong(1), kept.getInteger(2), kept.getLong(3), kept.getBoolean(4));
    }

    private static Inactivity.State rest(@Nullable JsonArray kept) {
        return kept == null
                ? Inactivity.State.START
                : new Inactivity.State(
                        kept.getLong(0),
                        kept.getLong(1),
                        kept.getLong(2),
                        kept.getLong(3),
                        kept.getBoolean(4),
                        kept.getBoolean(5));
    }

    private static Geofence.Row row(@Nullable JsonArray kept) {
        return kept == null
                ? Geofence.Row.NONE
                : new Geofence.Row(kept.getInteger(0), kept.getLong(1), kept.getBoolean(2));
    }
}
