package ai.petty.training;

/** What a window is, by its recording. */
@SuppressWarnings("EnumOrdinal") // classes are numbered in the order of the enum
enum Truth {
    LYING,
    SITTING,
    STANDING,
    WALKING,
    RUNNING,
    CLIMBING,
    /** Only that the dog went, not how. */
    MOVING,
    /** Only that it did not go. */
    STILL,
    /** Parts of it are this, others that. */
    MIXED,
    /** Only ever said: that it is unlike anything known. */
    UNKNOWN;

    static Truth ofLabel(String label) {
        return switch (label) {
            case "lying", "down" -> LYING;
            case "sitting", "sit" -> SITTING;
            case "standing", "stand" -> STANDING;
            case "walking" -> WALKING;
            case "running" -> RUNNING;
            case "climbing" -> CLIMBING;
            case "moving" -> MOVING;
            default -> throw new IllegalArgumentException("unknown label '" + label + "'");
        };
    }

    boolean isMoving() {
        return ordinal() >= WALKING.ordinal() && ordinal() <= MOVING.ordinal();
    }

    /** Whether it is known how it does not go. */
    boolean isPosture() {
        return ordinal() <= STANDING.ordinal();
    }

    boolean isStill() {
        return isPosture() || this == STILL;
    }
}
