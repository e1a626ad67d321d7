package ai.petty.bench;

import ai.petty.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Starts each contender in its own process on its own database, measures it, and ends it. */
final class ContenderRuns {
    private static final int THOUSAND = 1000;
    /** The use counters of one run are far below this, so two runs on one server never send the same reading. */
    private static final int USES_OF_A_RUN = 10_000;

    private final Path scratch;
    private final BenchDatabase database;
    private final Plan plan;
    private final Consumer<String> progress;
    private int runs;

    /** @param collars that take turns over HTTP */
    record Plan(
            Duration warmUp, Duration measure, int connections, int collars, int uplinkCollars, int uplinkSeconds) {}

    ContenderRuns(Path scratch, BenchDatabase database, Plan plan, Consumer<String> progress) {
        this.scratch = scratch;
        this.database = database;
        this.plan = plan;
        this.progress = progress;
    }

    List<Measurement> of(Contender contender) throws Exception {
        progress.accept(contender.title);
        return switch (contender) {
            case COPY -> copy();
            case ECHO -> List.of(echo());
            case GROUP_COMMIT -> List.of(groupCommit());
            case PETTY -> petty();
            case INFLUX -> influx();
        };
    }

    private List<Measurement> copy() throws SQLException, InterruptedException, ExecutionException {
        var address = database.createMigrated("bench_copy");
        var measurements = new ArrayList<Measurement>();
        for (var connections = 1; connections <= 2; connections++) {
            BenchDatabase.reset(address);
            var stretch = new Stretch(scratch, OptionalLong.empty(), OptionalLong.of(database.pid()));
            var load = new CopyCeiling(address, connections, THOUSAND, plan.collars())
                    .run(plan.warmUp(), plan.measure(), stretch);
            measurements.add(stretch.of(Contender.COPY, "1000, %d conn.".formatted(connections), THOUSAND, load)
                    .withStored(BenchDatabase.countReadings(address)));
        }
        return measurements;
    }

    private Measurement echo() throws IOException {
        try (var server = benchServer("echo")) {
            var port = server.awaitLine(ServingChild.READY);
            return new Stretch(scratch, OptionalLong.of(server.pid()), OptionalLong.empty())
                    .run(Contender.ECHO, Shapes.SINGLES, 1, http(Wire.ECHO, port, 1));
        }
    }

    private Measurement groupCommit() throws IOException, SQLException {
        var address = database.createMigrated("bench_group_commit");
        BenchDatabase.reset(address);
        try (var server = benchServer(
                "group-commit", "--database-port", Integer.toString(address.port()), "--database", address.name())) {
            var port = server.awaitLine(ServingChild.READY);
            return onPostgres(server.pid())
                    .run(Contender.GROUP_COMMIT, Shapes.SINGLES, 1, http(Wire.V2_TELEMETRY, port, 1))
                    .withStored(BenchDatabase.countReadings(address));
        }
    }

    private List<Measurement> petty() throws Exception {
        var address = database.createEmpty("bench_petty");
        var measurements = new ArrayList<Measurement>();
        try (var petty = PettyProcess.start(address, scratch)) {
            var port = Integer.toString(petty.port());
            // The first run makes the server meet every collar before anything is measured.
            var first = http(Wire.V2_TELEMETRY, port, 1);
            first.add("--visit-all");
            measurements.add(petty(petty, address, Shapes.V2_SINGLES, 1, first));
            measurements.add(petty(petty, address, Shapes.V1_SINGLES, 1, http(Wire.V1_INGEST, port, 1)));
            measurements.add(petty(petty, address, Shapes.V2_TENS, 10, http(Wire.V2_TELEMETRY, port, 10)));
            measurements.add(
                    petty(petty, address, Shapes.V2_THOUSANDS, THOUSAND, http(Wire.V2_TELEMETRY, port, THOUSAND)));
        }
        // A process of its own, so that its memory is the uplink's alone.
        try (var petty = PettyProcess.start(address, scratch)) {
            var uplink = new ArrayList<>(List.of(
                    "uplink",
                    "--port=" + petty.port(),
                    "--collars=" + plan.uplinkCollars(),
                    "--warm-up-millis=" + plan.warmUp().toMillis(),
                    "--seconds=" + plan.uplinkSeconds(),
                    "--first-use=" + nextFirstUse()));
            measurements.add(petty(petty, address, Shapes.UPLINK, 1, uplink));
        }
        return measurements;
    }

    private Measurement petty(
            PettyProcess petty, DatabaseAddress address, String shape, int batch, List<String> arguments)
            throws IOException, SQLException {
        progress.accept("  " + shape);
        BenchDatabase.reset(address);
        arguments.add("--secret-file=" + petty.secretFile());
        return onPostgres(petty.pid())
                .run(Contender.PETTY, shape, batch, arguments)
                .withStored(BenchDatabase.countReadings(address));
    }

    private List<Measurement> influx() throws IOException, InterruptedException {
        if (!InfluxServer.isInstalled()) {
            return List.of(Measurement.skipped(Contender.INFLUX, "", "skipped: influxd is not installed"));
        }
        var measurements = new ArrayList<Measurement>();
        try (var influx = InfluxServer.start(scratch)) {
            for (var shape : Map.of(1, Shapes.SINGLES, 10, Shapes.TENS, THOUSAND, Shapes.THOUSANDS).entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList()) {
                influx.reset();
                var batch = shape.getKey();
                measurements.add(new Stretch(scratch, OptionalLong.of(influx.pid()), OptionalLong.empty())
                        .run(
                                Contender.INFLUX,
                                shape.getValue(),
                                batch,
                                http(Wire.LINE_PROTOCOL, Integer.toString(influx.port()), batch))
                        .withStored(influx.countReadings()));
            }
        }
        return measurements;
    }

    private Stretch onPostgres(long serverPid) {
        return new Stretch(scratch, OptionalLong.of(serverPid), OptionalLong.of(database.pid()));
    }

    private Child benchServer(String... arguments) throws IOException {
        return Child.java(arguments[0], BenchCommand.class.getName(), List.of(arguments), scratch);
    }

    private List<String> http(Wire wire, String port, int batch) {
        return new ArrayList<>(List.of(
                "generate",
                "--wire=" + wire,
                "--port=" + port,
                "--batch=" + batch,
                "--connections=" + plan.connections(),
                "--collars=" + plan.collars(),
                "--first-use=" + nextFirstUse(),
                "--warm-up-millis=" + plan.warmUp().toMillis(),
                "--measure-millis=" + plan.measure().toMillis()));
    }

    private int nextFirstUse() {
        return USES_OF_A_RUN * runs++;
    }
}
