package ai.petty.app;

import ai.petty.feedback.Verdict;
import ai.petty.inference.motion.LivePrecision;
import ai.petty.timeline.Calibration;
import ai.petty.timeline.Corrections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lets rooms speak to each other that do not know each other. */
final class Joins {
    /** What it was is not known, only that it was not that. */
    private static final String UNKNOWN = "unknown";

    private Joins() {}

    /** What people say was wrong, for those who show events. */
    static Corrections corrections(ai.petty.feedback.Corrections said) {
        return (petId, from, to) -> said.of(petId, from, to).map(all -> all.entrySet().stream()
                .filter(one -> one.getValue().verdict() == Verdict.INCORRECT)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        one -> new Corrections.Correction(
                                one.getValue().corrected().orElse(UNKNOWN),
                                one.getValue().givenAt()))));
    }

    /** What people's verdicts say a confidence is worth. */
    static Calibration calibration(ai.petty.feedback.Calibration learnt) {
        return petId -> learnt.forPet(petId)
                .map(calibrated -> (behaviour, raw) -> calibrated.confidence(behaviour, (float) raw));
    }

    /** How often people find that a behaviour was told rightly, whatever found it. */
    static LivePrecision precision(ai.petty.feedback.Precision measured) {
        return () -> measured.measured(Optional.empty()).map(found -> found.stream()
                .map(one -> new LivePrecision.Precision(
                        one.behaviour().wireName(), one.verdicts(), one.share(), one.low(), one.high()))
                .toList());
    }
}
