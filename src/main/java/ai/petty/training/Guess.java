package ai.petty.training;

/**
 * What was said of one window, beside what it is.
 *
 * @param said the best label, or {@link Truth#UNKNOWN}
 * @param probability how likely it was said to be, or of its group when only that is known
 * @param moving how likely it was said that the dog moves
 * @param isTold whether an owner would be told the label: it is likely enough, and the window not unlike anything known
 */
record Guess(Truth truth, Truth said, double probability, double moving, boolean isTold) {
    boolean saysMoving() {
        return said == Truth.UNKNOWN ? moving > 0.5 : said.isMoving();
    }

    /** Where the recording only says that the dog went, any gait is right; unknown never is. */
    boolean isRight() {
        return truth == Truth.MOVING ? saysMoving() && said != Truth.UNKNOWN : truth == said;
    }

    boolean groupIsRight() {
        return truth.isMoving() == saysMoving();
    }
}
