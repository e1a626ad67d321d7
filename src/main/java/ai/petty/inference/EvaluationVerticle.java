package ai.petty.inference;

import ai.petty.config.PettyConfig;
import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.ingest.CommitListener;
import ai.petty.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Owns the life of the engine that evaluates what is stored; listens to what this process stores, so that it is evaluated soon. */
public final class EvaluationVerticle extends VerticleBase implements CommitListener {
    /** A reading that is this much further ahead than the doors allow was let in by another configuration. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final Database database;
    private final PettyConfig config;
    private final Rules rules;
    private final List<EvaluationFollower> followers;
    private final InstantSource clock;
    private final MeterRegistry registry;

    private final Set<Long> nudged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable EvaluationEngine engine;

    /**
     * By what is evaluated.
     *
     * @param labeller empty where there is no motion model
     * @param seals what of the past stands
     */
    public record Rules(BehaviourMachine machine, Optional<MotionLabeller> labeller, SealedUntil seals) {}

    /** @param followers are called in this order */
    public EvaluationVerticle(
            Database database,
            PettyConfig config,
            Rules rules,
            List<EvaluationFollower> followers,
            InstantSource clock,
            MeterRegistry registry) {
        this.database = database;
        this.config = config;
        this.rules = rules;
        this.followers = followers;
        this.clock = clock;
        this.registry = registry;
    }

    @Override
    public void committed(List<Stored> stored) {
        var standing = engine;
        if (standing == null) {
            return;
        }
        stored.forEach(one -> nudged.add(one.pairingId()));
        if (woken.compareAndSet(false, true)) {
            standing.run(() -> {
                woken.set(false);
                var ids = new HashSet<>(nudged);
                nudged.removeAll(ids);
                standing.nudge(ids);
            });
        }
    }

    /**
     * Completes when everything that was stored of this pet before the call has been evaluated, by whichever process; at once when there
     * is nothing to do, and after some seconds in any case.
     */
    public Future<Void> evaluated(UUID petId) {
        var standing = engine;
        if (standing == null) {
            return Future.succeededFuture();
        }
        var caller = vertx.getOrCreateContext();
        var done = Promise.<Void>promise();
        standing.run(
                () -> standing.evaluated(petId).onComplete(answer -> caller.runOnContext(back -> done.handle(answer))));
        return done.future();
    }

    @Override
    public Future<?> start() {
        var evaluation = config.evaluation();
        var retention = config.store().retention();
        var machine = rules.machine();
        var owner = UUID.randomUUID();
        var meters = new EvaluationMeters(registry);
        var evaluator = new Evaluator(
                database,
                machine,
                new MotionLabelling(database, rules.labeller(), meters, clock),
                new Planner(database, machine, rules.seals(), retention),
                new Settlement(database, rules.seals(), followers, owner, machine.version()),
                new Evaluator.Scale(
                        evaluation.page(),
                        evaluation.turn(),
                        ahead(),
                        retention,
                        config.alerts().liveWindow()),
                clock);
        var standing = new EvaluationEngine(
                vertx,
                database,
                evaluator,
                new ClaimRepository.Claimant(owner, machine.version(), evaluation.lease(), evaluation.debounce()),
                new EvaluationEngine.Pace(evaluation.atOnce(), evaluation.poll()),
                clock,
                meters);
        return database.ask(pool -> ClaimRepository.introduce(pool, machine.version()))
                .onSuccess(introduced -> {
                    engine = standing;
                    standing.start();
                });
    }

    private Duration ahead() {
        var v2 = config.ingest().maxAhead();
        var v1 = config.ingest().v1().maxAhead();
        return (v1.compareTo(v2) > 0 ? v1 : v2).plus(MARGIN);
    }

    @Override
    public Future<?> stop() {
        var standing = engine;
        engine = null;
        return standing == null ? Future.succeededFuture() : standing.stop();
    }
}
