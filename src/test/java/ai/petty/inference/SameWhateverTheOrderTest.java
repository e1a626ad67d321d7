package ai.petty.inference;

import static ai.petty.inference.EvaluationWorld.oracle;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.behaviour.BehaviourOptions;
import ai.petty.inference.behaviour.BehaviourRules;
import ai.petty.ingest.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same readings give the same episodes, in whatever order, in whatever groups, and whoever dies over them. */
class SameWhateverTheOrderTest {
    private static final long SECOND = 1_000_000L;
    private static final int PETS = 2;
    private static final int ROUNDS = 12;

    private final EvaluationWorld world = new EvaluationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    /** Some hours of a pet: it does something for a while, then something else; its collar is sometimes out of reach. */
    private static List<Reading> life(Random random, long until) {
        var readings = new ArrayList<Reading>();
        var t = until - Duration.ofHours(1 + random.nextInt(40)).toNanos() / 1_000;
        while (t <= until) {
            var activity = random.nextInt(3);
            for (var left = 1 + random.nextInt(25); left > 0 && t <= until; left--) {
                for (var n = 0; n <= random.nextInt(20) / 19; n++) {
                    readings.add(reading(random, t, n, random.nextInt(12) == 0 ? 0 : activity));
                }
                t += (5 + random.nextInt(90)) * SECOND;
            }
            if (random.nextInt(12) == 0) {
                t += random.nextInt(4 * 3600) * SECOND;
            }
        }
        return readings;
    }

    private static Reading reading(Random random, long t, int n, int activity) {
        var hasFix = random.nextInt(3) > 0;
        return new Reading(
                t,
                n,
                random.nextInt(5) == 0 ? null : 45f + 30 * activity + random.nextInt(10),
                null,
                (short) activity,
                hasFix ? 40_700_000 + random.nextInt(2_000) : null,
                hasFix ? -74_000_000 + random.nextInt(2_000) : null,
                hasFix ? 5f : null,
                null,
                null);
    }

    private static <T> List<List<T>> groups(Random random, List<T> all) {
        var groups = new ArrayList<List<T>>();
        for (var from = 0; from < all.size(); ) {
            var to = Math.min(all.size(), from + 1 + random.nextInt(Math.max(1, 2 * all.size() / ROUNDS)));
            groups.add(all.subList(from, to));
            from = to;
        }
        return groups;
    }

    /** In order but for some that come late, and some that come twice. */
    private static List<Reading> shuffled(Random random, List<Reading> life) {
        var order = new ArrayList<>(life);
        if (random.nextInt(4) == 0) {
            Collections.shuffle(order, random);
        }
        for (var moved = order.size() / 20; moved > 0; moved--) {
            var one = order.remove(random.nextInt(order.size()));
            order.add(order.size() - random.nextInt(order.size() / 2), one);
        }
        for (var twice = order.size() / 20; twice > 0; twice--) {
            order.add(order.get(random.nextInt(order.size())));
        }
        return order;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void what_is_found_is_what_a_single_run_in_order_finds(long seed) {
        // Half of them by the rules that pets are judged by, half by a machine that forgives nothing.
        isTheSame(seed, seed % 2 == 0 ? new BehaviourRules(BehaviourOptions.standard()) : EvaluationWorld.MACHINE);
    }

    private void isTheSame(long seed, BehaviourMachine machine) {
        var random = new Random(seed);
        Map<Long, List<Reading>> lives = new HashMap<>();
        Map<Long, List<Long>> motions = new HashMap<>();
        var queues = new ArrayList<Map.Entry<Long, List<List<Reading>>>>();
        for (var pet = 0; pet < PETS; pet++) {
            var pairing = world.pairing("Pet" + pet);
            var life = life(random, world.now() - random.nextInt(600) * SECOND);
            lives.put(pairing, life);
            motions.put(pairing, new ArrayList<>());
            queues.add(Map.entry(pairing, new ArrayList<>(groups(random, shuffled(random, life)))));
        }
        var settings = Map.of("evaluation.turn", "150", "evaluation.page", "40");
        var rules = new EvaluationVerticle.Rules(machine, Optional.of(EvaluationWorld.model()), SealedUntil.NOTHING);
        var processes = new ArrayList<>(List.of(world.start(rules, settings), world.start(rules, settings)));
        while (queues.stream().anyMatch(queue -> !queue.getValue().isEmpty())) {
            var queue = queues.get(random.nextInt(PETS));
            if (!queue.getValue().isEmpty()) {
                var group = queue.getValue().removeFirst();
                world.store(queue.getKey(), group);
                processes.get(random.nextInt(2)).nudge(queue.getKey(), group.getFirst());
                if (random.nextInt(3) == 0) {
                    var t0 = group.getFirst().t() + 30 * SECOND;
                    if (t0 + 60 * SECOND < world.now()) {
                        requireNonNull(motions.get(queue.getKey())).add(t0);
                        world.storeMotion(queue.getKey(), t0);
                    }
                }
            }
            switch (random.nextInt(8)) {
                case 0 -> {
                    processes.remove(random.nextInt(2)).kill();
                    processes.add(world.start(rules, settings));
                }
                case 1 -> {
                    processes.remove(random.nextInt(2)).stop();
                    processes.add(world.start(rules, settings));
                }
                case 2, 3 -> world.settle();
                default -> {}
            }
        }
        world.settle();
        lives.forEach((pairing, life) -> assertThat(world.found(processes.getFirst(), pairing))
                .as("seed %d, pairing %d", seed, pairing)
                .isEqualTo(oracle(machine, pairing, life, requireNonNull(motions.get(pairing)), world.now())));
        assertThat(processes.stream()
                        .mapToDouble(process -> process.count("petty.evaluation.turns", "outcome", "failed"))
                        .sum())
                .isZero();
    }
}
