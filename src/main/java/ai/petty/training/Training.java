package ai.petty.training;

import ai.petty.inference.motion.MotionModel;
import java.util.List;

/** From recordings to a model. */
final class Training {
    private static final String VERSION = "motion-1";

    /** Below it is said to be unknown. Of six labels: a guess that is wrong as often as right helps nobody. */
    static final double THRESHOLD = 0.45;

    private Training() {}

    /** The same recordings make the same bytes. */
    static MotionModel.Parts train(List<Recorded> recordings) {
        var rows = RowMaker.forModel(recordings);
        var tuning = Tuner.tune(Tuner.heldOut(rows, Folds.byDayOrTime(recordings)));
        var stages = Stages.train(rows);
        return new MotionModel.Parts(
                VERSION, THRESHOLD, stages.moving(), stages.posture(), stages.gait(), tuning, NoveltyFit.fit(rows));
    }
}
