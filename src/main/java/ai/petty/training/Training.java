package ai.petty.training;

import ai.petty.inference.motion.MotionModel;
import java.util.List;

/** From recordings to a model. */
final class Training {
    /** Below it is said to be unknown. Of six labels: a guess that is wrong as often as right helps nobody. */
    static final double THRESHOLD = 0.45;

    private Training() {}

    /**
     * The same recordings make the same bytes.
     *
     * @param name what the model calls itself
     * @param words taught besides
     */
    static MotionModel.Parts train(String name, List<Recorded> recordings, OwnersWords words) {
        var rows = RowMaker.forModel(recordings).and(words.rows());
        var tuning = Tuner.tune(Tuner.heldOut(rows, Folds.byDayOrTime(recordings), Learners.REAL));
        var stages = Stages.train(rows);
        return new MotionModel.Parts(
                name, THRESHOLD, stages.moving(), stages.posture(), stages.gait(), tuning, stages.novelty());
    }
}
