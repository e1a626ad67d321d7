package ai.petty.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Whether the time of a refused sign-in tells if there is such an account. The three kinds come in random order; a Mann-Whitney test compares
 * each with the unknown one.
 */
final class SignInTiming {
    private static final int UNAUTHORIZED = 401;
    private static final int SEED = 7;

    private static final double ALPHA = 0.05;
    private static final double POWER = 0.8;

    private final BenchPeople people;

    SignInTiming(BenchPeople people) {
        this.people = people;
    }

    private enum Kind {
        UNKNOWN,
        WRONG_PASSWORD,
        LOCKED
    }

    List<String> measure(int each) throws IOException, InterruptedException {
        var locked = people.newcomer().email();
        for (var i = 0; i < 10; i++) {
            millis(locked);
        }
        var strangers = new ArrayList<String>();
        for (var i = 0; i < each; i++) {
            strangers.add(people.newcomer().email());
        }
        return report(
                each,
                Interleaved.times(
                        Kind.class,
                        each,
                        new Random(SEED),
                        (kind, nth) -> millis(
                                switch (kind) {
                                    case UNKNOWN -> UUID.randomUUID() + "@bench.invalid";
                                    case WRONG_PASSWORD -> strangers.get(nth);
                                    case LOCKED -> locked;
                                })));
    }

    private static List<String> report(int each, Map<Kind, double[]> kindToMillis) {
        var unknown = requireNonNull(kindToMillis.get(Kind.UNKNOWN));
        var lines = new ArrayList<>(List.of(
                "refused sign-ins, %d of each kind in random order, ms:".formatted(each),
                "  %-15s median %.2f".formatted("unknown", RankComparison.median(unknown))));
        for (var kind : List.of(Kind.WRONG_PASSWORD, Kind.LOCKED)) {
            var compared = RankComparison.of(requireNonNull(kindToMillis.get(kind)), unknown);
            lines.add("  %-15s median %.2f   P(slower than unknown) %.3f   p %.3f"
                    .formatted(
                            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            compared.median(),
                            compared.slower(),
                            compared.pValue()));
        }
        var detectable = RankComparison.detectable(each, ALPHA, POWER);
        lines.add("  with so many, P outside %.3f..%.3f would be found 4 times in 5 (at 5 %% false alarms)"
                .formatted(0.5 - detectable, 0.5 + detectable));
        return lines;
    }

    /** How long a sign-in with a wrong password takes, milliseconds. */
    double millis(String email) throws IOException, InterruptedException {
        HttpRequest request = BenchPeople.post(people.here("/v2/auth/login"), """
                {"email":"%s","password":"not the password at all"}""".formatted(email));
        var began = System.nanoTime();
        var status = people.status(request);
        var took = (System.nanoTime() - began) / 1e6;
        if (status != UNAUTHORIZED) {
            throw new IOException("A wrong sign-in was answered by " + status);
        }
        return took;
    }
}
