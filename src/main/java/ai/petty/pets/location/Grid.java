package ai.petty.pets.location;

import java.util.UUID;

/**
 * One pet's fixed grid. A cell of a kilometre holds ten by ten of a hundred metres, so that two people who are told
 * differently know no more together than the better of the two. Noise would average out; a cell does not.
 */
final class Grid {
    private static final double LARGE_M = 1_000;
    private static final int SMALL_IN_LARGE = 10;
    private static final float HALF_DIAGONAL_LARGE_M = 708;
    private static final float HALF_DIAGONAL_SMALL_M = 71;

    private final SecretFractions offset;

    Grid(UUID seed) {
        this.offset = SecretFractions.of(seed, "grid");
    }

    /** The middle of the cell that a place lies in. */
    Place large(int latE6, int lonE6) {
        return cell(latE6, lonE6, 1, HALF_DIAGONAL_LARGE_M);
    }

    /** As {@link #large}, of the small cells. */
    Place small(int latE6, int lonE6) {
        return cell(latE6, lonE6, SMALL_IN_LARGE, HALF_DIAGONAL_SMALL_M);
    }

    private Place cell(int latE6, int lonE6, int parts, float accuracyM) {
        var high = Degrees.latE6(LARGE_M);
        var south = start(latE6, high, offset.first());
        // As wide as it is high in the middle of its row: the same for every place of the row.
        var wide = Degrees.lonE6(LARGE_M, south + high / 2);
        var west = start(lonE6, wide, offset.second());
        return new Place(
                Degrees.latitude(middle(latE6, south, high, parts)),
                Degrees.longitude(middle(lonE6, west, wide, parts)),
                accuracyM);
    }

    private static double start(double value, double step, double fraction) {
        return (Math.floor(value / step - fraction) + fraction) * step;
    }

    private static double middle(double value, double start, double step, int parts) {
        var part = step / parts;
        var index = Math.clamp((int) Math.floor((value - start) / part), 0, parts - 1);
        return start + (index + 0.5) * part;
    }
}
