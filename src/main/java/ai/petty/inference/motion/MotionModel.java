package ai.petty.inference.motion;

import ai.petty.ingest.Motion;
import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;

/**
 * A trained model: whether the dog moves, and then which of three postures or gaits it is; each by trees, smoothed over the
 * windows of one motion, calibrated. Holds native memory and room to work in: one thread at a time, and to be closed.
 */
public final class MotionModel implements AutoCloseable {
    /** In the order of the postures' and then the gaits' classes in the trees. */
    public static final List<MotionLabel> LABELS = List.of(
            MotionLabel.LYING,
            MotionLabel.SITTING,
            MotionLabel.STANDING,
            MotionLabel.WALKING,
            MotionLabel.RUNNING,
            MotionLabel.CLIMBING);

    private static final int IN_GROUP = 3;

    /**
     * What a model is made of.
     *
     * @param version such as {@code motion-1}
     * @param threshold a label that is less likely is not told
     */
    public record Parts(
            String version,
            double threshold,
            Trees moving,
            Trees posture,
            Trees gait,
            Tuning tuning,
            Novelty novelty) {}

    /** What is made of the trees' answers. */
    public record Tuning(Smoothing smoothing, Calibration calibration) {}

    private final Parts parts;
    private final double threshold;
    private final Novelty.Check novelty;
    private final MotionFeatures features = new MotionFeatures();

    /** @param threshold a label that is less likely is not told */
    public MotionModel(Parts parts, double threshold) {
        this.parts = parts;
        this.threshold = threshold;
        this.novelty = new Novelty.Check(parts.novelty());
    }

    public String version() {
        return parts.version();
    }

    public double threshold() {
        return threshold;
    }

    /** How many windows there are in a motion. */
    public static int windows(Motion motion) {
        return EvenMotion.windows(motion);
    }

    /**
     * The features of all windows, of all motions one after the other.
     *
     * @param unlike one bit a window: it is unlike anything trained on
     */
    @SuppressWarnings("ArrayRecordComponent") // large, and read by one
    public record Seen(int windows, float[] rows, boolean[] unlike) {}

    /** @return for each motion its windows, in the order of time */
    public List<LabelledMotion> label(List<Motion> motions) {
        var seen = look(motions);
        if (seen.windows() == 0) {
            return motions.stream()
                    .map(motion -> new LabelledMotion(List.of(), version()))
                    .toList();
        }
        var rows = Trees.matrix(seen.rows(), seen.windows(), Feature.COUNT);
        try {
            return told(motions, seen, rows);
        } finally {
            rows.dispose();
        }
    }

    /** The features alone. */
    public Seen look(List<Motion> motions) {
        var count = motions.stream().mapToInt(EvenMotion::windows).sum();
        var rows = new float[count * Feature.COUNT];
        var unlike = new boolean[count];
        var first = 0;
        for (var motion : motions) {
            var even = features.compute(motion, rows, first);
            for (var window = 0; window < even.windows(); window++) {
                unlike[first + window] =
                        !even.isMeasured(window) || novelty.isUnlike(rows, (first + window) * Feature.COUNT);
            }
            first += even.windows();
        }
        return new Seen(count, rows, unlike);
    }

    /** Walks the trees and makes nothing of what they say: what labelling cannot be faster than. */
    public void walk(Seen seen) {
        var rows = Trees.matrix(seen.rows(), seen.windows(), Feature.COUNT);
        parts.moving().predict(rows);
        parts.posture().predict(rows);
        parts.gait().predict(rows);
        rows.dispose();
    }

    private List<LabelledMotion> told(List<Motion> motions, Seen seen, DMatrix rows) {
        var moving = parts.moving().predict(rows);
        var posture = parts.posture().predict(rows);
        var gait = parts.gait().predict(rows);
        var told = new ArrayList<LabelledMotion>();
        var first = 0;
        for (var motion : motions) {
            var windows = EvenMotion.windows(motion);
            var beliefs = Beliefs.of(
                    moving, posture, gait, first, windows, MotionFeatures.tellUpright(seen.rows(), first, windows));
            beliefs.settle(parts.tuning());
            told.add(new LabelledMotion(tell(motion, seen, beliefs, first, windows), version()));
            first += windows;
        }
        return List.copyOf(told);
    }

    private List<LabelledWindow> tell(Motion motion, Seen seen, Beliefs beliefs, int first, int windows) {
        var labelled = new ArrayList<LabelledWindow>(windows);
        for (var window = 0; window < windows; window++) {
            var best = beliefs.best(window);
            var probability = beliefs.of(window, best);
            var isKnown = probability >= threshold && !seen.unlike()[first + window];
            labelled.add(new LabelledWindow(
                    motion.t0() + window * EvenMotion.HOP_MICROS,
                    EvenMotion.WINDOW_MICROS,
                    isKnown ? LABELS.get(best) : MotionLabel.UNKNOWN,
                    (float) probability,
                    (float) beliefs.moving(window)));
        }
        return labelled;
    }

    /** What is believed of the windows of one motion. */
    public static final class Beliefs {
        private final int windows;
        private final boolean upright;
        private final double[] moving;
        private final double[] posture;
        private final double[] gait;

        private Beliefs(int windows, boolean upright) {
            this.upright = upright;
            this.windows = windows;
            this.moving = new double[windows];
            this.posture = new double[IN_GROUP * windows];
            this.gait = new double[IN_GROUP * windows];
        }

        /**
         * From what the trees say of the rows from {@code first} on.
         *
         * @param upright whether the motion tells what is upright
         */
        public static Beliefs of(
                float[][] moving, float[][] posture, float[][] gait, int first, int windows, boolean upright) {
            var beliefs = new Beliefs(windows, upright);
            for (var i = 0; i < windows; i++) {
                beliefs.moving[i] = moving[first + i][0];
                for (var label = 0; label < IN_GROUP; label++) {
                    beliefs.posture[IN_GROUP * i + label] = posture[first + i][label];
                    beliefs.gait[IN_GROUP * i + label] = gait[first + i][label];
                }
            }
            return beliefs;
        }

        /** Smoothed and calibrated. */
        public void settle(Tuning tuning) {
            smooth(tuning.smoothing());
            calibrate(tuning.calibration());
        }

        public void smooth(Smoothing smoothing) {
            smoothing.group(moving, windows);
            var still = new double[windows];
            for (var i = 0; i < windows; i++) {
                still[i] = 1 - moving[i];
            }
            smoothing.labels(posture, still, windows);
            smoothing.labels(gait, moving, windows);
        }

        public void calibrate(Calibration calibration) {
            var ofPosture = upright ? calibration.posture() : calibration.postureAlone();
            for (var i = 0; i < windows; i++) {
                moving[i] = Calibration.tempered(moving[i], calibration.group());
                Calibration.temper(posture, IN_GROUP * i, ofPosture, calibration.mostPosture());
                Calibration.temper(gait, IN_GROUP * i, calibration.gait(), calibration.mostGait());
            }
        }

        public double moving(int window) {
            return moving[window];
        }

        /** @param label its place in {@link MotionModel#LABELS} */
        public double of(int window, int label) {
            return label < IN_GROUP
                    ? (1 - moving[window]) * posture[IN_GROUP * window + label]
                    : moving[window] * gait[IN_GROUP * window + label - IN_GROUP];
        }

        /** The group first, then the label within it. */
        public int best(int window) {
            var from = moving[window] > 0.5 ? IN_GROUP : 0;
            var best = from;
            for (var label = from + 1; label < from + IN_GROUP; label++) {
                best = of(window, label) > of(window, best) ? label : best;
            }
            return best;
        }
    }

    @Override
    public void close() {
        parts.moving().close();
        parts.posture().close();
        parts.gait().close();
    }
}
