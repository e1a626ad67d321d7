package ai.petty.pets.zones;

import ai.petty.pets.location.Degrees;
import ai.petty.pets.location.Home;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/** What a zone covers. Written as JSON in the words of the contract, on the wire and (enciphered) in the database. */
public sealed interface Shape {
    /** @param radiusM metres */
    record Circle(Corner middle, double radiusM) implements Shape {}

    /** @param corners at least 3; the last is joined to the first */
    record Polygon(List<Corner> corners) implements Shape {}

    /**
     * A point of the map.
     *
     * @param latE6 degrees times 1e6, WGS 84
     * @param lonE6 degrees times 1e6, WGS 84
     */
    record Corner(int latE6, int lonE6) {
        private static final double E6 = 1e6;

        static Corner of(JsonObject json) {
            return new Corner(e6(json.getDouble("lat")), e6(json.getDouble("lon")));
        }

        private static int e6(double degrees) {
            return (int) Math.round(degrees * E6);
        }

        private JsonObject json() {
            return new JsonObject().put("lat", latE6 / E6).put("lon", lonE6 / E6);
        }
    }

    /** @param json has {@code circle} or {@code polygon}, as the contract says */
    static Shape of(JsonObject json) {
        var circle = json.getJsonObject("circle");
        if (circle != null) {
            return new Circle(Corner.of(circle), circle.getDouble("radius_m"));
        }
        return new Polygon(json.getJsonArray("polygon").stream()
                .map(corner -> Corner.of((JsonObject) corner))
                .toList());
    }

    default JsonObject json() {
        return switch (this) {
            case Circle circle ->
                new JsonObject().put("circle", circle.middle().json().put("radius_m", circle.radiusM()));
            case Polygon polygon ->
                new JsonObject()
                        .put(
                                "polygon",
                                new JsonArray(polygon.corners().stream()
                                        .map(Corner::json)
                                        .toList()));
        };
    }

    /** A circle that holds it. */
    default Circle around() {
        return switch (this) {
            case Circle circle -> circle;
            case Polygon polygon -> around(polygon.corners());
        };
    }

    private static Circle around(List<Corner> corners) {
        var lat = corners.stream().mapToInt(Corner::latE6).summaryStatistics();
        var lon = corners.stream().mapToInt(Corner::lonE6).summaryStatistics();
        var middle = new Corner(
                (int) (((long) lat.getMin() + lat.getMax()) / 2), (int) (((long) lon.getMin() + lon.getMax()) / 2));
        var radius = corners.stream()
                .mapToDouble(corner -> Degrees.distance(middle.latE6(), middle.lonE6(), corner.latE6(), corner.lonE6()))
                .max()
                .orElse(0);
        return new Circle(middle, radius);
    }

    /** As what it is covered with where it is a home. */
    default Home home(UUID zoneId) {
        var circle = around();
        return new Home(zoneId, circle.middle().latE6(), circle.middle().lonE6(), circle.radiusM());
    }

    /** Whether two of its sides cross: a figure that nobody meant to draw. */
    default boolean isCrossed() {
        return this instanceof Polygon polygon && Crossings.any(polygon.corners());
    }
}
