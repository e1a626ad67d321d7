package ai.petty.feedback;

import io.vertx.core.Future;
import java.util.List;

/** Tells which windows of motion lie within an event, with their features. */
@FunctionalInterface
public interface WindowEvidence {
    /** So many are kept with a verdict at the most: two minutes of two-second windows, half overlapping. */
    int MOST = 120;

    /** Where there is no motion. */
    WindowEvidence NONE = (pairingId, from, to) -> Future.succeededFuture(List.of());

    /**
     * @param from first microsecond since 1970 UTC, and {@code to} the last
     * @return in the order of time, at most {@link #MOST}, spread over the whole of it where there are more
     */
    Future<List<MotionEvidence>> of(long pairingId, long from, long to);
}
