package ai.petty.simulator;

import ai.petty.client.Frame;
import java.util.Optional;

/**
 * Motion that was never measured, but looks like it: |a| deviates by the measured levels of the behaviour, in a run as a stride with
 * sharp footfalls, in slower gaits as a little of that and much noise, at rest as noise; the gyroscope turns at the measured rate.
 */
final class InventedMotion implements Motion {
    private static final double RATE_HZ = 50;
    /** ±16 g and ±2000 deg/s over int16, as the common inertial sensors have it. */
    private static final float ACC_SCALE = 16f / 32768;

    private static final float GYRO_SCALE = 2000f / 32768;
    private static final double LEVEL_PERIOD_S = 6;
    /** The 10th and 90th percentile of a normal distribution, in deviations. */
    private static final double TENTH = 1.2816;

    /** Mean and deviation of ((1 + cos x) / 2)^3 over a turn: footfalls are sharp, the flight between them long. */
    private static final double FOOTFALL_MEAN = 20.0 / 64;

    private static final double FOOTFALL_DEVIATION = Math.sqrt(924.0 / 4096 - FOOTFALL_MEAN * FOOTFALL_MEAN);

    private static final double FOOTFALLS_OF_A_WALK = 0.3;
    private static final double RATTLE_OF_A_WALK = Math.sqrt(1 - FOOTFALLS_OF_A_WALK * FOOTFALLS_OF_A_WALK);

    private final Routine routine;
    private final long originMicros;
    private final Chance levels;
    private final Chance noise;

    InventedMotion(Routine routine, long originMicros, Chance chance) {
        this.routine = routine;
        this.originMicros = originMicros;
        this.levels = chance.of(1);
        this.noise = chance.of(2);
    }

    @Override
    public Window window(double fromS, double toS) {
        var first = (long) Math.ceil(fromS * RATE_HZ - 1e-6);
        var count = (int) (Math.floor(toS * RATE_HZ + 1e-6) - first);
        if (count < RATE_HZ) {
            return new Window(Optional.empty(), toS);
        }
        var samples = new byte[count * 12];
        for (var i = 0; i < count; i++) {
            sample(first + i, samples, i * 6);
        }
        var t0 = originMicros + Math.round(first / RATE_HZ * 1e6);
        return new Window(
                Optional.of(new Frame.Motion(t0, RATE_HZ, ACC_SCALE, GYRO_SCALE, samples)), (first + count) / RATE_HZ);
    }

    private void sample(long sample, byte[] into, int at) {
        var seconds = sample / RATE_HZ;
        var behaviour = routine.boutAt(routine.moment(seconds)).behaviour();
        var level = behaviour.level();
        var strideHz = behaviour == Behaviour.RUNNING ? 2.8 : 1.8;
        var turn = 2 * Math.PI * strideHz * seconds;
        var wave = wave(behaviour, turn, noise.gauss(sample * 8));
        var acceleration = Math.max(0, level.meanG() + deviation(level, seconds) * wave);

        // gravity's direction sways a little with the gait; its length is the |a| above
        var sway = Math.min(0.3, level.median()) * Math.sin(turn / 2);
        var lean = behaviour == Behaviour.LYING ? 1.2 : 0.4;
        var up = acceleration * Math.cos(lean + sway);
        var side = acceleration * Math.sin(lean + sway);
        Motion.put(into, at, counts(side * 0.8, ACC_SCALE));
        Motion.put(into, at + 1, counts(side * 0.6, ACC_SCALE));
        Motion.put(into, at + 2, counts(-up, ACC_SCALE));

        var rotation = level.gyroDps() * (1 + 0.5 * Math.sin(turn) + 0.1 * noise.gauss(sample * 8 + 1));
        var pitch = turn / 2;
        Motion.put(into, at + 3, counts(rotation * Math.cos(pitch) * 0.8, GYRO_SCALE));
        Motion.put(into, at + 4, counts(rotation * Math.sin(pitch), GYRO_SCALE));
        Motion.put(into, at + 5, counts(rotation * Math.cos(pitch) * 0.6, GYRO_SCALE));
    }

    /** To a model that has learnt from recordings footfalls alone are a run: slower gaits are mostly the rattle of the collar. */
    private static double wave(Behaviour behaviour, double turn, double rattle) {
        if (behaviour == Behaviour.RUNNING) {
            return footfall(turn);
        }
        return behaviour.speedMps() > 0 ? FOOTFALLS_OF_A_WALK * footfall(turn) + RATTLE_OF_A_WALK * rattle : rattle;
    }

    private static double footfall(double turn) {
        var raised = (1 + Math.cos(turn)) / 2;
        return (raised * raised * raised - FOOTFALL_MEAN) / FOOTFALL_DEVIATION;
    }

    /** Between the measured percentiles, skewed as they are. */
    private double deviation(Behaviour.Level level, double seconds) {
        var z = Math.clamp(levels.drift(seconds, LEVEL_PERIOD_S), -TENTH, TENTH) / TENTH;
        var far = z < 0 ? level.p10() : level.p90();
        return level.median() * Math.pow(far / level.median(), Math.abs(z));
    }

    private static int counts(double value, float scale) {
        return Math.clamp(Math.round(value / scale), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
