package ai.petty.alerts;

import ai.petty.alerts.rules.Geofence;
import ai.petty.alerts.rules.HighHeartRate;
import ai.petty.alerts.rules.Inactivity;
import ai.petty.alerts.rules.LowBattery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** All that the rules remember of one pairing. No position is in it. */
record Memory(HighHeartRate.State heart, Inactivity.State rest, Geofence.State fence, LowBattery.State battery) {
    static final Memory START =
            new Memory(HighHeartRate.State.START, Inactivity.State.START, Geofence.State.START, LowBattery.State.START);

    Memory with(HighHeartRate.State next) {
        return new Memory(next, rest, fence, battery);
    }

    Memory with(Inactivity.State next) {
        return new Memory(heart, next, fence, battery);
    }

    Memory with(Geofence.State next) {
        return new Memory(heart, rest, next, battery);
    }

    Memory with(LowBattery.State next) {
        return new Memory(heart, rest, fence, next);
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
                .put("battery_low", battery.isOpen());
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
                new LowBattery.State(json.getBoolean("battery_low", false)));
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
