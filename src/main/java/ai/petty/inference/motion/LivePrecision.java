package ai.petty.inference.motion;

import io.vertx.core.Future;
import java.util.List;

/** How often the people of pets have said that a behaviour was told rightly. */
@FunctionalInterface
public interface LivePrecision {
    /** Where nobody has said anything. */
    LivePrecision NOTHING_YET = () -> Future.succeededFuture(List.of());

    Future<List<Precision>> perBehaviour();

    /**
     * One behaviour.
     *
     * @param judged how many times somebody has said right or wrong
     * @param precision share of right, 0..1, with the lower and the upper end of its interval
     */
    record Precision(String behaviour, long judged, double precision, double low, double high) {}
}
