package ai.petty.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.ModelFile;
import ai.petty.inference.motion.MotionModel;
import ai.petty.inference.motion.Trees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainingTest {
    @TempDir
    private Path folder = Path.of("");

    private record Ended(int code, String told) {}

    private static Ended run(String... args) {
        var told = new StringWriter();
        var line = new CommandLine(new TrainCommand());
        line.setOut(new PrintWriter(told)).setErr(new PrintWriter(told));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            told.append(String.valueOf(failure.getMessage()));
            return 1;
        });
        return new Ended(line.execute(args), told.toString());
    }

    /** Where the processor or the system is another one, the last bits may be, too. */
    @Test
    void the_shipped_model_is_what_its_recordings_make() throws IOException {
        var recordings = Path.of(System.getProperty("petty.recordings", "../shared/data"));
        assumeTrue(Files.isDirectory(recordings.resolve("motion")), "skipped: no recordings in " + recordings);
        var out = folder.resolve("again.json");
        assertThat(run("--recordings", recordings.toString(), "--out", out.toString())
                        .code())
                .isZero();
        var made = ModelFile.builtInFigures().getJsonObject("model");
        if (made.getString("os").equals(System.getProperty("os.name"))
                && made.getString("arch").equals(System.getProperty("os.arch"))) {
            assertThat(Figures.sha256(Files.readAllBytes(out))).isEqualTo(made.getString("sha256"));
        }
        assertSamePredictions(ModelFile.read(out), MotionRecordings.read(recordings));
    }

    private static void assertSamePredictions(MotionModel.Parts again, List<Recorded> recordings) {
        try (var shipped = new MotionModel(ModelFile.builtIn(), 0.45);
                var target = new MotionModel(again, 0.45)) {
            for (var recording : recordings) {
                for (var piece : Wearing.asRecorded(recording)) {
                    var motion = List.of(piece.motion());
                    var wanted = shipped.label(motion).getFirst().windows();
                    var said = target.label(motion).getFirst().windows();
                    assertThat(said).hasSameSizeAs(wanted);
                    for (var i = 0; i < said.size(); i++) {
                        assertThat(said.get(i).moving()).isCloseTo(wanted.get(i).moving(), within(1e-6f));
                        assertThat(said.get(i).probability())
                                .isCloseTo(wanted.get(i).probability(), within(1e-6f));
                    }
                }
            }
        }
    }

    @Test
    void the_same_recordings_make_the_same_file() throws IOException {
        InventedRecordings.write(folder);
        var out = folder.resolve("model.json");
        assertThat(run("--recordings", folder.toString(), "--out", out.toString())
                        .told())
                .contains("written");
        var first = Files.readAllBytes(out);
        assertThat(run("--recordings", folder.toString(), "--out", out.toString())
                        .told())
                .contains("the same as before, byte for byte");
        assertThat(Files.readAllBytes(out)).isEqualTo(first);
    }

    @Test
    void what_is_served_is_what_was_trained() throws IOException {
        InventedRecordings.write(folder);
        var recordings = MotionRecordings.read(folder);
        var trained = Training.train("toy-1", recordings, OwnersWords.NONE);
        var file = Files.write(folder.resolve("model.json"), ModelFile.write(trained));
        var read = ModelFile.read(file);
        var rows = RowMaker.forModel(recordings, 60);
        var matrix = Trees.matrix(rows.values(), rows.count(), Feature.COUNT);
        assertThat(read.moving().predict(matrix)).isDeepEqualTo(trained.moving().predict(matrix));
        assertThat(read.posture().predict(matrix))
                .isDeepEqualTo(trained.posture().predict(matrix));
        assertThat(read.gait().predict(matrix)).isDeepEqualTo(trained.gait().predict(matrix));
        matrix.dispose();
        var motions = Wearing.asRecorded(recordings.getFirst()).stream()
                .map(Piece::motion)
                .toList();
        try (var before = new MotionModel(trained, 0.5);
                var after = new MotionModel(read, 0.5)) {
            assertThat(after.label(motions)).isEqualTo(before.label(motions));
        }
    }

    @Test
    void the_order_of_recordings_in_the_folder_is_the_order_of_their_files_names() throws IOException {
        InventedRecordings.write(folder);
        assertThat(MotionRecordings.read(folder))
                .hasSize(11)
                .extracting(Recorded::device)
                .startsWith("collar")
                .endsWith("other");
        assertThatThrownBy(() -> MotionRecordings.read(folder.resolve("motion")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no folder motion");
        assertThat(run("--recordings", folder.resolve("none").toString()).code())
                .isOne();
    }

    @Test
    void an_evaluation_tells_ours_beside_the_plain_forest_on_as_many_windows() throws IOException {
        InventedRecordings.write(folder);
        var figures = folder.resolve("figures.json");
        var told = run("--recordings", folder.toString(), "--evaluate", "--figures", figures.toString())
                .told();
        assertThat(told).contains("other by recording", "other by day", "collar by time (optimistic)", "plain forest");
        var splits = new io.vertx.core.json.JsonObject(Files.readString(figures)).getJsonArray("splits");
        for (var i = 0; i + 1 < splits.size(); i++) {
            var one = splits.getJsonObject(i);
            var next = splits.getJsonObject(i + 1);
            if (next.getString("held_out").equals(one.getString("held_out"))) {
                assertThat(one.getInteger("windows")).isEqualTo(next.getInteger("windows"));
            }
        }
        assertThat(run("--recordings", folder.toString(), "--judge", "built-in").told())
                .contains("motion-1");
    }
}
