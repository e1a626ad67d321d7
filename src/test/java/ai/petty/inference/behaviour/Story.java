package ai.petty.inference.behaviour;

import ai.petty.inference.behaviour.Observation.OfMotion;
import ai.petty.inference.behaviour.Observation.OfReading;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.ingest.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens to a pet, told as readings one after the other, and what a machine makes of it. */
final class Story {
    static final long PAIRING = 71;
    /** 2025-08-18T14:30:00Z, which begins a quarter of an hour. */
    static final long BEGIN = 1_755_527_400_000_000L;

    private static final double METRES_PER_DEGREE = 6_371_008.8 * Math.PI / 180;

    final List<Observation> observations = new ArrayList<>();
    private final BehaviourMachine machine = new BehaviourRules(BehaviourOptions.standard());
    private long every = Duration.ofMinutes(1).toNanos() / 1000;
    private long t = BEGIN;
    private double lat = 52.5;
    private double lon = 13.4;
    private double eastM;
    private double northM;
    private @Nullable Float accuracyM;
    private boolean isLost;

    static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    Story every(Duration interval) {
        every = micros(interval);
        return this;
    }

    Story from(double latitude, double longitude) {
        lat = latitude;
        lon = longitude;
        return this;
    }

    /** Metres east and north of where the story began. */
    Story at(double east, double north) {
        eastM = east;
        northM = north;
        isLost = false;
        return this;
    }

    Story accurateTo(float metres) {
        accuracyM = metres;
        return this;
    }

    Story lost() {
        isLost = true;
        return this;
    }

    /** The next reading comes so much later than it would. */
    Story gap(Duration more) {
        t += micros(more) - every;
        return this;
    }

    Story then(@Nullable Integer activity, double... heartRates) {
        for (var hr : heartRates) {
            read(activity, (float) hr);
        }
        return this;
    }

    Story times(int count, @Nullable Integer activity, double hr) {
        for (var i = 0; i < count; i++) {
            read(activity, (float) hr);
        }
        return this;
    }

    /** Straight on to the north. */
    Story walks(int count, int activity, double hr, double metresEach) {
        for (var i = 0; i < count; i++) {
            northM += metresEach;
            read(activity, (float) hr);
        }
        return this;
    }

    Story silent(int count, @Nullable Integer activity) {
        for (var i = 0; i < count; i++) {
            read(activity, null);
        }
        return this;
    }

    Story read(@Nullable Integer activity, @Nullable Float hr) {
        var latE6 = (int) Math.round((lat + northM / METRES_PER_DEGREE) * 1e6);
        var degrees = lon + eastM / (METRES_PER_DEGREE * Math.cos(Math.toRadians(lat)));
        var lonE6 = (int) Math.round((degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees) * 1e6);
        observations.add(new OfReading(new Reading(
                t,
                0,
                hr,
                null,
                activity == null ? null : (short) (int) activity,
                isLost ? null : latE6,
                isLost ? null : lonE6,
                isLost ? null : accuracyM,
                null,
                null)));
        t += every;
        return this;
    }

    /** Two-second windows that overlap by half. */
    Story moves(int windows, MotionLabel label) {
        for (var i = 0; i < windows; i++) {
            var moving = label == MotionLabel.LYING || label == MotionLabel.SITTING || label == MotionLabel.STANDING;
            observations.add(
                    new OfMotion(new LabelledWindow(t, 2_000_000, label, 0.9f, moving ? 0.05f : 0.95f), "motion-1"));
            t += 1_000_000;
        }
        return this;
    }

    long now() {
        return t;
    }

    /** All that is over by now, and all that is still going on. */
    List<Episode> episodes() {
        var told = tell();
        return Stream.concat(told.ended.stream(), told.state.open().stream()).toList();
    }

    List<Episode> episodes(Behaviour behaviour) {
        return episodes().stream().filter(one -> one.behaviour() == behaviour).toList();
    }

    List<Episode> ended(Behaviour behaviour) {
        return tell().ended.stream().filter(one -> one.behaviour() == behaviour).toList();
    }

    Optional<Episode> only(Behaviour behaviour) {
        var found = episodes(behaviour);
        if (found.size() > 1) {
            throw new AssertionError("more than one: " + found);
        }
        return found.stream().findFirst();
    }

    List<Bin> bins() {
        var told = tell();
        return Stream.concat(told.finished.stream(), told.state.unfinished().stream())
                .toList();
    }

    Told tell() {
        return Told.of(machine, observations);
    }

    /** What all observations, one after the other, have led to. */
    record Told(BehaviourState state, List<Episode> ended, List<Bin> finished) {
        static Told of(BehaviourMachine machine, List<? extends Observation> observations) {
            return from(machine, machine.start(PAIRING), observations);
        }

        static Told from(BehaviourMachine machine, BehaviourState begin, List<? extends Observation> observations) {
            var state = begin;
            var ended = new ArrayList<Episode>();
            var finished = new ArrayList<Bin>();
            for (var observation : observations) {
                var step = machine.step(state, observation);
                state = step.state();
                ended.addAll(step.ended());
                finished.addAll(step.finished());
            }
            return new Told(state, ended, finished);
        }
    }
}
