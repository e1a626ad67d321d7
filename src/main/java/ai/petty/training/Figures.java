package ai.petty.training;

import ai.petty.inference.motion.ModelFile;
import ai.petty.inference.motion.MotionModel;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of an evaluation: for a terminal, and as a file that the server tells from. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "%-44s %-13s %7s %6s %6s %8s %6s %6s %5s %6s  %s%n";

    private final PrintWriter out;
    private final List<Evaluation.Line> lines = new ArrayList<>();
    private Evaluation.@Nullable Device device;
    private MotionModel.@Nullable Parts model;

    Figures(PrintWriter out) {
        this.out = out;
        out.printf(
                COLUMNS,
                "held out",
                "who",
                "windows",
                "acc.",
                "F1",
                "still/m.",
                "ECE",
                "ECE s/m",
                "told",
                "acc.",
                "recall of each class");
        out.flush();
    }

    void add(Evaluation.Line line) {
        lines.add(line);
        var scores = line.scores();
        var recall = new StringBuilder();
        scores.recall()
                .forEach((truth, share) ->
                        recall.append(name(truth)).append(String.format(Locale.ROOT, " %.2f  ", share)));
        out.printf(
                COLUMNS,
                line.split(),
                line.who(),
                scores.windows(),
                three(scores.accuracy()),
                three(scores.macroF1()),
                three(scores.groupAccuracy()),
                three(scores.calibrationError()),
                three(scores.groupCalibrationError()),
                String.format(Locale.ROOT, "%.2f", scores.told()),
                three(scores.accuracyWhenTold()),
                recall);
        out.flush();
    }

    /** How well the device is told. */
    void add(Evaluation.Device told) {
        device = told;
        out.printf(
                Locale.ROOT,
                "%nlying and sitting dogs tell their device (0.5: not at all): plain statistics %.2f, the model's %.2f%n",
                told.plain(),
                told.ours());
        out.flush();
    }

    /** The model that was made in the same run, of which the figures tell. */
    void add(MotionModel.Parts made) {
        model = made;
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static String name(Truth truth) {
        return truth.name().toLowerCase(Locale.ROOT);
    }

    byte[] json() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("protocol", "held out as a whole: recordings, days, devices; never single windows")
                .put("motion", "as sent, at most 60 s at a time; windows of 2 s that overlap by half");
        if (model != null) {
            model(root, model);
        }
        if (device != null) {
            root.putObject("device_told")
                    .put("plain_statistics", rounded(device.plain()))
                    .put("ours", rounded(device.ours()));
        }
        var splits = root.putArray("splits");
        lines.forEach(line -> split(splits.addObject(), line));
        var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer(printer).writeValueAsBytes(root);
    }

    /** Which model, and where it was made: elsewhere its bytes may differ. */
    private static void model(ObjectNode root, MotionModel.Parts model) throws IOException {
        root.putObject("model")
                .put("version", model.version())
                .put("sha256", sha256(ModelFile.write(model)))
                .put("os", System.getProperty("os.name"))
                .put("arch", System.getProperty("os.arch"))
                .set("calibration", JSON.valueToTree(model.tuning().calibration()));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void split(ObjectNode split, Evaluation.Line line) {
        var scores = line.scores();
        split.put("held_out", line.split())
                .put("who", line.who())
                .put("windows", scores.windows())
                .put("accuracy", rounded(scores.accuracy()))
                .put("macro_f1", rounded(scores.macroF1()))
                .put("still_moving_accuracy", rounded(scores.groupAccuracy()))
                .put("calibration_error", rounded(scores.calibrationError()))
                .put("still_moving_calibration_error", rounded(scores.groupCalibrationError()))
                .put("told", rounded(scores.told()))
                .put("accuracy_when_told", rounded(scores.accuracyWhenTold()));
        var recall = split.putObject("recall");
        scores.recall().forEach((truth, share) -> recall.put(name(truth), rounded(share)));
        var confusion = split.putObject("confusion");
        scores.confusion().forEach((truth, said) -> {
            var row = confusion.putObject(name(truth));
            said.forEach((guess, count) -> row.put(name(guess), count));
        });
    }
}
