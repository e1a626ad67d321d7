package ai.petty.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Whether the time of a refused sign-in tells if there is such an account. The three kinds come in random order, so that what
 * else the machine does hits all alike; a Mann-Whitney test compares each with the unknown one.
 */
final class SignInTiming {
    private static final int UNAUTHORIZED = 401;
    private static final int SEED = 7;

    /** Two-sided 5 %, power 80 %: (1.960 + 0.842) squared. */
    private static final double DEVIATES = 7.85;

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
        var order = new ArrayList<Kind>();
        for (var kind : Kind.values()) {
            order.addAll(Collections.nCopies(each, kind));
        }
        Collections.shuffle(order, new Random(SEED));
        var strangers = new ArrayList<String>();
        for (var i = 0; i < each; i++) {
            strangers.add(people.newcomer().email());
        }
        var millis = new EnumMap<Kind, List<Double>>(Kind.class);
        for (var kind : order) {
            var own = millis.computeIfAbsent(kind, none -> new ArrayList<>());
            own.add(millis(
                    switch (kind) {
                        case UNKNOWN -> UUID.randomUUID() + "@bench.invalid";
                        case WRONG_PASSWORD -> strangers.get(own.size());
                        case LOCKED -> locked;
                    }));
        }
        return report(each, millis);
    }

    private static List<String> report(int each, Map<Kind, List<Double>> kindToMillis) {
        var millis = new EnumMap<Kind, double[]>(Kind.class);
        kindToMillis.forEach((kind, list) ->
                millis.put(kind, list.stream().mapToDouble(Double::doubleValue).toArray()));
        var unknown = requireNonNull(millis.get(Kind.UNKNOWN));
        var lines = new ArrayList<>(List.of(
                "refused sign-ins, %d of each kind in random order, ms:".formatted(each),
                "  %-15s median %.2f".formatted("unknown", Median.withDefaults().evaluate(unknown))));
        for (var kind : List.of(Kind.WRONG_PASSWORD, Kind.LOCKED)) {
            var own = requireNonNull(millis.get(kind));
            var result = MannWhitneyUTest.withDefaults().test(own, unknown);
            lines.add("  %-15s median %.2f   P(slower than unknown) %.3f   p %.3f"
                    .formatted(
                            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            Median.withDefaults().evaluate(own),
                            result.getStatistic() / ((double) each * each),
                            result.getPValue()));
        }
        // Noether's formula for two samples of one size: n = deviates / (6 (P - 1/2)^2)
        lines.add("  with so many, P outside %.3f..%.3f would be found 4 times in 5 (at 5 %% false alarms)"
                .formatted(0.5 - detectable(each), 0.5 + detectable(each)));
        return lines;
    }

    private static double detectable(int each) {
        return Math.sqrt(DEVIATES / (6.0 * each));
    }

    private double millis(String email) throws IOException, InterruptedException {
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
