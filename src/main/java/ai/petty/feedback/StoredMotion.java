package ai.petty.feedback;

import ai.petty.inference.MotionWindows;
import ai.petty.inference.motion.Feature;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Windows of motion as they are stored, for as long as they are, with the labels that they got when they came. */
public final class StoredMotion implements WindowEvidence {
    /** Names the order of the features: whoever changes what {@link Feature} lists gives it another name. */
    public static final String FEATURE_SET = "motion-" + Feature.COUNT;

    private static final Logger LOG = LoggerFactory.getLogger(StoredMotion.class);

    private final MotionWindows windows;

    public StoredMotion(MotionWindows windows) {
        this.windows = windows;
    }

    @Override
    public Future<List<MotionEvidence>> of(long pairingId, long from, long to) {
        return windows.of(pairingId, from, to, MOST)
                .map(seen -> seen.stream().map(StoredMotion::evidence).toList())
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("Motion could not be read; what somebody said of it is kept without it"))
                .otherwise(List.of());
    }

    private static MotionEvidence evidence(MotionWindows.Seen seen) {
        var window = seen.window();
        return new MotionEvidence(
                window.t0(),
                window.micros(),
                window.label().wireName(),
                window.probability(),
                seen.model(),
                seen.features(),
                FEATURE_SET);
    }
}
