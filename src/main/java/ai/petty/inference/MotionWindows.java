package ai.petty.inference;

import ai.petty.inference.InputRepository.LabelledPiece;
import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Looks again at motion that is stored: what each window was labelled as, and of what. No model is asked. */
public final class MotionWindows {
    /** Pieces of motion that are looked at for one question: all features of them take a few hundredths of a second. */
    private static final int MOST_PIECES = 15;

    private final Vertx vertx;
    private final Database database;

    public MotionWindows(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /**
     * One window.
     *
     * @param features {@link Feature#COUNT} numbers, NaN where one cannot be told
     * @param model the version of the model that labelled it
     */
    public record Seen(LabelledWindow window, List<Float> features, String model) {}

    /**
     * Labelled windows that lie within a time, of motion that begins in it, in order.
     *
     * @param from microseconds since 1970 UTC, included
     * @param to included
     * @param most so many at the most, spread over the whole time
     */
    public Future<List<Seen>> of(long pairingId, long from, long to, int most) {
        return database.ask(pool -> InputRepository.labelledMotions(pool, pairingId, from, to + 1, MOST_PIECES))
                .compose(pieces -> pieces.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : vertx.executeBlocking(() -> seen(pieces, to, most), false));
    }

    /** The window that is so many from the first of its piece. */
    private record Place(LabelledPiece piece, int window) {
        LabelledWindow label() {
            return piece.labels().windows().get(window);
        }
    }

    private static List<Seen> seen(List<LabelledPiece> pieces, long to, int most) {
        var places = new ArrayList<Place>();
        for (var piece : pieces) {
            var windows = piece.labels().windows();
            for (var window = 0; window < windows.size(); window++) {
                if (windows.get(window).t0() + windows.get(window).micros() <= to) {
                    places.add(new Place(piece, window));
                }
            }
        }
        return described(spread(places, most));
    }

    private static List<Place> spread(List<Place> places, int most) {
        if (places.size() <= most) {
            return places;
        }
        var some = new ArrayList<Place>(most);
        for (var i = 0; i < most; i++) {
            some.add(places.get((int) ((long) i * places.size() / most)));
        }
        return some;
    }

    private static List<Seen> described(List<Place> places) {
        var features = new MotionFeatures();
        var seen = new ArrayList<Seen>(places.size());
        var rows = new float[0];
        var of = -1L;
        for (var place : places) {
            var motion = place.piece().motion();
            if (motion.t0() != of) {
                rows = features.of(motion);
                of = motion.t0();
            }
            // Windows that were cut otherwise than today are not these rows.
            if (rows.length == place.piece().labels().windows().size() * Feature.COUNT) {
                seen.add(new Seen(
                        place.label(),
                        row(rows, place.window()),
                        place.piece().labels().model()));
            }
        }
        return seen;
    }

    private static List<Float> row(float[] rows, int window) {
        var numbers = new ArrayList<Float>(Feature.COUNT);
        for (var i = window * Feature.COUNT; i < (window + 1) * Feature.COUNT; i++) {
            numbers.add(rows[i]);
        }
        return numbers;
    }
}
