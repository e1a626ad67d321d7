package ai.petty.timeline.days;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.petty.timeline.days.Usual.Measured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.statistics.descriptive.Median;
import org.junit.jupiter.api.Test;

/** What is usual for a pet: its own by and by, and not moved by a wild day. */
class UsualTest {
    private static final Optional<Population> DOGS = Population.heartRate("dog");

    private static List<Measured> days(double... values) {
        return Arrays.stream(values).mapToObj(value -> new Measured(value, 1)).toList();
    }

    @Test
    void a_wild_day_or_two_move_neither_the_value_nor_the_spread_far() {
        var calm = Usual.of(days(54, 55, 56, 55, 54, 56, 55), DOGS).orElseThrow();
        var wild = Usual.of(days(54, 180, 56, 55, 54, 200, 55), DOGS).orElseThrow();
        assertThat(wild.value()).isCloseTo(calm.value(), within(1.0));
        assertThat(wild.spread()).isCloseTo(calm.spread(), within(1.0));
    }

    @Test
    void without_a_day_of_its_own_it_is_the_populations_and_with_three_the_pets() {
        assertThat(Usual.of(List.of(), DOGS)).hasValueSatisfying(usual -> {
            assertThat(usual.source()).isEqualTo(Usual.Source.POPULATION);
            assertThat(usual.value()).isEqualTo(60.6);
            assertThat(usual.spread()).isEqualTo(9.7);
            assertThat(usual.days()).isZero();
        });
        var few = Usual.of(List.of(new Measured(90, 0.5)), DOGS).orElseThrow();
        assertThat(few.source()).isEqualTo(Usual.Source.OWN_AND_POPULATION);
        var three = Usual.of(days(90, 90, 90), DOGS).orElseThrow();
        assertThat(three.source()).isEqualTo(Usual.Source.OWN);
        // Drawn to the population, the less the more days there are.
        assertThat(few.value()).isBetween(70.0, 85.0);
        assertThat(three.value()).isBetween(85.0, 90.0);
        assertThat(Usual.of(days(90, 90, 90, 90, 90, 90, 90), DOGS)
                        .orElseThrow()
                        .value())
                .isBetween(three.value(), 90.0);
    }

    @Test
    void what_no_population_is_known_of_is_absent_until_there_are_days_enough() {
        assertThat(Usual.of(days(3_600, 3_700), Optional.empty())).isEmpty();
        assertThat(Usual.of(days(3_600, 3_700, 3_800), Optional.empty())).hasValueSatisfying(usual -> {
            assertThat(usual.value()).isEqualTo(3_700);
            assertThat(usual.source()).isEqualTo(Usual.Source.OWN);
        });
        assertThat(Population.breathingRate("cat")).isEmpty();
    }

    @Test
    void the_population_is_what_the_recordings_of_resting_dogs_say() throws IOException {
        var folder = System.getProperty("petty.recordings", "");
        var file = Path.of(folder, "vitals", "resting2023.csv.gz");
        assumeTrue(!folder.isEmpty() && Files.exists(file), "no recordings here");
        isAsRecorded(file, "hr_bpm", DOGS.orElseThrow());
        isAsRecorded(file, "br_rpm", Population.breathingRate("dog").orElseThrow());
    }

    private static void isAsRecorded(Path file, String kind, Population population) throws IOException {
        var dogToRecordings = new TreeMap<String, Map<String, List<Double>>>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .filter(row -> row[5].equals(kind))
                    .forEach(row -> dogToRecordings
                            .computeIfAbsent(row[1], dog -> new TreeMap<>())
                            .computeIfAbsent(row[0], recording -> new ArrayList<>())
                            .add(Double.valueOf(row[8])));
        }
        var medians = dogToRecordings.values().stream()
                .mapToDouble(dog ->
                        median(dog.values().stream().flatMap(List::stream).toList()))
                .toArray();
        var mean = Arrays.stream(medians).average().orElseThrow();
        var between =
                Arrays.stream(medians).map(one -> (one - mean) * (one - mean)).sum() / (medians.length - 1);
        var squares = 0.0;
        var freedom = 0;
        for (var dog : dogToRecordings.values()) {
            var own = dog.values().stream().mapToDouble(UsualTest::median).toArray();
            var ownMean = Arrays.stream(own).average().orElseThrow();
            squares += Arrays.stream(own)
                    .map(one -> (one - ownMean) * (one - ownMean))
                    .sum();
            freedom += own.length - 1;
        }
        assertThat(population.mean()).isCloseTo(mean, within(0.05));
        assertThat(population.between()).isCloseTo(Math.sqrt(between), within(0.05));
        assertThat(population.within()).isCloseTo(Math.sqrt(squares / freedom), within(0.05));
    }

    private static double median(List<Double> values) {
        return Median.withDefaults()
                .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
