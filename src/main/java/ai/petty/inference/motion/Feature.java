package ai.petty.inference.motion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is told of a window, in the order of a model's inputs. None changes when the collar is turned on the neck. Accelerations
 * are logarithms of g (see {@link WindowFeatures#log}), rotations logarithms of 100 deg/s.
 */
public enum Feature {
    /** Of |a|: standard deviation, range, interquartile range, third and fourth moment. */
    SD,
    RANGE,
    IQR,
    SKEWNESS,
    KURTOSIS,
    /** Vectorial dynamic body acceleration (length of what is left without gravity): mean and largest. */
    VEDBA,
    VEDBA_MOST,
    /** Overall dynamic body acceleration, of two axes that do not turn with the collar: along gravity, and across it. */
    ODBA,
    /** Along gravity against across it. */
    VERTICAL_RATIO,
    /** Share of the strongest and the weakest of the three principal axes of motion. */
    FIRST_AXIS,
    LAST_AXIS,
    /** Change of acceleration: mean and largest length, mean against VeDBA, mean of |a|'s alone. */
    JERK,
    JERK_MOST,
    JERK_RATIO,
    JERK_OF_LENGTH,
    /** Shares of power in 0.5-1, 1.5-2, 2.5-4 and 4.5-7 Hz, of the vector. */
    BAND_SLOW,
    BAND_WALK,
    BAND_TROT,
    BAND_FAST,
    /** The strongest frequency in Hz, its share, and how spread the power is. */
    PEAK_HZ,
    PEAK_SHARE,
    ENTROPY,
    /** The same of |a|. */
    LENGTH_BAND_SLOW,
    LENGTH_BAND_WALK,
    LENGTH_BAND_TROT,
    LENGTH_BAND_FAST,
    LENGTH_PEAK_HZ,
    LENGTH_PEAK_SHARE,
    LENGTH_ENTROPY,
    /** How much |a| repeats itself after 0.2 to 1.2 s. */
    REPETITION,
    /** Crossings of its mean. */
    CROSSINGS,
    /** How far gravity's direction moves: first against second half, and the farthest quarter from the mean. */
    TILT,
    TILT_MOST,
    /** Mean of |a|: for the check of what is like a dog at all, since a sensor's scale may be off. */
    LENGTH,
    /** Mean and spread of the rotation; missing without a gyroscope. */
    ROTATION,
    ROTATION_SD,
    /** Cosine of the angle to where gravity points while the dog goes, in the same motion; missing when it does not go. */
    UPRIGHT,
    /** How steady that direction is. */
    UPRIGHT_STEADY;

    public static final int COUNT = values().length;

    public static List<String> names() {
        return Arrays.stream(values())
                .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
