package ai.petty.training;

import static java.util.Objects.requireNonNull;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.inference.motion.MotionModel.Beliefs;
import ai.petty.inference.motion.Novelty;
import ai.petty.inference.motion.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The three sets of trees of a model (does it move, which posture, which gait), and what they have seen. */
@SuppressWarnings("EnumOrdinal") // classes are numbered in the order of the enum
record Stages(Trees moving, Trees posture, Trees gait, Novelty novelty) implements Learners.Learned {
    /** Of a dog that went somehow, at the weight of a guess: it mostly walks. */
    private static final float SOMEHOW = 0.3f;

    /** A sensor's own scale says nothing of a dog. */
    private static final List<Feature> NEVER = List.of(Feature.LENGTH);

    /** The only collar with a gyroscope has no standing dog: with it, postures would be told by the device. */
    private static final List<Feature> NOT_FOR_POSTURE = List.of(Feature.LENGTH, Feature.ROTATION, Feature.ROTATION_SD);

    static Stages train(Rows rows) {
        return new Stages(
                grow(rows, row -> row.truth() != Truth.MIXED, row -> row.truth().isMoving() ? 1 : 0, 2, NEVER),
                grow(rows, row -> row.truth().isPosture(), row -> row.truth().ordinal(), 3, NOT_FOR_POSTURE),
                grow(rows, Stages::tellsGait, Stages::gait, 3, NEVER),
                NoveltyFit.fit(rows.where(row -> !row.isSaid())));
    }

    /** The rows with only what the trees of postures are given. */
    static Rows forPosture(Rows rows) {
        return without(NOT_FOR_POSTURE, rows.where(row -> true));
    }

    /** @param rows a copy, which is changed */
    private static Rows without(List<Feature> features, Rows rows) {
        for (var i = 0; i < rows.count(); i++) {
            for (var feature : features) {
                rows.values()[i * rows.columns() + feature.ordinal()] = Float.NaN;
            }
        }
        return rows;
    }

    /** An owner who only says that the pet went says nothing of how. */
    private static boolean tellsGait(Rows.Row row) {
        return row.truth().isMoving() && !(row.isSaid() && row.truth() == Truth.MOVING);
    }

    private static int gait(Rows.Row row) {
        return row.truth() == Truth.MOVING ? 0 : row.truth().ordinal() - Truth.WALKING.ordinal();
    }

    private static Trees grow(
            Rows all,
            Predicate<Rows.Row> wanted,
            Function<Rows.Row, Integer> target,
            int classes,
            List<Feature> without) {
        var rows = without(without, all.where(wanted));
        var values = rows.values();
        var targets = new float[rows.count()];
        for (var i = 0; i < targets.length; i++) {
            targets[i] = target.apply(rows.rows().get(i));
        }
        return Boosting.of(classes)
                .grow(values, rows.columns(), targets, classes == 2 ? perDevice(rows) : perClass(rows, targets));
    }

    /** Each device weighs the same; how often dogs go is as it was. What owners say counts for itself. */
    private static float[] perDevice(Rows rows) {
        var counts = new TreeMap<String, Double>();
        var recorded = recorded(rows);
        recorded.forEach(row -> counts.merge(row.recording().device(), 1.0, Double::sum));
        var weights = new float[rows.count()];
        for (var i = 0; i < weights.length; i++) {
            var row = rows.rows().get(i);
            weights[i] = row.isSaid()
                    ? row.said()
                    : (float) (recorded.size()
                            / (counts.size()
                                    * requireNonNull(counts.get(row.recording().device()))));
        }
        return weights;
    }

    private static List<Rows.Row> recorded(Rows rows) {
        return rows.rows().stream().filter(row -> !row.isSaid()).toList();
    }

    /** Each class weighs the same, and within it each device: neither the longest recording nor one sensor decides. */
    private static float[] perClass(Rows rows, float[] targets) {
        var counts = new TreeMap<Integer, TreeMap<String, Double>>();
        for (var i = 0; i < targets.length; i++) {
            var row = rows.rows().get(i);
            if (!row.isSaid()) {
                counts.computeIfAbsent((int) targets[i], target -> new TreeMap<>())
                        .merge(row.recording().device(), 1.0, Double::sum);
            }
        }
        var recorded = recorded(rows).size();
        var weights = new float[targets.length];
        for (var i = 0; i < targets.length; i++) {
            var row = rows.rows().get(i);
            if (row.isSaid()) {
                weights[i] = row.said();
                continue;
            }
            var devices = requireNonNull(counts.get((int) targets[i]));
            var share = (double) recorded / counts.size() / devices.size();
            weights[i] =
                    (float) (share / requireNonNull(devices.get(row.recording().device())))
                            * (row.truth() == Truth.MOVING ? SOMEHOW : 1);
        }
        return weights;
    }

    @Override
    public List<PieceBelief> believe(Rows rows) {
        if (rows.count() == 0) {
            return List.of();
        }
        var matrix = Trees.matrix(rows.values(), rows.count(), rows.columns());
        var moves = moving.predict(matrix);
        var postures = posture.predict(matrix);
        var gaits = gait.predict(matrix);
        matrix.dispose();
        var distances = novelty.distances(rows.values(), rows.count(), rows.columns());
        var beliefs = new ArrayList<PieceBelief>();
        for (var first = 0; first < rows.count(); ) {
            var piece = rows.rows().get(first).piece();
            var end = first;
            while (end < rows.count() && rows.rows().get(end).piece() == piece) {
                end++;
            }
            beliefs.add(new PieceBelief(
                    rows.rows().subList(first, end),
                    Arrays.copyOfRange(moves, first, end),
                    Arrays.copyOfRange(postures, first, end),
                    Arrays.copyOfRange(gaits, first, end),
                    MotionFeatures.tellUpright(rows.values(), first, end - first),
                    Arrays.stream(distances, first, end)
                            .mapToObj(distance -> distance > novelty.most())
                            .toList()));
            first = end;
        }
        return beliefs;
    }

    /**
     * What the trees say of the windows of one piece.
     *
     * @param unlike for each whether it is unlike anything trained on
     */
    @SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
    record PieceBelief(
            List<Rows.Row> rows,
            float[][] moves,
            float[][] postures,
            float[][] gaits,
            boolean upright,
            List<Boolean> unlike) {
        Beliefs fresh() {
            return Beliefs.of(moves, postures, gaits, 0, rows.size(), upright);
        }
    }

    @Override
    public void close() {
        moving.close();
        posture.close();
        gait.close();
    }
}
