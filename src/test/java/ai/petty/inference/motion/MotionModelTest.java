package ai.petty.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.ingest.Motion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that travels in the program. */
class MotionModelTest {
    private static final MotionModel.Parts PARTS = ModelFile.builtIn();
    private static final MotionModel TARGET = new MotionModel(PARTS, PARTS.threshold());

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void close() {
        TARGET.close();
    }

    private static List<LabelledWindow> label(Motion motion) {
        return TARGET.label(List.of(motion)).getFirst().windows();
    }

    @Test
    void a_dog_that_rests_is_still_and_one_that_runs_moves() {
        assertThat(label(Motions.measured(Motions.resting(), 50, 20)))
                .hasSize(19)
                .allSatisfy(window -> {
                    assertThat(window.moving()).isLessThan(0.2f);
                    assertThat(window.label()).isIn(MotionLabel.LYING, MotionLabel.SITTING, MotionLabel.UNKNOWN);
                });
        assertThat(label(Motions.measured(Motions.going(3, 1), 50, 20, Motions.turn(1, 2, 3, 4), 0.02)))
                .allSatisfy(window -> assertThat(window.moving()).isGreaterThan(0.8f));
    }

    @Test
    void windows_are_told_with_their_times() {
        var motion = Motions.measured(Motions.resting(), 50, 4);
        var later = new Motion(7_000_000, motion.rateHz(), motion.accScale(), null, motion.samples());
        assertThat(label(later)).extracting(LabelledWindow::t0).containsExactly(7_000_000L, 8_000_000L, 9_000_000L);
        assertThat(label(later)).extracting(LabelledWindow::micros).containsOnly(2_000_000L);
    }

    @Test
    void what_is_unlike_any_dog_is_unknown() {
        var noise = Motions.measured(t -> new double[] {0, 0, 1}, 50, 4, Motions.turn(1, 0, 0, 0), 16);
        var weakerNoise = Motions.measured(t -> new double[] {0, 0, 0}, 100, 4, Motions.turn(1, 0, 0, 0), 5);
        var constant = Motions.measured(t -> new double[] {0, 0, 1}, 50, 4);
        var nothing = Motions.measured(t -> new double[] {0, 0, 0}, 50, 4, Motions.turn(1, 0, 0, 0), 0.01);
        var saturated = Motions.measured(t -> new double[] {99, (int) (t * 50) % 3, 99}, 50, 4);
        for (var motion : List.of(noise, weakerNoise, constant, nothing, saturated)) {
            assertThat(label(motion)).extracting(LabelledWindow::label).containsOnly(MotionLabel.UNKNOWN);
        }
    }

    @Test
    void a_higher_threshold_leaves_more_unknown_and_changes_no_probability() {
        var motion = Motions.measured(Motions.going(2, 0.3), 50, 20, Motions.turn(1, 0, 0, 0), 0.01);
        var certain =
                new MotionModel(PARTS, 1).label(List.of(motion)).getFirst().windows();
        assertThat(certain).extracting(LabelledWindow::label).containsOnly(MotionLabel.UNKNOWN);
        assertThat(certain)
                .extracting(LabelledWindow::probability)
                .isEqualTo(
                        label(motion).stream().map(LabelledWindow::probability).toList());
    }

    @Test
    void gaits_and_postures_are_never_told_with_more_certainty_than_their_cap() {
        var motions = List.of(
                Motions.measured(Motions.resting(), 50, 60),
                Motions.measured(Motions.going(2, 0.3), 50, 60),
                Motions.measured(Motions.going(3, 1.2), 50, 60));
        for (var labelled : TARGET.label(motions)) {
            assertThat(labelled.windows())
                    .allSatisfy(window -> assertThat(window.probability())
                            .isLessThanOrEqualTo(window.moving() > 0.5f ? 0.8001f : 0.9001f));
        }
    }

    @Test
    void a_batch_says_what_each_alone_says() {
        var motions = new ArrayList<Motion>();
        for (var i = 0; i < 20; i++) {
            var motion = Motions.measured(Motions.going(1 + i / 10.0, 0.05 * i), 10 + 4 * i, 2 + i);
            motions.add(i % 3 == 0 ? Motions.withGyro(motion, 10 * i) : motion);
        }
        motions.add(Motions.measured(Motions.resting(), 50, 1)); // too short for a window
        var together = TARGET.label(motions);
        assertThat(together).hasSameSizeAs(motions);
        for (var i = 0; i < motions.size(); i++) {
            assertThat(together.get(i).windows()).isEqualTo(label(motions.get(i)));
        }
        assertThat(together.getLast().windows()).isEmpty();
    }

    @Test
    void a_model_that_was_written_and_read_is_the_same_model() throws IOException {
        var file = Files.write(folder.resolve("model.json"), ModelFile.write(PARTS));
        try (var stream = ModelFile.class.getResourceAsStream("/model/motion-1.json")) {
            assertThat(Files.readAllBytes(file))
                    .isEqualTo(java.util.Objects.requireNonNull(stream).readAllBytes());
        }
        var motion = Motions.measured(Motions.going(2, 0.4), 25, 30);
        try (var read = new MotionModel(ModelFile.read(file), PARTS.threshold())) {
            assertThat(read.label(List.of(motion)).getFirst().windows()).isEqualTo(label(motion));
        }
    }

    private void assertRefused(String content, String problem) throws IOException {
        var file = Files.writeString(folder.resolve("bad.json"), content);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad.json")
                .hasMessageContaining(problem);
    }

    private void assertRefused(Consumer<JsonObject> spoil, String problem) throws IOException {
        var root = new JsonObject(new String(ModelFile.write(PARTS), StandardCharsets.UTF_8));
        spoil.accept(root);
        assertRefused(root.encode(), problem);
    }

    @Test
    void a_file_that_is_no_model_says_what_is_wrong_with_it() throws IOException {
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none.json"))).hasMessageContaining("is no file");
        assertRefused("PK", "is not JSON");
        assertRefused("{}", "is not a model of the format petty-motion/1");
        assertRefused(root -> root.remove("novelty"), "has no novelty");
        assertRefused(root -> root.put("smoothing", "much"), "has a part that is not what it should be");
        assertRefused(
                root -> root.getJsonObject("calibration").remove("gait"), "has a part that is not what it should be");
        assertRefused(root -> root.put("features", new JsonArray().add("sd")), "wants 1 features");
        assertRefused(
                root -> root.getJsonArray("features").set(0, "smell"), "wants the feature smell where there is sd");
        assertRefused(root -> root.getJsonObject("trees").remove("gait"), "has no trees for gait");
        assertRefused(
                root -> root.getJsonObject("trees")
                        .put("moving", root.getJsonObject("trees").getString("gait")),
                "has trees that say 3 numbers for moving, where 1 are wanted");
        assertRefused(
                root -> root.getJsonObject("trees")
                        .put("posture", root.getJsonObject("trees").getString("moving")),
                "has trees that say 1 numbers for posture, where 3 are wanted");
        assertRefused(root -> root.getJsonObject("trees").put("gait", "AAAA"), "XGBoost cannot read");
        assertRefused(
                root -> root.getJsonObject("novelty").put("features", new JsonArray().add(999)), "novelty has holes");
    }
}
