package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.inference.Behaviours;
import ai.petty.inference.EvaluationFollower;
import ai.petty.inference.EvaluationVerticle;
import ai.petty.inference.SealedUntil;
import ai.petty.inference.behaviour.BehaviourOptions;
import ai.petty.inference.behaviour.BehaviourRules;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.ingest.CommitListener;
import ai.petty.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What finds out what pets do, from what is stored on to those who go on from there. */
record BehaviourWing(EvaluationVerticle evaluation, Behaviours found) {
    /**
     * What comes from other rooms.
     *
     * @param labeller the motion model, where there is one
     * @param seals what of the past stands
     * @param followers go on from what was found, in this order
     */
    record Neighbours(Optional<MotionLabeller> labeller, SealedUntil seals, List<EvaluationFollower> followers) {
        static final Neighbours NONE = new Neighbours(Optional.empty(), SealedUntil.NOTHING, List.of());
    }

    static BehaviourWing of(
            Database store, PettyConfig config, Neighbours neighbours, InstantSource clock, MeterRegistry registry) {
        var machine = new BehaviourRules(BehaviourOptions.of(config.behaviour()));
        var rules = new EvaluationVerticle.Rules(machine, neighbours.labeller(), neighbours.seals());
        return new BehaviourWing(
                new EvaluationVerticle(store, config, rules, neighbours.followers(), clock, registry),
                new Behaviours(store));
    }

    /** Wants to be told what is stored. */
    CommitListener listener() {
        return evaluation;
    }

    /** @return ends it: what is under way is finished first */
    Future<Supplier<Future<Void>>> open(Vertx vertx) {
        return vertx.deployVerticle(evaluation).map(id -> () -> vertx.undeploy(id));
    }
}
