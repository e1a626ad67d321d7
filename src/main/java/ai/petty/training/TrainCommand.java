package ai.petty.training;

import ai.petty.feedback.FeedbackWindows;
import ai.petty.inference.motion.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty train}: makes the motion model from recordings, or says how good it is on what it has not seen. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Makes the motion model from recordings; the same recordings make the same file.")
public class TrainCommand implements Callable<Integer> {
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
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "motion-1",
            description = "What the model calls itself in answers and rows (${DEFAULT-VALUE}).")
    private String name = "";

    @Option(
            names = "--with-feedback",
            description =
                    "Teach it what owners have said, too, who agreed to that: of the configured database, each account little.")
    private boolean withFeedback;

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
            names = "--card",
            paramLabel = "FILE",
            description = "With --evaluate: write the tables into this model card, between its two marks.")
    private @Nullable Path card;

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
        var line = Objects.requireNonNull(spec).commandLine();
        var terminal = line.getOut();
        if (withFeedback && (evaluate || judged != null || isNamelessOrNowhere(line))) {
            throw new CommandLine.ParameterException(
                    line,
                    "--with-feedback makes a model of its own: it wants --name and --out, and goes with neither --evaluate nor --judge");
        }
        var read = MotionRecordings.read(recordings);
        if (judged != null) {
            return table(terminal, figures -> Judge.of(String.valueOf(judged)).judge(read, figures::add));
        }
        if (evaluate) {
            return table(terminal, figures -> evaluate(read, figures));
        }
        return train(terminal, read);
    }

    /** What the program comes with is made of recordings alone, and stays so. */
    private static boolean isNamelessOrNowhere(CommandLine line) {
        var given = line.getParseResult();
        return !given.hasMatchedOption("--name") || !given.hasMatchedOption("--out");
    }

    /** What owners have said, where there is a way to it. */
    protected List<FeedbackWindows.Labelled> said() throws IOException {
        throw new IOException("there is no database here to read feedback from");
    }

    private void evaluate(List<Recorded> read, Figures table) {
        var evaluation = new Evaluation(read, Learners.REAL, table::add);
        evaluation.run();
        evaluation.device().ifPresent(table::add);
        if (figures != null || card != null) {
            table.add(Training.train(name, read, OwnersWords.NONE));
        }
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
        if (card != null) {
            Card.write(card, table.json());
        }
        return 0;
    }

    private int train(PrintWriter terminal, List<Recorded> read) throws IOException {
        terminal.printf("%d recordings; this takes about a minute%n", read.size());
        terminal.flush();
        var words = withFeedback ? OwnersWords.of(said()) : OwnersWords.NONE;
        if (withFeedback) {
            terminal.printf(
                    "%d windows that owners have said what they are; %d left out, whose features are of another kind%n",
                    words.rows().count(), words.leftOut());
            terminal.flush();
        }
        var parts = Training.train(name, read, words);
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
