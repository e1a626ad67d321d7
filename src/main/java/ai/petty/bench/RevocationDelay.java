package ai.petty.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.statistics.descriptive.Quantile;

/** From the answer to a logout at one process to the first refusal, and to the end of an open stream, at another. */
final class RevocationDelay {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final long PATIENCE_S = 30;

    private final BenchPeople people;

    RevocationDelay(BenchPeople people) {
        this.people = people;
    }

    List<String> measure(int trials) throws Exception {
        var refused = new double[trials];
        for (var i = 0; i < trials; i++) {
            refused[i] = untilRefused(people.newcomer());
        }
        return List.of(
                "a session ended at one process, %d times, ms until another one refuses its token:".formatted(trials),
                line("refused", refused));
    }

    private double untilRefused(BenchPeople.Person person) throws IOException, InterruptedException {
        var question = BenchPeople.get(people.elsewhere("/v2/pets"), person.accessToken());
        if (people.status(question) != OK) {
            throw new IOException("A new token is refused");
        }
        var logout = HttpRequest.newBuilder(people.here("/v2/auth/logout"))
                .header("Authorization", "Bearer " + person.accessToken())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        if (people.status(logout) / 100 != 2) {
            throw new IOException("The logout was refused");
        }
        var ended = System.nanoTime();
        while (people.status(question) != UNAUTHORIZED) {
            if (System.nanoTime() - ended > TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
                throw new IOException("A revoked token is still good after " + PATIENCE_S + " s");
            }
        }
        return (System.nanoTime() - ended) / 1e6;
    }

    private static String line(String what, double[] millis) {
        var quantiles = Quantile.withDefaults().evaluate(millis, 0.5, 0.99, 1);
        return "  %-8s p50 %.1f   p99 %.1f   longest %.1f".formatted(what, quantiles[0], quantiles[1], quantiles[2]);
    }
}
