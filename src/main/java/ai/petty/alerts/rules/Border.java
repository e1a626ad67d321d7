package ai.petty.alerts.rules;

import ai.petty.pets.location.Degrees;
import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Shape.Corner;
import java.util.Comparator;
import java.util.List;

/** How far a place is from the border of a zone. On a plane around the place: zones are small. */
final class Border {
    private static final double METRES_A_DEGREE = 111_320;
    private static final double E6 = 1e6;
    private static final double FULL_TURN_E6 = 360 * E6;

    private Border() {}

    /**
     * The nearest zone of a place.
     *
     * @param away metres to its border; less than zero inside
     * @param size metres that it is wide at the most
     */
    record Nearest(double away, double size) {}

    /** Infinitely far away when there is no zone. */
    static Nearest nearest(List<Shape> zones, int latE6, int lonE6) {
        return zones.stream()
                .map(zone -> new Nearest(distance(zone, latE6, lonE6), size(zone)))
                .min(Comparator.comparingDouble(Nearest::away))
                .orElse(new Nearest(Double.POSITIVE_INFINITY, 0));
    }

    private static double size(Shape zone) {
        return switch (zone) {
            case Shape.Circle circle -> 2 * circle.radiusM();
            case Shape.Polygon polygon -> {
                var corners = polygon.corners();
                var widest = 0.0;
                for (var one : corners) {
                    for (var other : corners) {
                        widest = Math.max(
                                widest, Degrees.distance(one.latE6(), one.lonE6(), other.latE6(), other.lonE6()));
                    }
                }
                yield widest;
            }
        };
    }

    private static double distance(Shape zone, int latE6, int lonE6) {
        return switch (zone) {
            case Shape.Circle circle ->
                Degrees.distance(
                                latE6,
                                lonE6,
                                circle.middle().latE6(),
                                circle.middle().lonE6())
                        - circle.radiusM();
            case Shape.Polygon polygon -> toPolygon(polygon.corners(), latE6, lonE6);
        };
    }

    private static double toPolygon(List<Corner> corners, int latE6, int lonE6) {
        // Unrolled from one corner on, so that a polygon across the 180th meridian is one piece.
        var first = corners.getFirst().lonE6();
        var here = wrapped((double) lonE6 - first);
        var scale = Math.cos(Math.toRadians(latE6 / E6));
        var x = new double[corners.size()];
        var y = new double[corners.size()];
        for (var i = 0; i < x.length; i++) {
            var corner = corners.get(i);
            x[i] = metres((wrapped((double) corner.lonE6() - first) - here) * scale);
            y[i] = metres((double) corner.latE6() - latE6);
        }
        var nearest = Double.POSITIVE_INFINITY;
        var isInside = false;
        for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
            nearest = Math.min(nearest, toSide(x[i], y[i], x[j], y[j]));
            var crosses = (y[i] > 0) != (y[j] > 0) && (x[j] - x[i]) * -y[i] / (y[j] - y[i]) + x[i] > 0;
            isInside ^= crosses;
        }
        return isInside ? -nearest : nearest;
    }

    /** From the origin to the side between two corners. */
    private static double toSide(double ax, double ay, double bx, double by) {
        var dx = bx - ax;
        var dy = by - ay;
        var length = dx * dx + dy * dy;
        var along = length == 0 ? 0 : Math.clamp(-(ax * dx + ay * dy) / length, 0, 1);
        return Math.hypot(ax + along * dx, ay + along * dy);
    }

    private static double metres(double e6) {
        return e6 / E6 * METRES_A_DEGREE;
    }

    private static double wrapped(double lonE6) {
        return lonE6 - FULL_TURN_E6 * Math.rint(lonE6 / FULL_TURN_E6);
    }
}
