package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.motion.MotionLabel;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What people may say that their pet did: all that is found here, and what only they can see. */
public final class Labels {
    /** No model here claims these; a person may. */
    private static final String[] SEEN_BY_PEOPLE_ONLY = {"eating", "drinking", "scratching", "other"};

    public static final SortedSet<String> ALL = Collections.unmodifiableSortedSet(new TreeSet<>(Stream.concat(
                    Arrays.stream(Behaviour.values()).map(Behaviour::wireName), Arrays.stream(SEEN_BY_PEOPLE_ONLY))
            .toList()));

    private Labels() {}

    /** The motion that a behaviour is, where it is one only. */
    static Optional<MotionLabel> motion(String label) {
        return switch (label) {
            case "walking" -> Optional.of(MotionLabel.WALKING);
            case "running" -> Optional.of(MotionLabel.RUNNING);
            default -> Optional.empty();
        };
    }

    /** Whether a pet moves that does this; empty where it may or may not. */
    static Optional<Boolean> isMoving(String label) {
        return switch (label) {
            case "walking", "running" -> Optional.of(true);
            case "resting", "sleeping", "deep_sleep" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
