package ai.petty.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Heart rates of real dogs at rest (Jarkoff, Lorre, Humbert 2023, Zenodo 8020390): {@code recording, dog, kind, t0_s, value}. One value
 * is of 20 seconds, and begins 10 seconds after the one before.
 */
final class RestingHearts {
    private final List<Dog> dogs;

    private RestingHearts(List<Dog> dogs) {
        this.dogs = dogs;
    }

    /** @param t seconds in its recording */
    record Value(double t, float bpm) {}

    /** @param values in the order of time */
    record Recording(String name, List<Value> values) {}

    record Dog(String name, List<Recording> recordings) {
        /** Median of all but one of its recordings, beats a minute. */
        double restingWithout(Recording one) {
            var others = recordings.stream()
                    .filter(recording -> !recording.equals(one))
                    .flatMap(recording -> recording.values().stream())
                    .mapToDouble(Value::bpm)
                    .toArray();
            return Median.withDefaults().evaluate(others);
        }
    }

    /** @param folder the recordings' */
    static RestingHearts read(Path folder) throws IOException {
        var dogToRecordings = new TreeMap<String, TreeMap<String, List<Value>>>();
        var file = folder.resolve("vitals/resting2023.csv.gz");
        try (var text = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
                var rows = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(text)) {
            for (var row : rows) {
                if (row.get("kind").equals("hr_bpm")) {
                    dogToRecordings
                            .computeIfAbsent(row.get("dog"), dog -> new TreeMap<>())
                            .computeIfAbsent(row.get("recording"), recording -> new ArrayList<>())
                            .add(new Value(Double.parseDouble(row.get("t0_s")), Float.parseFloat(row.get("value"))));
                }
            }
        }
        var dogs = new ArrayList<Dog>();
        dogToRecordings.forEach((name, recordings) -> {
            var all = new ArrayList<Recording>();
            recordings.forEach((recording, values) -> {
                values.sort(Comparator.comparingDouble(Value::t));
                all.add(new Recording(recording, values));
            });
            dogs.add(new Dog(name, all));
        });
        return new RestingHearts(dogs);
    }

    List<Dog> dogs() {
        return dogs;
    }

    int values() {
        return dogs.stream()
                .flatMap(dog -> dog.recordings().stream())
                .mapToInt(recording -> recording.values().size())
                .sum();
    }

    int recordings() {
        return dogs.stream().mapToInt(dog -> dog.recordings().size()).sum();
    }
}
