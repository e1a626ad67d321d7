package ai.petty.pets.zones;

import ai.petty.pets.zones.Shape.Corner;
import java.util.List;

/** Finds sides of a polygon that cross. At most a hundred corners: every pair of sides is looked at. */
final class Crossings {
    private Crossings() {}

    static boolean any(List<Corner> corners) {
        var count = corners.size();
        for (var i = 0; i < count; i++) {
            for (var j = i + 1; j < count; j++) {
                var areNeighbours = j == i + 1 || (i == 0 && j == count - 1);
                if (!areNeighbours
                        && cross(
                                corners.get(i),
                                corners.get((i + 1) % count),
                                corners.get(j),
                                corners.get((j + 1) % count))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean cross(Corner a, Corner b, Corner c, Corner d) {
        return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    }

    /** On which side of the line from {@code from} to {@code to} a corner lies. */
    private static int side(Corner from, Corner to, Corner corner) {
        var cross = ((long) to.latE6() - from.latE6()) * ((long) corner.lonE6() - from.lonE6())
                - ((long) to.lonE6() - from.lonE6()) * ((long) corner.latE6() - from.latE6());
        return Long.signum(cross);
    }
}
