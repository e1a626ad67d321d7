package ai.petty.simulator;

import ai.petty.client.CollarReading.Fix;
import java.util.List;

/**
 * Where a dog is: on each outing of its routine it leaves the gate of its park in another direction, goes a circle as long
 * as what it walks and runs, and is back. The receiver sees that with an error.
 */
final class ParkWalk {
    private static final double METRES_PER_DEGREE = 111_320;
    private static final double LONGEST_LAP_M = 700;
    private static final double GATES_WITHIN_M = 150;
    private static final double DEGREE_E6 = 1e6;
    /** How long a receiver's error stays the same. */
    private static final double FIX_S = 5;

    private record Park(double lat, double lon) {}

    /** Central Park, Hyde Park, Tiergarten, Golden Gate Park. */
    private static final List<Park> PARKS = List.of(
            new Park(40.7812, -73.9665),
            new Park(51.5073, -0.1657),
            new Park(52.5145, 13.3501),
            new Park(37.7694, -122.4862));

    private final Routine routine;
    private final Chance headings;
    private final Chance errors;
    private final Park gate;

    ParkWalk(Routine routine, int collar, Chance chance) {
        this.routine = routine;
        this.headings = chance.of(1);
        this.errors = chance.of(2);
        var park = PARKS.get(collar % PARKS.size());
        this.gate =
                moved(park, GATES_WITHIN_M * (2 * chance.uniform(0) - 1), GATES_WITHIN_M * (2 * chance.uniform(1) - 1));
    }

    Fix fix(double seconds) {
        var outing = routine.outing(routine.moment(seconds));
        var place = gate;
        if (outing.wholeM() > 0) {
            var laps = Math.ceil(outing.wholeM() / LONGEST_LAP_M);
            var radius = outing.wholeM() / laps / (2 * Math.PI);
            var heading = 2 * Math.PI * headings.uniform(outing.number());
            var gone = outing.goneM() / radius;
            place = moved(
                    gate,
                    radius * (Math.sin(heading) - Math.sin(heading + gone)),
                    radius * (Math.cos(heading) - Math.cos(heading + gone)));
        }
        var bucket = (long) Math.floor(seconds / FIX_S);
        var accuracy = 3 + 9 * errors.uniform(3 * bucket);
        // accuracy is a radius that holds two thirds of the fixes
        var seen = moved(
                place, accuracy / 1.5 * errors.gauss(3 * bucket + 1), accuracy / 1.5 * errors.gauss(3 * bucket + 2));
        return new Fix(
                (int) Math.round(seen.lat() * DEGREE_E6),
                (int) Math.round(seen.lon() * DEGREE_E6),
                Math.round(accuracy * 10) / 10f);
    }

    private static Park moved(Park from, double eastM, double northM) {
        return new Park(
                from.lat() + northM / METRES_PER_DEGREE,
                from.lon() + eastM / (METRES_PER_DEGREE * Math.cos(Math.toRadians(from.lat()))));
    }
}
