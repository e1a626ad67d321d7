package ai.petty;

import ai.petty.app.Workbench;
import ai.petty.config.ConfigLoader;
import ai.petty.feedback.FeedbackWindows;
import ai.petty.training.TrainCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code petty train} as it is in the program: with a way to what owners have said. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Makes the motion model from recordings; the same recordings make the same file.")
final class LearnCommand extends TrainCommand {
    private static final int PAGE_EVENTS = 200;

    private final Map<String, String> environment;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    LearnCommand() {
        this(ConfigLoader.environment());
    }

    LearnCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    protected List<FeedbackWindows.Labelled> said() throws IOException {
        return Workbench.at(
                ConfigLoader.load(options.request(environment)),
                bench -> rest(new FeedbackWindows(bench.database()), Optional.empty(), new ArrayList<>()));
    }

    private static Future<List<FeedbackWindows.Labelled>> rest(
            FeedbackWindows from, Optional<UUID> after, List<FeedbackWindows.Labelled> read) {
        return from.page(after, PAGE_EVENTS).compose(page -> {
            read.addAll(page.windows());
            return page.next().isPresent() ? rest(from, page.next(), read) : Future.succeededFuture(read);
        });
    }
}
