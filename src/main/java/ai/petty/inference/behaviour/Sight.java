package ai.petty.inference.behaviour;

import ai.petty.inference.motion.LabelledWindow;
import org.jspecify.annotations.Nullable;

/**
 * An observation of which it is known what the pet did.
 *
 * @param hr heart rate, beats a minute
 * @param isReading or else it is a window of motion
 * @param legMm how far the pet has come, in millimetres, that was not told before
 */
record Sight(
        long t,
        Doing doing,
        @Nullable Float hr,
        boolean isReading,
        @Nullable LabelledWindow window,
        long legMm) {}
