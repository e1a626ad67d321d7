package ai.petty.inference.behaviour;

import java.util.Arrays;

/** Convex hulls of whole points in the plane, exactly. A point is one number: x in the upper half, y in the lower. */
final class Hull {
    private Hull() {}

    static long packed(int x, int y) {
        return ((long) x << 32) | (y & 0xFFFF_FFFFL);
    }

    static int x(long point) {
        return (int) (point >> 32);
    }

    static int y(long point) {
        return (int) point;
    }

    /** More than 0 when {@code c} lies to the left of the way from {@code a} to {@code b}: twice the area between the three. */
    static long turn(long a, long b, long c) {
        return ((long) x(b) - x(a)) * ((long) y(c) - y(a)) - ((long) y(b) - y(a)) * ((long) x(c) - x(a));
    }

    /**
     * The hull, anticlockwise (Andrew's monotone chain).
     *
     * @param points is sorted on the way
     * @param most corners; those that stand out least are left out
     */
    static long[] of(long[] points, int most) {
        Arrays.sort(points);
        var chain = new long[2 * points.length];
        var size = 0;
        for (var point : points) {
            size = kept(chain, size, 0, point);
            chain[size++] = point;
        }
        var lower = size;
        for (var i = points.length - 2; i >= 0; i--) {
            size = kept(chain, size, lower - 1, points[i]);
            chain[size++] = points[i];
        }
        var hull = Arrays.copyOf(chain, Math.max(1, size - 1));
        return hull.length > most ? withoutLeast(hull) : hull;
    }

    private static int kept(long[] chain, int size, int least, long point) {
        var kept = size;
        while (kept >= least + 2 && turn(chain[kept - 2], chain[kept - 1], point) <= 0) {
            kept--;
        }
        return kept;
    }

    private static long[] withoutLeast(long[] hull) {
        var least = 0;
        var area = Long.MAX_VALUE;
        for (var i = 0; i < hull.length; i++) {
            var stands = turn(hull[(i + hull.length - 1) % hull.length], hull[i], hull[(i + 1) % hull.length]);
            if (stands < area) {
                area = stands;
                least = i;
            }
        }
        var rest = new long[hull.length - 1];
        System.arraycopy(hull, 0, rest, 0, least);
        System.arraycopy(hull, least + 1, rest, least, rest.length - least);
        return rest;
    }
}
