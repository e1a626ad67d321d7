package ai.petty.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Writes the figures into a model card, between two marks, so that nobody copies them by hand. */
final class Card {
    static final String BEGIN = "<!-- figures: written by ./petty train --evaluate --card, not by hand -->";
    static final String END = "<!-- end of figures -->";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the README of the data says that a plain forest makes.
     *
     * @param accuracy empty where it is not said
     */
    private record Reference(String split, String accuracy, String group) {}

    private static final List<Reference> REFERENCES = List.of(
            new Reference("imperial2018 by recording", "0.77", ""),
            new Reference("imperial2018 by day", "0.58", "0.88"),
            new Reference("all but collar2023 -> collar2023, still/moving", "0.975", "0.975"),
            new Reference("all but imperial2018 -> imperial2018, still/moving", "0.84", "0.84"));

    private static final String REFERRED = "plain forest, as the data's README tells, on slightly larger sets";

    private Card() {}

    /**
     * Puts the figures between the marks of the file; blocks.
     *
     * @throws IOException when there are no such marks
     */
    static void write(Path card, byte[] figures) throws IOException {
        var text = Files.readString(card);
        var begin = text.indexOf(BEGIN);
        var end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(card + " has no line \"" + BEGIN + "\" before a line \"" + END + "\"");
        }
        Files.writeString(
                card,
                text.substring(0, begin + BEGIN.length()) + "\n" + of(JSON.readTree(figures)) + text.substring(end));
    }

    /** The figures as Markdown. */
    static String of(JsonNode figures) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(
                "| held out | who | windows | accuracy | macro-F1 | still/moving | calibration error, label / still-moving | told, accuracy when told | recall |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        var splits = figures.path("splits");
        for (var i = 0; i < splits.size(); i++) {
            lines.add(row(splits.get(i)));
            var split = splits.get(i).path("held_out").asText();
            var isLast = i + 1 == splits.size()
                    || !splits.get(i + 1).path("held_out").asText().equals(split);
            REFERENCES.stream()
                    .filter(one -> isLast && one.split().equals(split))
                    .forEach(one -> lines.add("| %s | %s | | %s | | %s | | | |"
                            .formatted(one.split(), REFERRED, one.accuracy(), one.group())));
        }
        model(figures, lines);
        for (var split : splits) {
            if (split.path("held_out").asText().matches(".* by (recording|day)")) {
                confusion(split, lines);
            }
        }
        lines.add("");
        return String.join("\n", lines) + "\n";
    }

    private static void model(JsonNode figures, List<String> lines) {
        var model = figures.path("model");
        if (model.isObject()) {
            var temperatures = new ArrayList<String>();
            model.path("calibration")
                    .properties()
                    .forEach(one -> temperatures.add(one.getKey() + " " + one.getValue()));
            lines.add("");
            lines.add(
                    "Of the model `%s` with the SHA-256 `%s`, made in the same run on %s %s. Its temperatures and caps: %s."
                            .formatted(
                                    model.path("version").asText(),
                                    model.path("sha256").asText(),
                                    model.path("os").asText(),
                                    model.path("arch").asText(),
                                    String.join(", ", temperatures)));
        }
        var device = figures.path("device_told");
        if (device.isObject()) {
            lines.add("");
            lines.add(
                    "Whether a lying or sitting dog wears the one device or the other is told from plain statistics with an accuracy of %.2f, and from what the trees of postures are given with %.2f (0.5: not at all)."
                            .formatted(
                                    device.path("plain_statistics").asDouble(),
                                    device.path("ours").asDouble()));
        }
    }

    private static String row(JsonNode split) {
        var recall = new ArrayList<String>();
        split.path("recall")
                .properties()
                .forEach(one -> recall.add("%s %s".formatted(one.getKey(), number(one.getValue(), 2))));
        return "| %s | %s | %d | %s | %s | %s | %s / %s | %s, %s | %s |"
                .formatted(
                        split.path("held_out").asText(),
                        split.path("who").asText(),
                        split.path("windows").asInt(),
                        number(split.path("accuracy"), 3),
                        number(split.path("macro_f1"), 3),
                        number(split.path("still_moving_accuracy"), 3),
                        number(split.path("calibration_error"), 3),
                        number(split.path("still_moving_calibration_error"), 3),
                        number(split.path("told"), 2),
                        number(split.path("accuracy_when_told"), 3),
                        String.join(", ", recall));
    }

    private static String number(JsonNode value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value.asDouble());
    }

    private static void confusion(JsonNode split, List<String> lines) {
        var rows = split.path("confusion");
        var columns = new TreeSet<Truth>();
        rows.properties().forEach(row -> {
            columns.add(truth(row.getKey()));
            row.getValue().fieldNames().forEachRemaining(said -> columns.add(truth(said)));
        });
        var names =
                columns.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
        lines.add("");
        lines.add("Confusion, %s, %s; a row is what it was, a column what was said:"
                .formatted(split.path("held_out").asText(), split.path("who").asText()));
        lines.add("");
        lines.add("| | " + String.join(" | ", names) + " |");
        lines.add("|---" + "|---".repeat(names.size()) + "|");
        rows.properties()
                .forEach(row -> lines.add("| **" + row.getKey() + "** | "
                        + String.join(
                                " | ",
                                names.stream()
                                        .map(name -> String.valueOf(
                                                row.getValue().path(name).asInt()))
                                        .toList())
                        + " |"));
    }

    private static Truth truth(String name) {
        return Truth.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
