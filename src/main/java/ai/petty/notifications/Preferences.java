package ai.petty.notifications;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody wants to be told, and how.
 *
 * @param timeZone where they live; there when they have quiet hours
 * @param notices by which ways they are told, for every category
 * @param viewedPets they are also told of pets that they only look at, as viewer or vet
 * @param mutedPets they are told nothing of these
 */
public record Preferences(
        Optional<ZoneId> timeZone,
        Optional<QuietHours> quietHours,
        Map<Category, Set<Channel>> notices,
        Units units,
        boolean viewedPets,
        Set<UUID> mutedPets) {
    /** Of somebody who has said nothing: whoever looks after a pet is told everything. */
    public static final Preferences DEFAULT =
            new Preferences(Optional.empty(), Optional.empty(), byAllWays(), Units.METRIC, false, Set.of());

    private static Map<Category, Set<Channel>> byAllWays() {
        var notices = new EnumMap<Category, Set<Channel>>(Category.class);
        for (var category : Category.values()) {
            notices.put(category, EnumSet.allOf(Channel.class));
        }
        return notices;
    }

    public Set<Channel> channels(Category category) {
        return notices.getOrDefault(category, Set.of());
    }

    /** When something may be told that has come about just now. */
    public Instant earliest(Instant now, boolean urgent) {
        return urgent || quietHours.isEmpty() || timeZone.isEmpty()
                ? now
                : quietHours.get().endAfter(now, timeZone.get());
    }

    /** As the API and the export write it. */
    public JsonObject json() {
        var json = new JsonObject();
        timeZone.ifPresent(zone -> json.put("time_zone", zone.getId()));
        quietHours.ifPresent(quiet -> json.put(
                "quiet_hours",
                JsonObject.of("from", quiet.from().toString(), "to", quiet.to().toString())));
        var byCategory = new JsonObject();
        for (var category : Category.values()) {
            var ways = new JsonArray();
            channels(category).stream().sorted().map(Channel::wireName).forEach(ways::add);
            byCategory.put(category.wireName(), ways);
        }
        var muted = new JsonArray();
        mutedPets.stream().sorted(Comparator.naturalOrder()).map(UUID::toString).forEach(muted::add);
        return json.put("notices", byCategory)
                .put("units", units.wireName())
                .put("viewed_pets", viewedPets)
                .put("muted_pets", muted);
    }
}
