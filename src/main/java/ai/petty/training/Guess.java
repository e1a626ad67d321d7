package ai.petty.training;

/**
 * What was said of one window, beside what it is.
 *
 * @param said the best label
 * @param probability how likely it was said to be, or of its group when only that is known
 * @param moving how likely it was said that the dog moves
 */
record Guess(Truth truth, Truth said, double probability, double moving) {
    boolean saysMoving() {
        return said.isMoving();
    }

    /** Where the recording only says that the dog went, any gait is right. */
    boolean isRight() {
        return truth == Truth.MOVING ? saysMoving() : truth == said;
    }

    boolean groupIsRight() {
        return truth.isMoving() == saysMoving();
    }
}
