package ai.petty.pets.location;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one viewer sees where one pet is. Every position that leaves the house passes through here; the same fix is always the
 * same answer, so that asking often tells no more than asking once.
 */
public final class PositionView {
    /** What an owner sees. */
    public static final PositionView EXACT = new PositionView(Precision.EXACT, new UUID(0, 0), List.of());

    /** What somebody sees who is not told. */
    public static final PositionView HIDDEN = new PositionView(Precision.HIDDEN, new UUID(0, 0), List.of());

    private final Precision precision;
    private final Grid grid;
    private final List<HomeVeil> homes;

    private PositionView(Precision precision, UUID seed, List<Home> homes) {
        this.precision = precision;
        this.grid = new Grid(seed);
        this.homes = homes.stream().map(home -> new HomeVeil(home, seed)).toList();
    }

    /**
     * What somebody sees who is not of the owner's household.
     *
     * @param seed the pet's secret, by which its grid lies
     */
    public static PositionView of(Precision precision, UUID seed, List<Home> homes) {
        return precision == Precision.HIDDEN ? HIDDEN : new PositionView(precision, seed, homes);
    }

    public boolean isHidden() {
        return precision == Precision.HIDDEN;
    }

    /** Whether places other than a home are told as they are. */
    public boolean tellsPlaces() {
        return precision == Precision.EXACT;
    }

    /** Where the pet is said to be when it is at a place; empty when this viewer is not told. */
    public Optional<Place> see(int latE6, int lonE6, @Nullable Float accuracyM) {
        if (isHidden()) {
            return Optional.empty();
        }
        for (var home : homes) {
            var covered = home.over(latE6, lonE6);
            if (covered.isPresent()) {
                return covered.map(this::blurred);
            }
        }
        return Optional.of(blurred(new Place(latE6, lonE6, accuracyM)));
    }

    /** Never tells a smaller radius than the place had. */
    private Place blurred(Place place) {
        var cell = switch (precision) {
            case EXACT, HIDDEN -> place;
            case HUNDRED_METRES -> grid.small(place.latE6(), place.lonE6());
            case KILOMETRE -> grid.large(place.latE6(), place.lonE6());
        };
        var known = place.accuracyM();
        var told = cell.accuracyM();
        return known == null || told == null || told >= known ? cell : new Place(cell.latE6(), cell.lonE6(), known);
    }
}
