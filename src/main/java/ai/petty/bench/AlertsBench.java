package ai.petty.bench;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig.HeartRateRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty bench alerts}: how often the alert of a high heart rate at rest is wrong, and how often it misses. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description =
                "Replays calm dogs through the alert of a high heart rate, as they were and with hearts made to race.")
final class AlertsBench implements Callable<Integer> {
    private static final double[] SIZES = {1.4, 1.6, 1.8, 2.0, 2.5, 3.0};
    private static final int[] SECONDS = {30, 60, 120, 300, 600};
    private static final int[] READINGS = {1, 2, 3, 4, 6, 12};
    private static final double SECONDS_A_VALUE = 20;

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            required = true,
            description = "Holds vitals/resting2023.csv.gz.")
    private Path recordings = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var hearts = RestingHearts.read(recordings);
        var rule = ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile("test"))
                .alerts()
                .heartRate();
        var study = new AlarmStudy(hearts);
        out.println(
                "%d dogs at rest, %d recordings, %,d values of %.0f s (%.1f h); each dog's resting rate from its other recordings"
                        .formatted(
                                hearts.dogs().size(),
                                hearts.recordings(),
                                hearts.values(),
                                SECONDS_A_VALUE,
                                hearts.values() * SECONDS_A_VALUE / 3_600));
        falseAlarms(out, study, rule);
        sensitivity(out, study, rule);
        out.flush();
        return 0;
    }

    private static void falseAlarms(PrintWriter out, AlarmStudy study, HeartRateRule rule) {
        out.println();
        out.println("false alarms above %.2f times the resting rate, by the readings in a row that it takes:"
                .formatted(rule.factor()));
        out.println("  readings   as recorded   in one stream");
        for (var readings : READINGS) {
            var tried = with(rule, readings);
            out.println("  %8d   %11d   %13d%s"
                    .formatted(
                            readings,
                            study.falseAlarms(tried),
                            study.falseAlarmsInOneStream(tried),
                            readings == rule.readings() ? "   the default" : ""));
        }
    }

    /** Time is no condition of its own here but for the default. */
    private static HeartRateRule with(HeartRateRule rule, int readings) {
        return readings == rule.readings()
                ? rule
                : new HeartRateRule(rule.factor(), rule.calmFactor(), readings, Duration.ZERO, rule.longestGap());
    }

    private static void sensitivity(PrintWriter out, AlarmStudy study, HeartRateRule rule) {
        out.println();
        out.println(
                "found at the default, of episodes in which every value is so many times as high (down) for so long (across):");
        var head = new StringBuilder("      ");
        for (var seconds : SECONDS) {
            head.append("%8d s".formatted(seconds));
        }
        out.println(head);
        for (var size : SIZES) {
            var line = new StringBuilder("%.1f x ".formatted(size));
            for (var seconds : SECONDS) {
                line.append("%9.0f%%".formatted(100 * study.sensitivity(rule, size, seconds)));
            }
            out.println(line);
        }
    }
}
