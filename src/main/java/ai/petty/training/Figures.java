package ai.petty.training;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of an evaluation: for a terminal, and as a file that the server tells from. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS = "%-44s %-13s %7s %6s %6s %8s %6s %6s  %s%n";

    private final PrintWriter out;
    private final List<Evaluation.Line> lines = new ArrayList<>();

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
                recall);
        out.flush();
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
        var splits = root.putArray("splits");
        for (var line : lines) {
            var scores = line.scores();
            var split = splits.addObject()
                    .put("held_out", line.split())
                    .put("who", line.who())
                    .put("windows", scores.windows())
                    .put("accuracy", rounded(scores.accuracy()))
                    .put("macro_f1", rounded(scores.macroF1()))
                    .put("still_moving_accuracy", rounded(scores.groupAccuracy()))
                    .put("calibration_error", rounded(scores.calibrationError()))
                    .put("still_moving_calibration_error", rounded(scores.groupCalibrationError()));
            var recall = split.putObject("recall");
            scores.recall().forEach((truth, share) -> recall.put(name(truth), rounded(share)));
            var confusion = split.putObject("confusion");
            scores.confusion().forEach((truth, said) -> {
                var row = confusion.putObject(name(truth));
                said.forEach((guess, count) -> row.put(name(guess), count));
            });
        }
        var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer(printer).writeValueAsBytes(root);
    }
}
