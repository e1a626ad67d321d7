package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.inference.InferenceVerticle;
import ai.petty.inference.motion.ModelFacts;
import ai.petty.inference.motion.MotionService;
import ai.petty.observability.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The motion model at work.
 *
 * @param stop ends it when the last answer is out
 */
record MotionWing(MotionService labeller, ModelFacts facts, Stop stop) implements Dependency {
    /** Ends what runs. */
    @FunctionalInterface
    interface Stop {
        Future<Void> now();
    }

    /** Fails when there is no model to serve. */
    static Future<MotionWing> open(Vertx vertx, PettyConfig config, MeterRegistry meters) {
        var verticle = new InferenceVerticle(config.inference(), meters);
        return vertx.deployVerticle(verticle)
                .compose(id -> verticle.served()
                        .map(served -> new MotionWing(served.labeller(), served.facts(), () -> vertx.undeploy(id))));
    }

    @Override
    public String name() {
        return "motion-model";
    }

    /** Never worse than degraded: without it the rules go on. */
    @Override
    public State state() {
        return switch (labeller.state()) {
            case CLOSED -> State.up();
            case HALF_OPEN -> new State(Level.DEGRADED, "the breaker lets one batch through to try");
            case OPEN ->
                new State(Level.DEGRADED, "the breaker is open: behaviour is told by rules, without the model");
        };
    }
}
