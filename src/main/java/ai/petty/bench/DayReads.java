package ai.petty.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Asks for days of pets, one after the other on one connection, each time of another pet and another day. */
final class DayReads {
    private static final int WARM_UP = 500;
    private static final long SEED = 20_260_301;

    private final PettyProcess petty;
    private final TimelineHistory history;

    DayReads(PettyProcess petty, TimelineHistory history) {
        this.petty = petty;
        this.history = history;
    }

    /** @param bytes of a body, on average */
    record Latency(String name, double p50Millis, double p95Millis, double p99Millis, double bytes) {}

    List<Latency> measure(int requests) throws IOException, InterruptedException {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return List.of(
                    measure(
                            http,
                            "timeline of a day",
                            requests,
                            (pet, day) -> "/v2/pets/%s/timeline?from=%sT00:00:00Z&to=%sT00:00:00Z"
                                    .formatted(pet, day, day.plusDays(1))),
                    measure(http, "days/{date}", requests, "/v2/pets/%s/days/%s"::formatted));
        }
    }

    private Latency measure(HttpClient http, String name, int requests, BiFunction<String, LocalDate, String> path)
            throws IOException, InterruptedException {
        var random = new Random(SEED);
        var secret = Files.readString(petty.secretFile()).strip();
        var took = new double[requests];
        var bytes = 0L;
        for (var i = -WARM_UP; i < requests; i++) {
            var pet = history.petIds().get(random.nextInt(history.petIds().size()));
            // Not the first: of a night before it nothing is known.
            var day = history.first().plusDays(1 + random.nextInt(TimelineHistory.DAYS - 1));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + petty.port() + path.apply(pet, day)))
                    .header("Authorization", "Bearer " + secret)
                    .build();
            var began = System.nanoTime();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("%s was answered %d: %s".formatted(name, answer.statusCode(), answer.body()));
            }
            if (i >= 0) {
                took[i] = (System.nanoTime() - began) / 1e6;
                bytes += answer.body().length();
            }
        }
        Arrays.sort(took);
        return new Latency(
                name,
                took[requests / 2],
                took[requests * 95 / 100],
                took[requests * 99 / 100],
                (double) bytes / requests);
    }
}
