package ai.petty.training;

import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.ModelFile;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.inference.motion.MotionModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Says how good a finished model is, exactly as it is served, on recordings of other dogs. */
record Judge(MotionModel.Parts parts) {
    private static final String BUILT_IN = "built-in";

    static Judge of(String model) throws IOException {
        return new Judge(model.equals(BUILT_IN) ? ModelFile.builtIn() : ModelFile.read(Path.of(model)));
    }

    /** Unknown is not left out: it counts as what it would have been, and its share is told. */
    void judge(List<Recorded> recordings, Consumer<Evaluation.Line> told) {
        var perDevice = new TreeMap<String, List<Guess>>();
        try (var model = new MotionModel(parts, 0)) {
            for (var recording : recordings) {
                var guesses = perDevice.computeIfAbsent(recording.device(), device -> new ArrayList<>());
                for (var piece : Wearing.asRecorded(recording)) {
                    var windows =
                            model.label(List.of(piece.motion())).getFirst().windows();
                    for (var i = 0; i < windows.size(); i++) {
                        guesses.add(guess(piece.truth(i), windows.get(i)));
                    }
                }
            }
        }
        perDevice.forEach((device, guesses) -> {
            told.accept(new Evaluation.Line(device, parts.version(), Scores.of(guesses)));
            var unlike = guesses.stream()
                    .filter(guess -> guess.said() == Truth.MIXED)
                    .count();
            told.accept(new Evaluation.Line(
                    "%s, without %d unlike anything".formatted(device, unlike),
                    parts.version(),
                    Scores.of(guesses.stream()
                            .filter(guess -> guess.said() != Truth.MIXED)
                            .toList())));
        });
    }

    private static Guess guess(Truth truth, LabelledWindow window) {
        var said = window.label() == MotionLabel.UNKNOWN
                ? Truth.MIXED
                : Truth.valueOf(window.label().name());
        return new Guess(truth, said, window.probability(), window.moving());
    }
}
