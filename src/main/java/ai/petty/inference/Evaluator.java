package ai.petty.inference;

import ai.petty.inference.MotionLabelling.Labelled;
import ai.petty.inference.MotionLabelling.Why;
import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Evaluates one pairing for one turn: labels its motion, finds what must be run, runs it and writes down what was found. */
final class Evaluator {
    /** An hour's motion of four collars that send it without a pause. */
    private static final int MOTIONS_A_TURN = 256;

    private final Database database;
    private final BehaviourMachine machine;
    private final MotionLabelling labelling;
    private final Planner planner;
    private final Settlement settlement;
    private final Scale scale;
    private final InstantSource clock;

    /**
     * How much at once.
     *
     * @param page readings read in one statement
     * @param turn observations that the machine is given before another pairing has its turn
     * @param ahead how far readings may be ahead of their time
     * @param retention how long readings are kept
     * @param lately how late a reading may be stored and be news to those who follow
     */
    record Scale(int page, int turn, Duration ahead, Duration retention, Duration lately) {}

    /**
     * What a turn has led to.
     *
     * @param isMore there is something left to do at once
     */
    record Result(boolean isMore, int taken, int fresh) {}

    Evaluator(
            Database database,
            BehaviourMachine machine,
            MotionLabelling labelling,
            Planner planner,
            Settlement settlement,
            Scale scale,
            InstantSource clock) {
        this.database = database;
        this.machine = machine;
        this.labelling = labelling;
        this.planner = planner;
        this.settlement = settlement;
        this.scale = scale;
        this.clock = clock;
    }

    /** @return fails with {@link Overtaken} when somebody else has taken the turn over */
    Future<Result> evaluate(Claim claim) {
        var now = Micros.of(clock.instant());
        var to = Math.min(claim.validTo(), now + micros(scale.ahead()));
        return label(claim, to, now).compose(labelled -> {
            if (labelled.why() == Why.TOO_MUCH_AT_ONCE) {
                return settle(claim, postponed(claim), labelled, now);
            }
            return planner.plan(claim, news(claim, labelled), now)
                    .compose(course -> new Evaluation(
                                    database,
                                    machine,
                                    claim,
                                    course,
                                    new Evaluation.Bounds(now, to, scale.page(), scale.turn(), micros(scale.lately())))
                            .run())
                    .compose(outcome -> settle(claim, outcome, labelled, now));
        });
    }

    /** How long readings are kept. */
    Duration retention() {
        return scale.retention();
    }

    private Future<Labelled> label(Claim claim, long to, long now) {
        return oldest(claim.news(), claim.labelsDueFrom())
                .map(from ->
                        labelling.label(claim.pairingId(), Math.max(from, claim.validFrom()), to, now, MOTIONS_A_TURN))
                .orElseGet(() -> Future.succeededFuture(Labelled.ALL));
    }

    /** With what has labels only now, also when they were stored by a turn that was not ended. */
    private static Optional<Long> news(Claim claim, Labelled labelled) {
        return claim.labelsDueFrom().equals(labelled.dueFrom())
                ? claim.news()
                : oldest(claim.news(), claim.labelsDueFrom());
    }

    /** Nothing was evaluated: so much motion has no labels yet that others come first. */
    private static Evaluation.Outcome postponed(Claim claim) {
        return new Evaluation.Outcome(
                List.of(),
                Optional.empty(),
                oldest(claim.news(), claim.labelsDueFrom()),
                claim.redoFrom(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0);
    }

    private Future<Result> settle(Claim claim, Evaluation.Outcome outcome, Labelled labelled, long now) {
        var head = outcome.head().or(claim::head);
        var progress = new Progress(
                head, outcome.newsFrom(), outcome.redoFrom(), labelled.dueFrom(), dueAt(head, outcome, labelled, now));
        var isMore = outcome.newsFrom().isPresent() || outcome.redoFrom().isPresent();
        return settlement
                .settle(new Settlement.Account(claim, outcome, progress, planner.oldestKept(now), now))
                .map(told -> new Result(isMore, outcome.taken(), outcome.fresh().size()));
    }

    /** When it is to be looked at again although nothing has come. */
    private Optional<Long> dueAt(Optional<Claim.Head> head, Evaluation.Outcome outcome, Labelled labelled, long now) {
        var soonest = Stream.of(
                        outcome.endsAt(),
                        outcome.nextAt(),
                        outcome.redoFrom().map(redo -> now),
                        labelsAt(labelled, now))
                .flatMap(Optional::stream)
                .min(Long::compare);
        // Else once more when all that it has sent is forgotten, to forget the checkpoints too.
        return soonest.or(() ->
                head.map(one -> one.t() + micros(scale.retention().plusDays(2))).filter(at -> at > now));
    }

    private Optional<Long> labelsAt(Labelled labelled, long now) {
        return switch (labelled.why()) {
            case NOTHING_LEFT -> Optional.empty();
            case AHEAD_OF_ITS_TIME -> labelled.dueFrom();
            case TOO_MUCH_AT_ONCE -> Optional.of(now);
            case OUT ->
                labelling.isWorthAnotherLook() ? Optional.of(now + micros(MotionLabelling.REST)) : Optional.empty();
        };
    }

    private static Optional<Long> oldest(Optional<Long> one, Optional<Long> other) {
        return Stream.concat(one.stream(), other.stream()).min(Long::compare);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
