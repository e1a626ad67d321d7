package ai.petty.inference;

import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.behaviour.BehaviourState;
import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.Observation;
import ai.petty.inference.behaviour.Step;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the machine over one stretch of time and gathers what it finds. */
final class Replay {
    private final BehaviourMachine machine;
    private final long from;
    private final long lastBefore;
    private final List<Found<Episode>> episodes = new ArrayList<>();
    private final List<Found<Bin>> bins = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private BehaviourState state;
    private Counts counts;
    private Optional<Long> position;

    Replay(BehaviourMachine machine, Start start) {
        this.machine = machine;
        this.from = start.from();
        this.state = start.state();
        this.lastBefore = state.last().orElse(from);
        this.counts = start.counts();
        this.position = start.position();
    }

    /** The last time at which something was taken in; empty before the first. */
    Optional<Long> position() {
        return position;
    }

    boolean isBefore(long t) {
        return position.isPresent() && position.get() < t;
    }

    /** Where checkpoints belong before what comes next, in order. */
    List<Long> checkpointsBefore(long next, long finelyFrom) {
        return position.map(last -> Checkpoint.between(last, next, finelyFrom))
                .orElseGet(() -> List.of(Checkpoint.floor(next, Checkpoint.COARSE)));
    }

    /** Makes a checkpoint; nothing at or after its time has been taken in. */
    void checkpoint(long t) {
        if (t > from || position.isEmpty()) {
            checkpoints.add(new Checkpoint(t, encoded(), counts));
            counts = Counts.NONE;
        }
    }

    /** Whether the machine remembers here what it remembered there, so that what follows is the same. */
    boolean agreesWith(Checkpoint stored) {
        return encoded().equals(stored.state());
    }

    void take(Input input) {
        position = Optional.of(input.t());
        switch (input) {
            case Input.OfReading reading -> {
                counts = counts.plusReading();
                step(new Observation.OfReading(reading.stored().reading()));
            }
            case Input.MotionBegins _ -> counts = counts.plusMotion();
            case Input.OfWindow window -> step(window.window());
        }
    }

    private void step(Observation observation) {
        var step = machine.step(state, observation);
        state = step.state();
        settle(step, observation.t());
    }

    private void settle(Step step, long t) {
        step.ended().forEach(episode -> episodes.add(new Found<>(episode, t)));
        step.finished().forEach(bin -> bins.add(new Found<>(bin, t)));
    }

    /** What was found in the stretch from where it began to {@code to}, exclusive: what is going on there belongs to the next. */
    Stretch until(long to) {
        return new Stretch(from, to, false, lastBefore, episodes, bins, checkpoints);
    }

    /** What was found up to the last observation that was taken in, with what was going on then: more follows, in another turn. */
    Stretch untilHere() {
        var whole = stretch(position.orElseThrow() + 1);
        addUnsettled(whole, state.open(), state.unfinished());
        return whole;
    }

    /** What was found up to the last observation, with what was going on then, or has ended by itself since. */
    Stretch untilNow(long now) {
        var whole = stretch(Stretch.OPEN);
        var rest = isSilent(now) ? machine.silence(state, now) : new Step(state, List.of(), List.of());
        // The state goes on from the last observation as if nobody had asked: what comes late must find it as it would
        // have been.
        addUnsettled(whole, rest.ended(), rest.finished());
        addUnsettled(whole, rest.state().open(), rest.state().unfinished());
        return whole;
    }

    private Stretch stretch(long to) {
        return new Stretch(from, to, true, lastBefore, new ArrayList<>(episodes), new ArrayList<>(bins), checkpoints);
    }

    private static void addUnsettled(Stretch stretch, List<Episode> episodes, List<Bin> bins) {
        episodes.forEach(episode -> stretch.episodes().add(new Found<>(episode, null)));
        bins.forEach(bin -> stretch.bins().add(new Found<>(bin, null)));
    }

    /** When what goes on will have ended by itself, should nothing more come; empty when nothing goes on, or it has. */
    Optional<Long> endsAt(long now) {
        if (isSilent(now) || (state.open().isEmpty() && state.unfinished().isEmpty())) {
            return Optional.empty();
        }
        return state.last().isPresent() ? Optional.of(state.last().getAsLong() + gap() + 1) : Optional.empty();
    }

    private boolean isSilent(long now) {
        return state.last().isPresent() && now - state.last().getAsLong() > gap();
    }

    private Buffer encoded() {
        return Buffer.buffer(state.encode());
    }

    private long gap() {
        return machine.longestGap().toNanos() / 1_000;
    }

    /** To go on from later; empty when nothing has come yet. */
    Optional<Claim.Head> head() {
        return position.map(this::headAt);
    }

    Claim.Head headAt(long t) {
        return new Claim.Head(machine.version(), t, encoded(), counts);
    }
}
