package ai.petty.simulator;

import java.util.Locale;

/**
 * What a dog does, and how that shows on its collar.
 *
 * <p>The motion levels are measured: standard deviation of |a| over 2 s in g, and the mean of |gyro| over 2 s in deg/s.
 * Lying, sitting, walking, climbing and running: ProjectFantastic3 (Bhuva et al. 2023, MIT), collar-worn. Standing:
 * Imperial College London (Alvarez, Cotur 2018, CC0), which has no gyroscope, so that its rotation is an interpolation.
 *
 * <p>Speeds are ordinary ones of a middle-sized dog. The rise of heart and breathing rate in exercise is simulated: no
 * recording pairs either with movement.
 */
enum Behaviour {
    LYING(0, 0.0, 0f, 0f, new Level(0.001, 0.002, 0.003, 0.9, 1.0)),
    SITTING(0, 0.0, 3f, 1f, new Level(0.009, 0.018, 0.050, 6.4, 1.0)),
    STANDING(0, 0.0, 8f, 3f, new Level(0.021, 0.046, 0.115, 12, 1.0)),
    WALKING(1, 1.4, 40f, 14f, new Level(0.16, 0.22, 0.88, 82, 1.07)),
    CLIMBING(1, 0.8, 55f, 22f, new Level(0.13, 0.44, 1.13, 105, 1.15)),
    RUNNING(2, 6.0, 100f, 60f, new Level(0.91, 1.08, 1.33, 143, 1.31));

    private final int activity;
    private final double speedMps;
    private final float heartRise;
    private final float breathRise;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Level level;

    /** Measured motion: 10th percentile, median and 90th of the deviation, the rotation's median, the mean of |a|. */
    record Level(double p10, double median, double p90, double gyroDps, double meanG) {}

    Behaviour(int activity, double speedMps, float heartRise, float breathRise, Level level) {
        this.activity = activity;
        this.speedMps = speedMps;
        this.heartRise = heartRise;
        this.breathRise = breathRise;
        this.level = level;
    }

    /** The recordings' words for it. {@code moving} says no more than that the dog was on its feet and went. */
    static Behaviour ofLabel(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "lying", "down" -> LYING;
            case "sitting", "sit" -> SITTING;
            case "standing", "stand" -> STANDING;
            case "walking", "moving" -> WALKING;
            case "climbing" -> CLIMBING;
            case "running" -> RUNNING;
            default -> throw new IllegalArgumentException("unknown label '" + label + "'");
        };
    }

    /** 0 resting, 1 walking, 2 playing. */
    int activity() {
        return activity;
    }

    double speedMps() {
        return speedMps;
    }

    /** Beats a minute above rest when it lasts. */
    float heartRise() {
        return heartRise;
    }

    /** Breaths a minute above rest when it lasts. */
    float breathRise() {
        return breathRise;
    }

    Level level() {
        return level;
    }
}
