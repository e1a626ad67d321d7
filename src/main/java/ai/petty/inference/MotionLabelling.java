package ai.petty.inference;

import ai.petty.inference.motion.LabelledMotion;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.ingest.Motion;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has motion labelled that has no labels yet, and keeps them. While the model is out, nothing is asked of it but now and then. */
final class MotionLabelling {
    private static final Logger LOG = LoggerFactory.getLogger(MotionLabelling.class);

    /** What waits for a model that has failed is looked at again after that. */
    static final Duration REST = MotionLabeller.REST;

    /** Longer than any model's own deadline. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private static final int AT_ONCE = 16;

    private final Database database;
    private final Optional<MotionLabeller> labeller;
    private final EvaluationMeters meters;
    private final InstantSource clock;
    private Instant restsUntil = Instant.MIN;

    MotionLabelling(
            Database database, Optional<MotionLabeller> labeller, EvaluationMeters meters, InstantSource clock) {
        this.database = database;
        this.labeller = labeller;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * How far it came.
     *
     * @param dueFrom motion from there on has no labels; empty when all has
     */
    record Labelled(Optional<Long> dueFrom, Why why) {
        static final Labelled ALL = new Labelled(Optional.empty(), Why.NOTHING_LEFT);
    }

    /** Why there is motion without labels. */
    enum Why {
        NOTHING_LEFT,
        /** There is no model, or it does not answer. */
        OUT,
        TOO_MUCH_AT_ONCE,
        AHEAD_OF_ITS_TIME
    }

    /** Whether there is a model that may answer again later. */
    boolean isWorthAnotherLook() {
        return labeller.isPresent();
    }

    /**
     * Labels what begins from one time to another, as far as its time has come.
     *
     * @param most so many pieces at the most
     */
    Future<Labelled> label(long pairingId, long from, long to, long now, int most) {
        return database.ask(pool -> InputRepository.firstUnlabelled(pool, pairingId, from, to))
                .compose(first -> {
                    if (first.isEmpty()) {
                        return Future.succeededFuture(Labelled.ALL);
                    }
                    if (first.get() > now) {
                        return Future.succeededFuture(new Labelled(first, Why.AHEAD_OF_ITS_TIME));
                    }
                    if (labeller.isEmpty() || clock.instant().isBefore(restsUntil)) {
                        return Future.succeededFuture(new Labelled(first, Why.OUT));
                    }
                    if (most <= 0) {
                        return Future.succeededFuture(new Labelled(first, Why.TOO_MUCH_AT_ONCE));
                    }
                    return labelSome(labeller.get(), pairingId, first.get(), Math.min(to, now + 1))
                            .compose(last -> last.isEmpty()
                                    ? Future.succeededFuture(new Labelled(first, Why.OUT))
                                    : label(pairingId, last.get() + 1, to, now, most - AT_ONCE));
                });
    }

    /** @return when the last of them begins; empty when the model is out */
    private Future<Optional<Long>> labelSome(MotionLabeller model, long pairingId, long from, long to) {
        return database.ask(pool -> InputRepository.unlabelled(pool, pairingId, from, to, AT_ONCE))
                .compose(motions -> ask(model, motions).transform(answer -> {
                    if (answer.failed()) {
                        rest(answer.cause());
                        return Future.succeededFuture(Optional.empty());
                    }
                    var labelled = together(motions, answer.result());
                    meters.labelled(motions.size());
                    return database.ask(pool -> InputRepository.storeLabels(pool, pairingId, labelled))
                            .map(stored -> Optional.of(motions.getLast().t0()));
                }));
    }

    private static Future<List<LabelledMotion>> ask(MotionLabeller model, List<Motion> motions) {
        return Future.succeededFuture()
                .compose(nothing -> model.label(motions))
                .timeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .compose(answers -> answers.size() == motions.size()
                        ? Future.succeededFuture(answers)
                        : Future.failedFuture(new IllegalStateException("not one answer for each piece of motion")));
    }

    private static List<InputRepository.Labelled> together(List<Motion> motions, List<LabelledMotion> answers) {
        var labelled = new ArrayList<InputRepository.Labelled>(motions.size());
        for (var i = 0; i < motions.size(); i++) {
            labelled.add(new InputRepository.Labelled(motions.get(i).t0(), answers.get(i)));
        }
        return labelled;
    }

    private void rest(Throwable cause) {
        restsUntil = clock.instant().plus(REST);
        meters.modelOut();
        LOG.atWarn()
                .addKeyValue("cause", cause.getClass().getSimpleName())
                .log("The motion model does not answer; readings are evaluated without it");
    }
}
