package ai.petty.training;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A folder as the real recordings are kept in, of dogs that never were: small, and of two devices. */
public final class InventedRecordings {
    private InventedRecordings() {}

    public static void write(Path folder) throws IOException {
        var motion = Files.createDirectories(folder.resolve("motion"));
        try (var out = file(motion.resolve("collar.csv.gz"))) {
            out.write("recording,sample,t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps,label\n");
            for (var label : List.of("lying", "sitting", "walking", "running", "climbing")) {
                rows(out, label, 50, 40, true, List.of(label));
            }
        }
        try (var out = file(motion.resolve("other.csv.gz"))) {
            out.write("recording,sample,t_s,ax_g,ay_g,az_g,label\n");
            for (var day = 1; day <= 3; day++) {
                for (var take = 0; take < 2; take++) {
                    rows(
                            out,
                            "0%d-01-2018_10-0%d-00".formatted(day, take),
                            16,
                            60,
                            false,
                            List.of("down", "moving", "sit", "stand"));
                }
            }
        }
    }

    private static OutputStreamWriter file(Path path) throws IOException {
        return new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8);
    }

    private static void rows(
            OutputStreamWriter out, String name, double rateHz, int seconds, boolean gyro, List<String> labels)
            throws IOException {
        var random = new Random(name.hashCode());
        var count = (int) (seconds * rateHz);
        for (var i = 0; i < count; i++) {
            var label = labels.get(i * labels.size() / count);
            var strength = strength(label);
            var swing = strength * StrictMath.sin(2 * Math.PI * (label.equals("running") ? 3 : 1.5) * i / rateHz);
            var tilt = label.equals("sit") || label.equals("sitting") ? 0.6 : 0;
            out.write(String.format(
                    Locale.ROOT,
                    "%s,%d,%.4f,%.4f,%.4f,%.4f,%s%s%n",
                    name,
                    i,
                    i / rateHz,
                    tilt + swing + 0.1 * strength * random.nextGaussian(),
                    0.3 * swing + 0.1 * strength * random.nextGaussian(),
                    1 - tilt / 2 + 0.5 * swing + 0.1 * strength * random.nextGaussian(),
                    gyro ? String.format(Locale.ROOT, "%.2f,%.2f,%.2f,", 80 * swing, 5 * strength, 0.1) : "",
                    label));
        }
    }

    private static double strength(String label) {
        return switch (label) {
            case "lying", "down" -> 0.005;
            case "sitting", "sit" -> 0.02;
            case "stand" -> 0.04;
            case "walking", "moving" -> 0.25;
            case "climbing" -> 0.5;
            default -> 1.1;
        };
    }
}
