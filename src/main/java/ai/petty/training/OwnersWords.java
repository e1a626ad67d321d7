package ai.petty.training;

import ai.petty.feedback.FeedbackWindows;
import ai.petty.feedback.StoredMotion;
import ai.petty.inference.motion.Feature;
import java.util.ArrayList;
import java.util.List;

/**
 * What owners have said that windows are, as rows. They teach the trees and nothing else: temperatures, and what is like a dog at
 * all, come from recordings, so that nobody can make the model more certain, or noise a dog.
 *
 * @param rows one pet's are one recording
 * @param leftOut windows of which features of another kind are stored
 */
record OwnersWords(Rows rows, int leftOut) {
    static final OwnersWords NONE = of(List.of());

    /** In place of a device. */
    private static final String DEVICE = "said by owners";

    static OwnersWords of(List<FeedbackWindows.Labelled> windows) {
        var known = windows.stream()
                .filter(one -> one.window().featureSet().equals(StoredMotion.FEATURE_SET)
                        && one.window().features().size() == Feature.COUNT)
                .toList();
        var values = new float[known.size() * Feature.COUNT];
        var rows = new ArrayList<Rows.Row>();
        for (var i = 0; i < known.size(); i++) {
            var one = known.get(i);
            for (var j = 0; j < Feature.COUNT; j++) {
                values[i * Feature.COUNT + j] = one.window().features().get(j);
            }
            var pet = new Recorded(DEVICE, one.group().toString(), 1, 0, new float[0], List.of());
            rows.add(new Rows.Row(truth(one), pet, 0, -1 - i, true, (float) one.weight()));
        }
        return new OwnersWords(new Rows(Feature.COUNT, values, rows), windows.size() - known.size());
    }

    private static Truth truth(FeedbackWindows.Labelled one) {
        return one.label().map(label -> Truth.valueOf(label.name())).orElse(one.moving() ? Truth.MOVING : Truth.STILL);
    }
}
