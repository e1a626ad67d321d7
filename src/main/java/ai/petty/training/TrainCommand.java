package ai.petty.training;

import ai.petty.inference.motion.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty train}: makes the motion model from recordings, or says how good it is on what it has not seen. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Makes the motion model from recordings; the same recordings make the same file.")
public final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--recordings",
            required = true,
            paramLabel = "DIR",
            description = "Folder with motion/*.csv.gz (see README).")
    private Path recordings = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "src/main/resources/model/motion-1.json",
            description = "Where the model goes (${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Option(
            names = "--evaluate",
            description =
                    "Train nothing that is kept, but hold out recordings, days and devices in turn, beside a plain"
                            + " random forest.")
    private boolean evaluate;

    @Option(
            names = "--figures",
            paramLabel = "FILE",
            description = "With --evaluate or --judge: write the table as JSON, too.")
    private @Nullable Path figures;

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description =
                    "Train nothing: say how good this model (or \"built-in\") is on the recordings, none of which it"
                            + " should have been trained on.")
    private @Nullable String judged;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var terminal = Objects.requireNonNull(spec).commandLine().getOut();
        var read = MotionRecordings.read(recordings);
        if (judged != null) {
            return table(terminal, figures -> Judge.of(String.valueOf(judged)).judge(read, figures::add));
        }
        if (evaluate) {
            return table(terminal, figures -> evaluate(terminal, read, figures));
        }
        return train(terminal, read);
    }

    private static void evaluate(PrintWriter terminal, List<Recorded> read, Figures figures) {
        var evaluation = new Evaluation(read, figures::add);
        evaluation.run();
        evaluation
                .device()
                .ifPresent(device -> terminal.printf(
                        Locale.ROOT,
                        "%nlying and sitting dogs tell their device (0.5: not at all): plain statistics %.2f, the model's %.2f%n",
                        device.plain(),
                        device.ours()));
        terminal.flush();
    }

    private interface Filling {
        void fill(Figures figures) throws IOException;
    }

    private int table(PrintWriter terminal, Filling filling) throws IOException {
        var table = new Figures(terminal);
        filling.fill(table);
        if (figures != null) {
            Files.write(figures, table.json());
        }
        return 0;
    }

    private int train(PrintWriter terminal, List<Recorded> read) throws IOException {
        terminal.printf("%d recordings; this takes about a minute%n", read.size());
        terminal.flush();
        var parts = Training.train(read);
        var bytes = ModelFile.write(parts);
        var isSame = Files.isRegularFile(out) && Arrays.equals(Files.readAllBytes(out), bytes);
        if (!isSame) {
            if (out.getParent() != null) {
                Files.createDirectories(out.getParent());
            }
            Files.write(out, bytes);
        }
        terminal.printf(
                "%s: %s, %d bytes, %s%n",
                out, parts.version(), bytes.length, isSame ? "the same as before, byte for byte" : "written");
        terminal.flush();
        return 0;
    }
}
