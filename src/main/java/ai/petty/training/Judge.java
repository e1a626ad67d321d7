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

    /**
     * Windows that are unlike anything known are not left out: as a label each is wrong, as still or moving it counts by how likely
     * it was said to move. A second line leaves them out.
     */
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
            var alike = guesses.stream()
                    .filter(guess -> guess.said() != Truth.UNKNOWN)
                    .toList();
            Evaluation.Line.of(device, parts.version(), guesses).ifPresent(told);
            Evaluation.Line.of(
                            "%s, without %d unlike anything".formatted(device, guesses.size() - alike.size()),
                            parts.version(),
                            alike)
                    .ifPresent(told);
        });
    }

    private Guess guess(Truth truth, LabelledWindow window) {
        var isTold = window.label() != MotionLabel.UNKNOWN && window.probability() >= parts.threshold();
        return new Guess(truth, Truth.valueOf(window.label().name()), window.probability(), window.moving(), isTold);
    }
}
