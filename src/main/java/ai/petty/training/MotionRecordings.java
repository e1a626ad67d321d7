package ai.petty.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Reads {@code motion/*.csv.gz}: {@code recording, sample, t_s, ax_g, ay_g, az_g, [gx_dps, gy_dps, gz_dps,] label}. */
final class MotionRecordings {
    private static final List<String> ACCELERATION = List.of("ax_g", "ay_g", "az_g");
    private static final List<String> ROTATION = List.of("gx_dps", "gy_dps", "gz_dps");
    private static final String SUFFIX = ".csv.gz";
    private static final double SHORTEST_S = 2;

    /** Fewer samples than this may be missing and the dog has still done the same meanwhile. */
    private static final double LONGEST_STEPS = 4;

    private MotionRecordings() {}

    /**
     * In the order of the files' names, and of their rows; blocks.
     *
     * @throws IOException when the folder cannot be read, or holds no motion
     */
    static List<Recorded> read(Path folder) throws IOException {
        var motion = folder.resolve("motion");
        if (!Files.isDirectory(motion)) {
            throw new IOException(folder + " holds no folder motion with recordings");
        }
        var recordings = new ArrayList<Recorded>();
        try (var files = Files.list(motion)) {
            for (var file : files.filter(one -> one.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                read(file, recordings);
            }
        }
        if (recordings.isEmpty()) {
            throw new IOException("no recordings in " + motion);
        }
        return List.copyOf(recordings);
    }

    private static void read(Path file, List<Recorded> into) throws IOException {
        var name = String.valueOf(file.getFileName());
        var device = name.substring(0, name.length() - SUFFIX.length());
        try (var rows = rows(file)) {
            var columns = new ArrayList<>(ACCELERATION);
            if (rows.getHeaderNames().containsAll(ROTATION)) {
                columns.addAll(ROTATION);
            }
            var current = new Building(device, "", columns);
            for (var row : rows) {
                var recording = row.get("recording");
                var time = Double.parseDouble(row.get("t_s"));
                if (!recording.equals(current.name) || current.isCutOffBy(time)) {
                    current.finish(into);
                    current = new Building(device, recording, columns);
                }
                current.times.add(time);
                for (var column : columns) {
                    current.add(Float.parseFloat(row.get(column)));
                }
                current.labels.add(row.get("label").intern());
            }
            current.finish(into);
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

    /** A recording whose rows are being read. */
    private static final class Building {
        private final String device;
        private final String name;
        private final int axes;
        private final List<Double> times = new ArrayList<>();
        private final List<String> labels = new ArrayList<>();
        private float[] values = new float[1024];
        private int count;

        Building(String device, String name, List<String> columns) {
            this.device = device;
            this.name = name;
            this.axes = columns.size();
        }

        /** Whether samples are missing before the one of this time: then what follows is a recording of its own, of the same name. */
        boolean isCutOffBy(double time) {
            return times.size() >= 2 && time - times.getLast() > LONGEST_STEPS * (times.get(1) - times.getFirst());
        }

        void add(float value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        void finish(List<Recorded> into) {
            if (times.size() < 2) {
                return;
            }
            var whole = new Recorded(device, name, rateHz(), axes, Arrays.copyOf(values, count), List.copyOf(labels));
            if (whole.seconds() >= SHORTEST_S) {
                into.add(whole);
            }
        }

        /** From the median step, so that a gap does not slow the recording down. */
        private double rateHz() {
            var steps = new double[times.size() - 1];
            for (var i = 0; i < steps.length; i++) {
                steps[i] = times.get(i + 1) - times.get(i);
            }
            Arrays.sort(steps);
            return Math.round(1e3 / steps[steps.length / 2]) / 1e3;
        }
    }
}
