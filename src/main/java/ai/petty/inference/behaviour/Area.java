package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;
import java.util.Arrays;

/**
 * Where positions lie: their centroid and their convex hull, on which the farthest one from any place is found. It never changes. A hull
 * of more corners than {@link #MOST_CORNERS} loses the one that stands out least, which within 70 m is less than 10 cm.
 */
final class Area implements Layout.Laid {
    static final int MOST_CORNERS = 64;
    private static final double MILLI = 1e3;

    private int anchorLat;
    private int anchorLon;
    private double lonScale;
    private int positions;
    private long sumEast;
    private long sumNorth;
    /** East and north of the anchor in millionths of a degree, in one number each, anticlockwise. */
    private long[] corners = {};

    private long lastCorner;
    private long pathMm;
    private long widthMm;

    Area() {}

    private Area(Area other) {
        anchorLat = other.anchorLat;
        anchorLon = other.anchorLon;
        lonScale = other.lonScale;
        positions = other.positions;
        sumEast = other.sumEast;
        sumNorth = other.sumNorth;
        corners = other.corners;
        lastCorner = other.lastCorner;
        pathMm = other.pathMm;
        widthMm = other.widthMm;
    }

    /** @param reading one that has a position */
    @SuppressWarnings("NullAway") // Place.isUsable has looked
    Area with(Reading reading) {
        var grown = new Area(this);
        if (positions == 0) {
            grown.anchorLat = reading.latE6();
            grown.anchorLon = reading.lonE6();
            grown.lonScale = Earth.lonScale(grown.anchorLat);
        }
        grown.add(Earth.lonDifference(grown.anchorLon, reading.lonE6()), reading.latE6() - grown.anchorLat);
        return grown;
    }

    private void add(int east, int north) {
        var corner = packed(east, north);
        positions++;
        sumEast += east;
        sumNorth += north;
        if (positions > 1) {
            pathMm += Math.round(metres(lastCorner, east, north) * MILLI);
        }
        lastCorner = corner;
        if (!holds(east, north)) {
            if (corners.length > 0) {
                widthMm = Math.max(widthMm, Math.round(farthestM(east, north) * MILLI));
            }
            var all = Arrays.copyOf(corners, corners.length + 1);
            all[corners.length] = corner;
            corners = Hull.of(all, MOST_CORNERS);
        }
    }

    /** Whether the hull holds it already, so that it changes nothing. */
    private boolean holds(int east, int north) {
        if (corners.length < 3) {
            return Arrays.stream(corners).anyMatch(corner -> corner == packed(east, north));
        }
        var point = packed(east, north);
        for (var i = 0; i < corners.length; i++) {
            if (Hull.turn(corners[i], corners[i + 1 == corners.length ? 0 : i + 1], point) < 0) {
                return false;
            }
        }
        return true;
    }

    int positions() {
        return positions;
    }

    /** Great-circle metres from the centroid to the position that is farthest from it. */
    double radiusM() {
        return farthestM((double) sumEast / positions, (double) sumNorth / positions);
    }

    /** Great-circle metres between the two positions that are farthest apart. */
    double widthM() {
        return widthMm / MILLI;
    }

    /** 1 of who walks straight on, towards 0 of who goes to and fro; 0 of who stays. */
    double straightness() {
        return pathMm == 0 ? 0 : Math.min(1, metres(0, Hull.x(lastCorner), Hull.y(lastCorner)) * MILLI / pathMm);
    }

    double pathM() {
        return pathMm / MILLI;
    }

    private double farthestM(double east, double north) {
        var farthest = corners[0];
        var longest = -1.0;
        for (var corner : corners) {
            var dx = (Hull.x(corner) - east) * lonScale;
            var dy = Hull.y(corner) - north;
            if (dx * dx + dy * dy > longest) {
                longest = dx * dx + dy * dy;
                farthest = corner;
            }
        }
        return metres(farthest, east, north);
    }

    private double metres(long corner, double east, double north) {
        return Earth.metres(
                (double) anchorLat + Hull.y(corner),
                (double) anchorLon + Hull.x(corner),
                anchorLat + north,
                anchorLon + east);
    }

    private static long packed(int east, int north) {
        return Hull.packed(east, north);
    }

    @Override
    public void lay(Layout layout) {
        anchorLat = layout.whole(anchorLat);
        anchorLon = layout.whole(anchorLon);
        lonScale = Earth.lonScale(anchorLat);
        positions = layout.count(positions, Integer.MAX_VALUE);
        sumEast = layout.number(sumEast);
        sumNorth = layout.number(sumNorth);
        pathMm = layout.number(pathMm);
        widthMm = layout.number(widthMm);
        lastCorner = corner(layout, lastCorner);
        var laid = new long[layout.count(corners.length, MOST_CORNERS)];
        for (var i = 0; i < laid.length; i++) {
            laid[i] = corner(layout, i < corners.length ? corners[i] : 0);
        }
        corners = laid;
    }

    private static long corner(Layout layout, long corner) {
        return packed(layout.whole(Hull.x(corner)), layout.whole(Hull.y(corner)));
    }
}
