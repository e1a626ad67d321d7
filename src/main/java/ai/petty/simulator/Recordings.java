package ai.petty.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Recordings of real dogs, from a folder with {@code motion/*.csv.gz} and {@code vitals/*.csv.gz}. Files are read row by
 * row and held as 16-bit counts, so that a hundred thousand samples take about a megabyte.
 */
public final class Recordings {
    private final List<List<Recording>> families;
    private final List<RestingVitals> dogs;

    private Recordings(List<List<Recording>> families, List<RestingVitals> dogs) {
        this.families = families;
        this.dogs = dogs;
    }

    /**
     * Reads a folder; blocks.
     *
     * @throws IOException when it cannot be read, or holds no motion
     * @throws IllegalArgumentException when a file is not what it should be
     */
    public static Recordings read(Path folder) throws IOException {
        var families = new ArrayList<List<Recording>>();
        for (var file : csvFiles(folder.resolve("motion"))) {
            try (var rows = rows(file)) {
                families.add(MotionFile.read(rows));
            }
        }
        families.removeIf(List::isEmpty);
        if (families.isEmpty()) {
            throw new IOException("no recordings in " + folder.resolve("motion"));
        }
        var dogs = new ArrayList<RestingVitals>();
        for (var file : csvFiles(folder.resolve("vitals"))) {
            try (var rows = rows(file)) {
                dogs.addAll(VitalsFile.read(rows));
            }
        }
        return new Recordings(List.copyOf(families), List.copyOf(dogs));
    }

    private static List<Path> csvFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
        }
    }

    private static CSVParser rows(Path file) throws IOException {
        var text = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        return CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(text);
    }

    /** Recordings in all. */
    public int size() {
        return families.stream().mapToInt(List::size).sum();
    }

    /** Samples in all. */
    public long samples() {
        return families.stream()
                .flatMap(List::stream)
                .mapToLong(Recording::sampleCount)
                .sum();
    }

    List<Recording> recordings() {
        return families.stream().flatMap(List::stream).toList();
    }

    int dogs() {
        return dogs.size();
    }

    /** Collars take the files in turn, and of each file another recording to begin with. */
    Playlist playlist(int collar) {
        var family = families.get(collar % families.size());
        return new Playlist(family, collar / families.size() % family.size());
    }

    /** A whole day, of the first file in which a dog was recorded in all that it does; see {@link DogsDay}. */
    Optional<DogsDay> day(double caughtUpS) {
        return families.stream()
                .flatMap(family -> DogsDay.of(family, caughtUpS).stream())
                .findFirst();
    }

    /** Collars take the dogs in turn; empty when there are none. */
    Optional<RestingVitals> vitals(int collar) {
        return dogs.isEmpty() ? Optional.empty() : Optional.of(dogs.get(collar % dogs.size()));
    }
}
