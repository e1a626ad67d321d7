package ai.petty.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.csv.CSVParser;

/** Rows of vitals to dogs: {@code recording, dog, kind, t0_s, value}, {@code kind} hr_bpm per 20 s or br_rpm per 40 s. */
final class VitalsFile {
    private static final double HEART_S = 20;
    private static final double BREATH_S = 40;
    /** A dog with less of either than this is not played: it would repeat itself at once. */
    private static final int LEAST_VALUES = 30;

    private VitalsFile() {}

    private record Value(String recording, double t0, float value) {}

    private static final Comparator<Value> IN_ORDER =
            Comparator.comparing(Value::recording).thenComparingDouble(Value::t0);

    private record Dog(List<Value> hearts, List<Value> breaths) {}

    /** Values of one kind, one after the other, repeated without end. */
    @SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
    private record Course(float[] values, double stepS) {
        static Course of(List<Value> values, double stepS) {
            values.sort(IN_ORDER);
            var course = new float[values.size()];
            for (var i = 0; i < course.length; i++) {
                course[i] = values.get(i).value();
            }
            return new Course(course, stepS);
        }

        float at(double seconds) {
            return values[Math.floorMod((long) Math.floor(seconds / stepS), values.length)];
        }
    }

    private record RecordedVitals(Course hearts, Course breaths) implements RestingVitals {
        @Override
        public float heartRate(double seconds) {
            return hearts.at(seconds);
        }

        @Override
        public float breathRate(double seconds) {
            return breaths.at(seconds);
        }
    }

    static List<RestingVitals> read(CSVParser rows) {
        var nameToDog = new TreeMap<String, Dog>();
        for (var row : rows) {
            var dog = nameToDog.computeIfAbsent(row.get("dog"), _ -> new Dog(new ArrayList<>(), new ArrayList<>()));
            var value = new Value(
                    row.get("recording"), Double.parseDouble(row.get("t0_s")), Float.parseFloat(row.get("value")));
            switch (row.get("kind")) {
                case "hr_bpm" -> dog.hearts().add(value);
                case "br_rpm" -> dog.breaths().add(value);
                case String other -> throw new IllegalArgumentException("unknown kind '" + other + "'");
            }
        }
        return nameToDog.values().stream()
                .filter(dog -> Math.min(dog.hearts().size(), dog.breaths().size()) >= LEAST_VALUES)
                .<RestingVitals>map(
                        dog -> new RecordedVitals(Course.of(dog.hearts(), HEART_S), Course.of(dog.breaths(), BREATH_S)))
                .toList();
    }
}
