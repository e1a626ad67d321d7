package ai.petty.notifications;

import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Something that a pet's people are to be told. No position is in it: who is told where the pet is decides the projection of each.
 *
 * @param key the same key is told once, however often it is posted: the alert's id, and {@code :opened} or {@code :resolved}
 * @param kind what has come about, such as {@code alert.opened} or {@code alert.resolved}
 * @param facts what a text or a program needs, such as {@code rule}, {@code alert_id}, {@code opened_at}
 * @param at when it came about, microseconds since 1970 UTC
 * @param urgent it is told in quiet hours, too
 */
public record Notification(
        UUID petId,
        Category category,
        String key,
        String kind,
        SortedMap<String, String> facts,
        long at,
        boolean urgent) {
    private static final String OPENED = ":opened";
    private static final String RESOLVED = ":resolved";

    /** The key under which it was told that this began which is over now; empty for anything else. */
    Optional<String> openedKey() {
        return key.endsWith(RESOLVED)
                ? Optional.of(key.substring(0, key.length() - RESOLVED.length()) + OPENED)
                : Optional.empty();
    }
}
