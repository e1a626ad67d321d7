package ai.petty.pets.zones;

import ai.petty.pets.location.PositionView;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A place that a pet's people have drawn on the map.
 *
 * @param shape what it covers; empty where the one who asks is not told
 * @param isBlurred the shape is wider than the place, and its middle is another
 */
public record Zone(UUID zoneId, Kind kind, String name, Optional<Shape> shape, boolean isBlurred) {
    /** What the place is to the pet. */
    public enum Kind {
        HOME,
        SAFE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when there is no kind of this name */
        public static Kind of(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kind of zone is called " + wireName));
        }
    }

    /** As somebody sees it who is not of the owner's household. */
    Zone seenBy(PositionView view) {
        return new Zone(zoneId, kind, name, shape.flatMap(exact -> told(exact, view)), kind == Kind.HOME);
    }

    private Optional<Shape> told(Shape exact, PositionView view) {
        if (kind == Kind.SAFE) {
            return view.tellsPlaces() ? Optional.of(exact) : Optional.empty();
        }
        var middle = exact.around().middle();
        return view.see(middle.latE6(), middle.lonE6(), null)
                .map(place -> new Shape.Circle(
                        new Shape.Corner(place.latE6(), place.lonE6()),
                        Optional.ofNullable(place.accuracyM()).orElse(0F)));
    }

    @Override
    public String toString() {
        return "Zone[" + zoneId + " " + kind + "]";
    }
}
