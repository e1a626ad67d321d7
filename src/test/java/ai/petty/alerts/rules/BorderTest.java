package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Shape.Corner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BorderTest {
    /** A square of about 2.2 km across the 180th meridian. */
    private static final Shape ACROSS = new Shape.Polygon(List.of(
            new Corner(-10_000, 179_990_000),
            new Corner(10_000, 179_990_000),
            new Corner(10_000, -179_990_000),
            new Corner(-10_000, -179_990_000)));

    private static double distance(Shape zone, double lat, double lon) {
        return Border.nearest(List.of(zone), (int) Math.round(lat * 1e6), (int) Math.round(lon * 1e6))
                .away();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 180, -1113",
        "0, -180, -1113",
        "0, 179.995, -557",
        "0, -179.995, -557",
        "0, 179.98, 1113",
        "0, -179.98, 1113",
        "0.02, 180, 1113"
    })
    void a_polygon_across_the_180th_meridian_is_one_piece(double lat, double lon, double metres) {
        assertThat(distance(ACROSS, lat, lon)).isCloseTo(metres, within(2.0));
    }

    @Test
    void the_other_side_of_the_world_is_not_inside() {
        assertThat(distance(ACROSS, 0, 0)).isGreaterThan(10_000_000);
    }

    @ParameterizedTest
    @CsvSource({"180, -50", "-180, -50", "179.9991, 50", "-179.9991, 50"})
    void a_circle_across_the_180th_meridian_is_one_piece(double lon, double metres) {
        assertThat(distance(new Shape.Circle(new Corner(0, 180_000_000), 50), 0, lon))
                .isCloseTo(metres, within(1.0));
    }

    @Test
    void a_notch_in_a_polygon_is_outside() {
        // An L: the corner in the north-east is missing.
        var corner = new Shape.Polygon(List.of(
                new Corner(0, 0),
                new Corner(2_000, 0),
                new Corner(2_000, 1_000),
                new Corner(1_000, 1_000),
                new Corner(1_000, 2_000),
                new Corner(0, 2_000)));
        assertThat(distance(corner, 0.0005, 0.0005)).isNegative();
        assertThat(distance(corner, 0.0015, 0.0005)).isNegative();
        assertThat(distance(corner, 0.0005, 0.0015)).isNegative();
        assertThat(distance(corner, 0.0015, 0.0015)).isCloseTo(55.7, within(0.5));
    }

    @Test
    void without_a_zone_every_place_is_as_far_as_can_be() {
        assertThat(Border.nearest(List.of(), 0, 0).away()).isInfinite();
    }

    @Test
    void of_several_zones_the_nearest_counts() {
        var near = new Shape.Circle(new Corner(0, 0), 10);
        var far = new Shape.Circle(new Corner(1_000_000, 0), 10);
        assertThat(Border.nearest(List.of(far, near), 1_000, 0).away()).isCloseTo(101.3, within(0.5));
    }
}
