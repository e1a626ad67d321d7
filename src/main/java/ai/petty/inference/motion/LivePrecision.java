package ai.petty.inference.motion;

import java.util.List;

/** How often the people of pets have said that a behaviour was told rightly. */
@FunctionalInterface
public interface LivePrecision {
    /** As it is remembered: nothing is waited for. */
    List<Precision> perBehaviour();

    /**
     * One behaviour as one model told it.
     *
     * @param model what found it: {@code rules} alone, or with the version of a motion model
     * @param judged how many times somebody has said right or wrong, and {@code people} how many have
     * @param precision share of right, 0..1, with the lower and the upper end of its interval
     */
    record Precision(
            String behaviour, String model, long judged, long people, double precision, double low, double high) {}
}
