package ai.petty.app;

import static java.util.Objects.requireNonNull;

import ai.petty.client.AccountClient;
import ai.petty.client.Endpoint;
import ai.petty.config.PettyConfig;
import ai.petty.simulator.Fleet;
import ai.petty.simulator.FleetOptions;
import ai.petty.simulator.FleetProgress;
import ai.petty.simulator.Recordings;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Everything at once: PostgreSQL, the server, and collars that reach it through real sockets. */
public final class Demo {
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);

    /** The first dog's day; at the default speed it is over in a minute and a half. */
    private static final Duration A_DAY = Duration.ofMinutes(90);

    /** What came last is evaluated by then. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(8);

    /** Not where {@code petty simulate} begins, whose collars register themselves. */
    private static final int FIRST_SERIAL = 200_001;

    /** Each run has another collar in its box; of so many that they hardly meet. */
    private static final int FIRST_BOXED = 300_000;

    private static final int BOXED = 700_000;

    private static final Duration BEFORE_THE_FIRST = Duration.ofMinutes(1);

    private final PettyConfig config;
    private final Wishes wishes;
    private final PrintStream out;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * What the command line asked for.
     *
     * @param login the file that keeps the demo account's password
     * @param collars how many; none when 0
     * @param recordings a folder of real recordings to replay
     * @param speed seconds of the dogs' time in a second
     * @param length ends by itself after that; else when it is told to
     */
    public record Wishes(Path login, int collars, Optional<Path> recordings, double speed, Optional<Duration> length) {}

    public Demo(PettyConfig config, Wishes wishes, PrintStream out) {
        this.config = config;
        this.wishes = wishes;
        this.out = out;
    }

    /**
     * Runs until its time is over or {@link #end} is called. Blocks.
     *
     * @return whether every acknowledged reading was found in the database afterwards
     */
    public boolean run() throws IOException, InterruptedException {
        try {
            var recordings = wishes.recordings().isPresent()
                    ? Optional.of(Recordings.read(wishes.recordings().get()))
                    : Optional.<Recordings>empty();
            var server = PettyServer.start(config);
            try {
                return run(server, recordings);
            } finally {
                server.stop();
            }
        } finally {
            ended.countDown();
        }
    }

    /** Brings {@link #run} to its end and waits for it. */
    public void end() {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run(PettyServer server, Optional<Recordings> recordings) throws IOException, InterruptedException {
        var plan = FleetOptions.of(Endpoint.parse(base(server)), "", Math.max(1, wishes.collars()))
                .from(FIRST_SERIAL)
                .withHomes(1)
                .speed(wishes.speed(), headStart());
        var wornSince = Instant.now().minus(plan.headStart()).minus(BEFORE_THE_FIRST);
        var http = server.vertx().createHttpClient();
        try {
            var own = new Endpoint(config.http().host(), server.port(), false);
            var account = new AccountClient(server.vertx(), http, own, InstantSource.system());
            var household = new DemoHousehold(account, wishes.login(), wornSince, server.house()::newCollar);
            return run(server, recordings, plan, household.moveIn(serials(plan)), account);
        } finally {
            http.close();
        }
    }

    private Duration headStart() {
        return wishes.length().isEmpty() && wishes.speed() > 1
                ? A_DAY
                : FleetOptions.headStart(wishes.speed(), wishes.length());
    }

    private boolean run(
            PettyServer server,
            Optional<Recordings> recordings,
            FleetOptions plan,
            DemoHousehold.Residents residents,
            AccountClient account)
            throws InterruptedException {
        new Welcome(base(server), residents, newCollar(server)).print(out);
        if (wishes.collars() == 0) {
            await(() -> {});
            return true;
        }
        var figures = new DemoFigures(server.house(), serials(plan));
        var acknowledged = new Acknowledged(wishes.length().isPresent());
        var options = plan.credentials(
                serial -> requireNonNull(residents.serialToCredential().get(serial), "the fleet has no other collars"));
        var fleet = new Fleet(server.vertx(), options, recordings, InstantSource.system(), acknowledged);
        join(fleet.start());
        var story = new DemoStory(account, residents.petIds().getFirst(), endOfDay(plan), out);
        await(() -> {
            out.println(figures.line(fleet.progress()));
            story.goOn();
        });
        var last = join(fleet.stop(LAST_ANSWERS));
        return balance(last, acknowledged, figures);
    }

    private String base(PettyServer server) {
        return "http://" + config.http().host() + ":" + server.port();
    }

    private List<String> serials(FleetOptions plan) {
        return IntStream.range(0, wishes.collars()).mapToObj(plan::serial).toList();
    }

    /** When the collars' time is the true one. */
    private static Instant endOfDay(FleetOptions plan) {
        var millis = plan.speed() > 1 ? plan.headStart().toMillis() / (plan.speed() - 1) : 0;
        return Instant.now().plusMillis(Math.round(millis)).plus(AFTERWARDS);
    }

    private static Welcome.Boxed newCollar(PettyServer server) {
        var serial = "SN-" + ThreadLocalRandom.current().nextInt(FIRST_BOXED, FIRST_BOXED + BOXED);
        return new Welcome.Boxed(serial, join(server.house().newCollar(serial)));
    }

    private void await(Runnable progress) throws InterruptedException {
        var ends = wishes.length().map(length -> System.nanoTime() + length.toNanos());
        while (ends.map(at -> System.nanoTime() < at).orElse(true)) {
            var pause = ends.map(at -> Math.min(at - System.nanoTime(), PROGRESS_INTERVAL.toNanos()))
                    .orElse(PROGRESS_INTERVAL.toNanos());
            if (end.await(Math.max(1, pause), TimeUnit.NANOSECONDS)) {
                return;
            }
            progress.run();
        }
    }

    /** What the collars were told is stored against what is. */
    private boolean balance(FleetProgress last, Acknowledged acknowledged, DemoFigures figures) {
        out.println(figures.line(last));
        if (!acknowledged.isKept()) {
            return true;
        }
        var told = acknowledged.keys();
        var found = figures.found(told);
        out.printf(
                "DONE readings acknowledged %d, of these found in the database %d; frames acknowledged %d%n",
                told.size(), found, last.framesAcked());
        return found == told.size() && last.readingsRejected() == 0 && last.readingsLost() == 0;
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
