package ai.petty.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.statistics.descriptive.Median;

/** The same read by nobody in particular and by somebody with a token, in turn, so that what else the machine does hits both. */
final class ReadCost {
    private static final double TARGET = 0.95;
    private static final int WARM_UP_MILLIS = 2_000;
    private static final String COLLAR = "BN-000000";

    private final Path scratch;
    private final PettyProcess petty;
    private final BenchPeople people;

    ReadCost(Path scratch, PettyProcess petty, BenchPeople people) {
        this.scratch = scratch;
        this.petty = petty;
        this.people = people;
    }

    List<String> measure(int rounds, double seconds) throws IOException, InterruptedException {
        ingest();
        var tokenFile =
                Files.writeString(scratch.resolve("token"), people.newcomer().accessToken());
        var anonymous = new ArrayList<Double>();
        var known = new ArrayList<Double>();
        for (var round = 0; round <= rounds; round++) {
            var nobody = read(List.of(), seconds);
            var somebody = read(List.of("--secret-file=" + tokenFile), seconds);
            if (round > 0) { // the first one warms up
                anonymous.add(nobody);
                known.add(somebody);
            }
        }
        var ratios = new double[rounds];
        for (var i = 0; i < rounds; i++) {
            ratios[i] = known.get(i) / anonymous.get(i);
        }
        var ratio = median(ratios);
        return List.of(
                "reads of the latest reading (v1), 32 connections, %d rounds in turn, medians:".formatted(rounds),
                "  without a token  %,8.0f /s".formatted(median(anonymous)),
                "  with a token     %,8.0f /s".formatted(median(known)),
                "  ratio            %8.3f     target >= %.2f  %s   (single rounds: %s)"
                        .formatted(ratio, TARGET, ratio >= TARGET ? "met" : "missed", rounded(ratios)));
    }

    private void ingest() throws IOException, InterruptedException {
        var secret = Files.readString(petty.secretFile()).strip();
        var body = """
                [{"collar_id":"%s","t":"%s","hr":80,"activity":1,"lat":52.5,"lon":13.4}]""".formatted(COLLAR, Instant.now().minusSeconds(1));
        var request = java.net.http.HttpRequest.newBuilder(people.here("/v2/telemetry"))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build();
        if (people.status(request) != 200) {
            throw new IOException("The reading that is to be read was not taken");
        }
    }

    private double read(List<String> more, double seconds) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "generate",
                "--wire=" + Wire.V1_REALTIME,
                "--port=" + petty.port(),
                "--connections=32",
                "--collars=1",
                "--warm-up-millis=" + WARM_UP_MILLIS,
                "--measure-millis=" + Math.round(seconds * 1000)));
        arguments.addAll(more);
        var load = new Stretch(scratch, OptionalLong.of(petty.pid()), OptionalLong.empty())
                .run(Contender.PETTY, "reads", 1, arguments)
                .load()
                .orElseThrow();
        if (load.errors() > 0) {
            throw new IOException("Wrong answers: " + load.firstErrors());
        }
        return load.requestsPerSecond();
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        return Median.withDefaults().evaluate(values);
    }

    private static List<String> rounded(double[] values) {
        return java.util.Arrays.stream(values).mapToObj("%.3f"::formatted).toList();
    }
}
