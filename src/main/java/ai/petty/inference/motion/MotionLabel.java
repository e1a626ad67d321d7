package ai.petty.inference.motion;

import java.util.Locale;

/** What a window of motion looks like. There are recordings of these and of nothing else: nothing else is claimed. */
public enum MotionLabel {
    LYING,
    SITTING,
    STANDING,
    WALKING,
    RUNNING,
    CLIMBING,
    /** None is likely enough, or the window is unlike anything that the model was trained on. */
    UNKNOWN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
