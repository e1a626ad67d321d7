package ai.petty.simulator;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ai.petty.client.Endpoint;
import ai.petty.client.Protocol;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code petty simulate}: collars against a running server. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs simulated collars against a server, through real sockets.")
public final class SimulateCommand implements Callable<Integer> {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final long PROGRESS_MS = 1_000;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "The server, http(s)://host:port or ws(s)://host:port.")
    private String url = "";

    @ArgGroup(multiplicity = "1")
    private Shown shown = new Shown();

    private static final class Shown {
        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "Holds what every collar shows as its credential, such as the demo household's secret.")
        private @Nullable Path secretFile;

        @Option(
                names = {"--secret", "--credential"},
                paramLabel = "SECRET",
                description = "The same on the command line, where everybody on this machine can read it.")
        private String secret = "";
    }

    @Option(
            names = "--collars",
            defaultValue = "10",
            paramLabel = "N",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int collars;

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description =
                    "Replays motion/*.csv.gz and vitals/*.csv.gz of that folder; without it signals are invented.")
    private @Nullable Path recordings;

    @Option(
            names = "--speed",
            defaultValue = "1",
            paramLabel = "X",
            description =
                    "Seconds of the collars' time in a second. Above 1 they begin in the past and catch up with the"
                            + " present (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Ends after that time, such as 60s; without it, with Ctrl-C.")
    private @Nullable Duration length;

    @Option(
            names = "--report-every",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "Between two readings, in the collars' time; without it, as the server wishes.")
    private @Nullable Duration reportEvery;

    @Option(
            names = "--protocol",
            defaultValue = "json",
            description = "Of the uplink: json or cbor (default: ${DEFAULT-VALUE}).")
    private Protocol protocol = Protocol.JSON;

    @Option(
            names = "--transport",
            defaultValue = "mixed",
            description = "ws: the uplink; http: half of the collars by v2, half by v1; mixed: three of five by the"
                    + " uplink, one by v2, one by v1 (default: ${DEFAULT-VALUE}).")
    private Transport transport = Transport.MIXED;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed, the same dogs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--first-serial",
            defaultValue = "100001",
            paramLabel = "NUMBER",
            description = "The first collar is SN-NUMBER (default: ${DEFAULT-VALUE}).")
    private int firstSerial;

    private @Nullable CommandSpec spec;

    /** {@code json}, not {@code JSON}. */
    @Spec
    void setSpec(CommandSpec given) {
        given.parser().caseInsensitiveEnumValuesAllowed(true);
        spec = given;
    }

    @Override
    public Integer call() throws Exception {
        var options = options();
        var played = recordings == null ? Optional.<Recordings>empty() : Optional.of(read(recordings));
        played.ifPresent(read -> say("replaying " + read.size() + " recordings, " + read.samples() + " samples"));
        var vertx = Vertx.vertx();
        var fleet = new Fleet(vertx, options, played, InstantSource.system(), (_, _) -> {});
        var asked = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var onSignal = Thread.ofPlatform().unstarted(() -> {
            asked.countDown();
            await(ended, DRAIN.multipliedBy(2));
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            fleet.start().await();
            vertx.setPeriodic(PROGRESS_MS, _ -> say(fleet.progress().toString()));
            if (length == null) {
                asked.await();
            } else {
                await(asked, length);
            }
            var last = fleet.stop(DRAIN).await();
            say("END " + last);
            return last.waiting() == 0 && last.readingsAccepted() > 0 ? 0 : 1;
        } finally {
            vertx.close().await();
            ended.countDown();
            if (asked.getCount() > 0) {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
        }
    }

    private FleetOptions options() {
        var secret = secret();
        try {
            return new FleetOptions(
                    Endpoint.parse(url),
                    serial -> secret,
                    collars,
                    protocol,
                    transport,
                    speed,
                    FleetOptions.headStart(speed, Optional.ofNullable(length)),
                    Optional.ofNullable(reportEvery),
                    seed,
                    firstSerial,
                    0);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private String secret() {
        if (shown.secretFile == null) {
            return shown.secret;
        }
        try {
            return Files.readString(shown.secretFile).strip();
        } catch (IOException e) {
            throw new ParameterException(spec().commandLine(), "--secret-file: cannot be read", e);
        }
    }

    private Recordings read(Path folder) {
        try {
            return Recordings.read(folder);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "--recordings: " + e.getMessage(), e);
        }
    }

    private CommandSpec spec() {
        return requireNonNull(spec);
    }

    private void say(String line) {
        var out = spec().commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void await(CountDownLatch latch, Duration bound) {
        try {
            if (!latch.await(bound.toMillis(), MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
