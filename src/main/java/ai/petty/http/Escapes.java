package ai.petty.http;

/**
 * The percent-escapes of a request's target. Vertx-web meets a broken one while it looks for a route that matches, and then
 * answers by itself, in nobody's shape; so they are looked at before any route with a path.
 */
final class Escapes {
    private static final int DIGITS = 2;

    private Escapes() {}

    /** Whether two hex digits follow every percent sign. */
    static boolean areWhole(String target) {
        for (var at = target.indexOf('%'); at >= 0; at = target.indexOf('%', at + 1 + DIGITS)) {
            if (at + DIGITS >= target.length() || !isHex(target.charAt(at + 1)) || !isHex(target.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
