package ai.petty.feedback;

import ai.petty.inference.MotionWindows;
import ai.petty.inference.motion.Feature;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Windows of motion as they are stored, for as long as they are. */
public final class StoredMotion implements WindowEvidence {
    /** Names the order of the features: whoever changes what {@link Feature} lists gives it another name. */
    public static final String FEATURE_SET = "motion-" + Feature.COUNT;

    private final MotionWindows windows;

    public StoredMotion(MotionWindows windows) {
        this.windows = windows;
    }

    @Override
    public Future<List<MotionEvidence>> of(long pairingId, long from, long to) {
        return windows.of(pairingId, from, to)
                .map(seen -> spread(seen).stream().map(StoredMotion::evidence).toList())
                // What somebody says is kept, whether or not the model can be asked right now.
                .otherwise(List.of());
    }

    private static List<MotionWindows.Seen> spread(List<MotionWindows.Seen> seen) {
        if (seen.size() <= MOST) {
            return seen;
        }
        var some = new ArrayList<MotionWindows.Seen>(MOST);
        for (var i = 0; i < MOST; i++) {
            some.add(seen.get((int) ((long) i * seen.size() / MOST)));
        }
        return some;
    }

    private static MotionEvidence evidence(MotionWindows.Seen seen) {
        var window = seen.window();
        return new MotionEvidence(
                window.t0(),
                window.micros(),
                window.label().wireName(),
                window.probability(),
                seen.features(),
                FEATURE_SET);
    }
}
