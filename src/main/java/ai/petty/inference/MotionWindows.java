package ai.petty.inference;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.LabelledMotion;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.ingest.Motion;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks again at motion that is stored: what the model makes of each window, and of what. */
public final class MotionWindows {
    /** Pieces of motion that are looked at for one question: an hour of a collar that sends a minute at a time. */
    private static final int MOST_PIECES = 60;

    private final Vertx vertx;
    private final Database database;
    private final MotionLabeller labeller;

    public MotionWindows(Vertx vertx, Database database, MotionLabeller labeller) {
        this.vertx = vertx;
        this.database = database;
        this.labeller = labeller;
    }

    /**
     * One window.
     *
     * @param features {@link Feature#COUNT} numbers, NaN where one cannot be told
     * @param model the version of the model
     */
    public record Seen(LabelledWindow window, List<Float> features, String model) {}

    /**
     * The windows that lie within a time, of motion that begins in it, in order; fails when the model is out.
     *
     * @param from microseconds since 1970 UTC, included
     * @param to included
     */
    public Future<List<Seen>> of(long pairingId, long from, long to) {
        return database.ask(pool -> InputRepository.motions(pool, pairingId, from, to + 1, MOST_PIECES))
                .compose(motions -> motions.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : labeller.label(motions)
                                .compose(labelled -> vertx.executeBlocking(() -> seen(motions, labelled, to), false)));
    }

    private static List<Seen> seen(List<Motion> motions, List<LabelledMotion> labelled, long to) {
        var features = new MotionFeatures();
        var seen = new ArrayList<Seen>();
        for (var i = 0; i < motions.size(); i++) {
            var rows = features.of(motions.get(i));
            var windows = labelled.get(i).windows();
            for (var window = 0; window < windows.size(); window++) {
                var one = windows.get(window);
                if (one.t0() + one.micros() <= to) {
                    var row = Arrays.copyOfRange(rows, window * Feature.COUNT, (window + 1) * Feature.COUNT);
                    seen.add(new Seen(one, boxed(row), labelled.get(i).model()));
                }
            }
        }
        return seen;
    }

    private static List<Float> boxed(float[] row) {
        var numbers = new ArrayList<Float>(row.length);
        for (var number : row) {
            numbers.add(number);
        }
        return numbers;
    }
}
