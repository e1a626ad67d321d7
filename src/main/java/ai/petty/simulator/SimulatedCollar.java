package ai.petty.simulator;

import ai.petty.client.CollarReading;
import java.util.Optional;

/**
 * A collar on a dog. What it measures is a function of its seed and of the time alone, so that a run can be repeated and
 * any moment asked for.
 */
final class SimulatedCollar {
    private static final double BATTERY_S = 6 * 86_400.0;
    private static final double EMPTY_AT_PCT = 12;
    private static final double MICROS = 1e6;

    private final long originMicros;
    private final Routine routine;
    private final Motion motion;
    private final RestingVitals vitals;
    private final Exertion exertion;
    private final ParkWalk walk;
    private final double batteryPhase;

    /** @param originMicros when the collar began, microseconds since 1970 UTC */
    SimulatedCollar(
            int collar, long originMicros, Routine routine, Motion motion, RestingVitals vitals, Chance chance) {
        this.originMicros = originMicros;
        this.routine = routine;
        this.motion = motion;
        this.vitals = vitals;
        this.exertion = new Exertion(routine);
        this.walk = new ParkWalk(routine, collar, chance.of(1));
        this.batteryPhase = chance.of(2).uniform(0);
    }

    /** Everything invented, from the measured levels. */
    static SimulatedCollar invented(int collar, long originMicros, long seed) {
        var chance = new Chance(seed).of(collar);
        var routine = new InventedRoutine(chance.of(10));
        return new SimulatedCollar(
                collar,
                originMicros,
                routine,
                new InventedMotion(routine, originMicros, chance.of(11)),
                RestingVitals.invented(chance.of(12)),
                chance);
    }

    /** Motion and labels of recordings, vitals of a recorded dog; position, battery and exertion are invented. */
    static SimulatedCollar replayed(int collar, long originMicros, long seed, Recordings recordings) {
        var chance = new Chance(seed).of(collar);
        var playlist = recordings.playlist(collar);
        var motion = new RecordedMotion(playlist, originMicros);
        return new SimulatedCollar(
                collar,
                originMicros,
                playlist,
                motion,
                recordings.vitals(collar).orElseGet(() -> RestingVitals.invented(chance.of(12))),
                chance);
    }

    /**
     * On a dog that lives a whole day and is out and back by the time that the collar has caught up with the present: of
     * recordings where there are fit ones.
     *
     * @param caughtUpS seconds after its begin
     */
    static SimulatedCollar withHome(
            int collar, long originMicros, long seed, Optional<Recordings> recordings, double caughtUpS) {
        var chance = new Chance(seed).of(collar);
        var recorded = recordings.flatMap(played -> played.day(caughtUpS));
        var day = recorded.orElseGet(() -> DogsDay.invented(caughtUpS));
        Motion motion = recorded.isPresent()
                ? new RecordedMotion(day, originMicros)
                : new InventedMotion(day, originMicros, chance.of(11));
        var vitals = recordings.flatMap(played -> played.vitals(collar));
        return new SimulatedCollar(
                collar,
                originMicros,
                day,
                motion,
                vitals.orElseGet(() -> RestingVitals.invented(chance.of(12))),
                chance);
    }

    Behaviour behaviour(long micros) {
        return routine.boutAt(routine.moment(seconds(micros))).behaviour();
    }

    CollarReading reading(long micros) {
        var seconds = seconds(micros);
        var rise = exertion.at(seconds);
        return new CollarReading(
                micros,
                0,
                tenths(vitals.heartRate(seconds) + rise.heart()),
                tenths(vitals.breathRate(seconds) + rise.breath()),
                behaviour(micros).activity(),
                walk.fix(seconds),
                null,
                battery(seconds));
    }

    /** A window of motion, and the time at which the next one begins. */
    Motion.Window motion(double fromS, double toS) {
        return motion.window(fromS, toS);
    }

    /** From full to nearly empty in six days, then charged. */
    private float battery(double seconds) {
        var used = seconds / BATTERY_S + batteryPhase;
        return tenths(100 - (100 - EMPTY_AT_PCT) * (used - Math.floor(used)));
    }

    private double seconds(long micros) {
        return (micros - originMicros) / MICROS;
    }

    private static float tenths(double value) {
        return Math.round(value * 10) / 10f;
    }
}
