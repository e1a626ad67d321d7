package ai.petty.alerts;

import ai.petty.alerts.rules.Ending;
import ai.petty.pets.location.Place;
import ai.petty.pets.location.PositionView;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Something that is, or was, wrong. Times are microseconds since 1970 UTC.
 *
 * @param openedAt when it was found
 * @param evidence the numbers behind it, each named with its unit
 * @param place where the pet was when it was found; empty where that is unknown or not told
 * @param acknowledged by whom it was seen
 * @param resolved when and why it was over
 */
public record Alert(
        AlertId id,
        UUID petId,
        long openedAt,
        SortedMap<String, Double> evidence,
        Optional<Place> place,
        Optional<Acknowledged> acknowledged,
        Optional<Resolved> resolved) {
    /** @param by empty when the account is no more */
    public record Acknowledged(long at, Optional<UUID> by) {}

    /** @param by the account of the person who said so; empty when it ended by itself, or the account is no more */
    public record Resolved(long at, Ending ending, Optional<UUID> by) {}

    /** How far it has come. */
    public enum State {
        OPEN,
        ACKNOWLEDGED,
        RESOLVED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isOpen() {
        return resolved.isEmpty();
    }

    public State state() {
        return !isOpen() ? State.RESOLVED : acknowledged.isPresent() ? State.ACKNOWLEDGED : State.OPEN;
    }

    /** As somebody is told of it. */
    Alert seenBy(PositionView view) {
        return new Alert(
                id,
                petId,
                openedAt,
                evidence,
                place.flatMap(exact -> view.see(exact.latE6(), exact.lonE6(), exact.accuracyM())),
                acknowledged,
                resolved);
    }

    @Override
    public String toString() {
        return "Alert[" + id + "]";
    }
}
