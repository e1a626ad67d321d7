package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.notifications.Category;
import ai.petty.notifications.Channel;
import ai.petty.notifications.PreferenceKeeping;
import ai.petty.notifications.Preferences;
import ai.petty.notifications.QuietHours;
import ai.petty.notifications.Units;
import ai.petty.pets.Actor;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /v2/me/preferences}: what the caller wants to be told, and how. */
public final class PreferencesRoute {
    private final PreferenceKeeping keeping;
    private final Function<RoutingContext, Actor> caller;

    public PreferencesRoute(PreferenceKeeping keeping, Function<RoutingContext, Actor> caller) {
        this.keeping = keeping;
        this.caller = caller;
    }

    /** {@code GET /v2/me/preferences} */
    public void get(RoutingContext ctx) {
        keeping.of(Caller.account(ctx))
                .onSuccess(known ->
                        TaggedAnswer.send(ctx, "application/json", known.json().toBuffer()))
                .onFailure(ctx::fail);
    }

    /** {@code PATCH /v2/me/preferences}: what is left out stays. */
    public void patch(RoutingContext ctx) {
        var body = Caller.body(ctx);
        check(body);
        keeping.change(caller.apply(ctx), before -> changed(before, body))
                .onSuccess(now -> Answers.json(ctx, 200, now.json()))
                .onFailure(ctx::fail);
    }

    /** What the contract cannot say. */
    private static void check(JsonObject body) {
        var errors = new ArrayList<FieldError>();
        var zone = body.getString("time_zone");
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            errors.add(wrong("/time_zone", "must be a name of the IANA list, such as Europe/Berlin"));
        }
        var quiet = body.getJsonObject("quiet_hours");
        if (quiet != null && quiet.getString("from").equals(quiet.getString("to"))) {
            errors.add(wrong("/quiet_hours/to", "must not be when they begin"));
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid(
                    errors.size() == 1 ? "The request has 1 wrong field." : "The request has 2 wrong fields.", errors);
        }
    }

    private static FieldError wrong(String pointer, String detail) {
        return new FieldError(pointer, "request.invalid", detail);
    }

    private static Preferences changed(Preferences before, JsonObject body) {
        return new Preferences(
                body.containsKey("time_zone")
                        ? Optional.ofNullable(body.getString("time_zone")).map(ZoneId::of)
                        : before.timeZone(),
                body.containsKey("quiet_hours")
                        ? Optional.ofNullable(body.getJsonObject("quiet_hours")).map(PreferencesRoute::quietHours)
                        : before.quietHours(),
                notices(before, body.getJsonObject("notices", new JsonObject())),
                Optional.ofNullable(body.getString("units")).map(Units::of).orElse(before.units()),
                body.getBoolean("viewed_pets", before.viewedPets()),
                body.containsKey("muted_pets") ? ids(body.getJsonArray("muted_pets")) : before.mutedPets());
    }

    private static QuietHours quietHours(JsonObject json) {
        return new QuietHours(LocalTime.parse(json.getString("from")), LocalTime.parse(json.getString("to")));
    }

    private static Map<Category, Set<Channel>> notices(Preferences before, JsonObject given) {
        var notices = new EnumMap<Category, Set<Channel>>(Category.class);
        for (var category : Category.values()) {
            notices.put(
                    category,
                    Optional.ofNullable(given.getJsonArray(category.wireName()))
                            .map(PreferencesRoute::channels)
                            .orElseGet(() -> before.channels(category)));
        }
        return notices;
    }

    private static Set<Channel> channels(JsonArray names) {
        var channels = EnumSet.noneOf(Channel.class);
        names.forEach(name -> channels.add(Channel.of(String.valueOf(name))));
        return channels;
    }

    private static Set<UUID> ids(JsonArray texts) {
        return texts.stream().map(text -> UUID.fromString(String.valueOf(text))).collect(Collectors.toSet());
    }
}
