package ai.petty.training;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.ingest.Motion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Makes rows of recordings. */
final class RowMaker {
    /** How often each recording is worn otherwise: the collar's are few, and each stands for more. */
    private static final int VARIATIONS = 3;

    private static final int VARIATIONS_WITH_GYRO = 8;
    private static final long SEED = 20_260_301;

    private final int columns;
    private final Function<Motion, float[]> features;
    private final List<Rows.Row> rows = new ArrayList<>();
    private float[] values = new float[1 << 16];
    private int pieces;

    private RowMaker(int columns, Function<Motion, float[]> features) {
        this.columns = columns;
        this.features = features;
    }

    /** What the model is trained on: everything as it was recorded, and as other collars would have. */
    static Rows forModel(List<Recorded> recordings) {
        var maker = new RowMaker(Feature.COUNT, new MotionFeatures()::of);
        for (var i = 0; i < recordings.size(); i++) {
            var recording = recordings.get(i);
            Wearing.asRecorded(recording).forEach(piece -> maker.add(piece, false));
            // A seed of its own, so that another recording does not change what this one becomes.
            var random = new Random(SEED + recording.name().hashCode());
            var times = recording.axes() > 3 ? VARIATIONS_WITH_GYRO : VARIATIONS;
            for (var time = 0; time < times; time++) {
                Wearing.otherwise(recording, random).forEach(piece -> maker.add(piece, true));
            }
        }
        return maker.rows();
    }

    /** The model's features as it was recorded, in pieces of this length. */
    static Rows forModel(List<Recorded> recordings, double seconds) {
        return asRecorded(recordings, Feature.COUNT, new MotionFeatures()::of, seconds);
    }

    /** As it was recorded, for whatever features, in pieces of this length. */
    static Rows asRecorded(List<Recorded> recordings, int columns, Function<Motion, float[]> features, double seconds) {
        var maker = new RowMaker(columns, features);
        for (var recording : recordings) {
            Wearing.pieces(recording, seconds).forEach(piece -> maker.add(piece, false));
        }
        return maker.rows();
    }

    private void add(Piece piece, boolean varied) {
        var made = features.apply(piece.motion());
        var first = rows.size() * columns;
        while (first + made.length > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        System.arraycopy(made, 0, values, first, made.length);
        for (var window = 0; window < made.length / columns; window++) {
            rows.add(new Rows.Row(piece.truth(window), piece.recording(), piece.fromS() + window, pieces, varied, 0));
        }
        pieces++;
    }

    private Rows rows() {
        return new Rows(columns, Arrays.copyOf(values, rows.size() * columns), List.copyOf(rows));
    }
}
