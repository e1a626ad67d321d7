package ai.petty.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./petty bench identity}: what knowing who asks costs, and how soon what was taken back is no longer good. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description =
                "What a token costs a read, how soon a revoked one is refused elsewhere, what a sign-in's time tells.")
final class IdentityBench implements Callable<Integer> {
    /** Nobody is to be refused for asking often: the limits take their token from everybody alike. */
    private static final Map<String, Object> SETTINGS = Map.of(
            "v1.anonymous-reads", true,
            "limits.v1-realtime.burst", 1_000_000_000L,
            "limits.v2-reads.burst", 1_000_000_000L,
            "limits.sign-in.burst", 1_000_000_000L,
            "limits.sign-in-account.burst", 1_000_000_000L,
            "identity.unverified-sign-in", true);

    @Option(names = "--rounds", defaultValue = "7", description = "Pairs of measured reads (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--measure", defaultValue = "5", description = "Seconds of each (${DEFAULT-VALUE}).")
    private double measureSeconds;

    @Option(names = "--revocations", defaultValue = "50", description = "Sessions that are ended (${DEFAULT-VALUE}).")
    private int revocations;

    @Option(
            names = "--sign-ins",
            defaultValue = "400",
            description = "Failed sign-ins of each kind (${DEFAULT-VALUE}).")
    private int signIns;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where the database lives for the run; a real disk, or durability costs nothing.")
    private @Nullable Path scratchParent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try (var scratch = Scratch.make(Optional.ofNullable(scratchParent), false)) {
            var address = scratch.startDatabase().createEmpty("bench_identity");
            try (var one = PettyProcess.start("petty-one", address, scratch.directory(), SETTINGS);
                    var other = PettyProcess.start("petty-other", address, scratch.directory(), SETTINGS);
                    var people = new BenchPeople(one.port(), other.port())) {
                out.println(Machine.here(scratch.directory()));
                print(out, new ReadCost(scratch.directory(), one, people).measure(rounds, measureSeconds));
                print(out, new RevocationDelay(people).measure(revocations));
                print(out, new SignInTiming(people).measure(signIns));
            }
            return 0;
        }
    }

    private static void print(PrintWriter out, Iterable<String> lines) {
        lines.forEach(out::println);
        out.println();
        out.flush();
    }
}
