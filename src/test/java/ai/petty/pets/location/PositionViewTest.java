package ai.petty.pets.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What somebody can learn of where a pet is, who is not told exactly: ask as often as they like. */
class PositionViewTest {
    private static final UUID ZONE = new UUID(3, 3);

    private static int e6(double degrees) {
        return (int) Math.round(degrees * 1e6);
    }

    private static double metres(Place place, int latE6, int lonE6) {
        return Degrees.distance(place.latE6(), place.lonE6(), latE6, lonE6);
    }

    @Property
    void a_fix_is_always_in_the_same_cell_and_not_far_from_it(
            @ForAll @DoubleRange(min = -85, max = 85) double lat,
            @ForAll @DoubleRange(min = -180, max = 180) double lon,
            @ForAll long seed) {
        var pet = new UUID(seed, ~seed);
        for (var precision : List.of(Precision.HUNDRED_METRES, Precision.KILOMETRE)) {
            var view = PositionView.of(precision, pet, List.of());
            var told = view.see(e6(lat), e6(lon), null).orElseThrow();
            assertThat(view.see(e6(lat), e6(lon), null)).contains(told);
            assertThat(PositionView.of(precision, pet, List.of()).see(e6(lat), e6(lon), null))
                    .contains(told);
            // A cell is as wide as it is high in the middle of its row: a little more at its warm edge.
            var farthest = precision == Precision.KILOMETRE ? 712 : 72;
            assertThat(metres(told, e6(lat), e6(lon))).isLessThanOrEqualTo(farthest);
            assertThat(Math.abs(told.lonE6())).isLessThanOrEqualTo(180_000_000);
            assertThat(Math.abs(told.latE6())).isLessThanOrEqualTo(90_000_000);
        }
    }

    @Property(tries = 200)
    void the_small_cells_lie_in_the_large_ones(
            @ForAll @DoubleRange(min = -80, max = 80) double lat,
            @ForAll @DoubleRange(min = -179, max = 179) double lon,
            @ForAll long seed) {
        var pet = new UUID(seed, seed * 31);
        var small = PositionView.of(Precision.HUNDRED_METRES, pet, List.of());
        var large = PositionView.of(Precision.KILOMETRE, pet, List.of());
        var told = small.see(e6(lat), e6(lon), null).orElseThrow();
        assertThat(large.see(told.latE6(), told.lonE6(), null)).isEqualTo(large.see(e6(lat), e6(lon), null));
    }

    /**
     * Fixes scatter around the true place by a good receiver's error. The mean of what is told of a thousand of them is compared
     * with the truth, over many pets: if averaging helped, it would come near; it stays as far off as a place in a cell is from
     * the cell's middle.
     */
    @Property(tries = 50)
    void the_mean_of_many_fixes_is_as_far_from_the_truth_as_one(
            @ForAll @DoubleRange(min = -60, max = 60) double lat, @ForAll @IntRange(max = 100_000) int seed) {
        var chance = new Random(seed);
        var near = 0;
        var pets = 60;
        for (var pet = 0; pet < pets; pet++) {
            var view = PositionView.of(Precision.KILOMETRE, new UUID(chance.nextLong(), chance.nextLong()), List.of());
            var sumLat = 0.0;
            var sumLon = 0.0;
            var fixes = 300;
            for (var i = 0; i < fixes; i++) {
                var told = view.see(
                                e6(lat) + (int) (chance.nextGaussian() * 45),
                                e6(13) + (int) (chance.nextGaussian() * 45),
                                5F)
                        .orElseThrow();
                sumLat += told.latE6();
                sumLon += told.lonE6();
            }
            if (Degrees.distance(sumLat / fixes, sumLon / fixes, e6(lat), e6(13)) < 100) {
                near++;
            }
        }
        // By chance alone about 3 in 100 cells' middles are within 100 m of a place in them.
        assertThat(near).isLessThan(pets / 4);
    }

    @Property(tries = 300)
    void whoever_is_at_home_is_at_one_place_that_is_not_the_home(
            @ForAll @DoubleRange(min = -70, max = 70) double lat,
            @ForAll @DoubleRange(min = 20, max = 2000) double radius,
            @ForAll long seed) {
        var pet = new UUID(seed, ~seed);
        var home = new Home(ZONE, e6(lat), e6(13), radius);
        for (var precision : List.of(Precision.EXACT, Precision.HUNDRED_METRES, Precision.KILOMETRE)) {
            var view = PositionView.of(precision, pet, List.of(home));
            var atTheDoor = view.see(home.latE6(), home.lonE6(), 4F).orElseThrow();
            assertThat(atTheDoor.accuracyM()).isGreaterThanOrEqualTo((float) radius);
            var chance = new Random(seed);
            for (var i = 0; i < 20; i++) {
                var away = radius * Math.sqrt(chance.nextDouble()) * 0.99;
                var bearing = chance.nextDouble() * 2 * Math.PI;
                var latE6 = home.latE6() + (int) Degrees.latE6(away * Math.cos(bearing));
                var lonE6 = home.lonE6() + (int) Degrees.lonE6(away * Math.sin(bearing), home.latE6());
                assertThat(view.see(latE6, lonE6, 4F)).contains(atTheDoor);
            }
        }
    }

    @Property(tries = 100)
    void nothing_is_told_to_whom_it_is_hidden(@ForAll @IntRange(min = -90_000_000, max = 90_000_000) int latE6) {
        assertThat(PositionView.of(Precision.HIDDEN, ZONE, List.of()).see(latE6, 0, 1F))
                .isEmpty();
        assertThat(PositionView.HIDDEN.see(latE6, 0, 1F)).isEmpty();
        assertThat(PositionView.EXACT.see(latE6, 7, 1F)).contains(new Place(latE6, 7, 1F));
    }
}
