package ai.petty.app;

import ai.petty.alerts.Alerts;
import ai.petty.alerts.RestingHeart;
import ai.petty.alerts.rules.Rule;
import ai.petty.feedback.Verdict;
import ai.petty.inference.motion.LivePrecision;
import ai.petty.plan.OpenAlerts;
import ai.petty.timeline.Calibration;
import ai.petty.timeline.Corrections;
import ai.petty.timeline.days.Baselines;
import ai.petty.timeline.days.Usual;
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
        return (petId, from, to) -> said.of(petId, from, to)
                .map(all -> all.entrySet().stream()
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

    /** What is usual for a pet, for those who judge whether its heart beats too fast; they are in a transaction and cannot wait. */
    static RestingHeart hearts(Baselines baselines) {
        return petId -> {
            var asked = baselines.restingHeartRate(petId);
            return asked.succeeded() ? known(asked.result()) : new RestingHeart.NotYet();
        };
    }

    private static RestingHeart.Known known(Optional<Usual> heartRate) {
        return heartRate
                .<RestingHeart.Known>map(
                        usual -> new RestingHeart.Resting(usual.value(), usual.source() == Usual.Source.OWN ? 1 : 0))
                .orElseGet(RestingHeart.Nothing::new);
    }

    /** What is wrong right now, in sentences for a plan. */
    static OpenAlerts open(Alerts alerts) {
        return petId -> alerts.open(petId)
                .map(open ->
                        open.stream().map(alert -> sentence(alert.id().rule())).toList());
    }

    private static String sentence(Rule rule) {
        return switch (rule) {
            case HIGH_HEART_RATE -> "Its heart beats faster at rest than is usual for it.";
            case INACTIVITY -> "It has hardly moved for a long time.";
            case GEOFENCE -> "It is outside its safe places.";
            case LOW_BATTERY -> "Its collar's battery is low.";
            case OFFLINE -> "Its collar has not been heard of.";
        };
    }

    /** How often people find that a behaviour was told rightly. */
    static LivePrecision precision(ai.petty.feedback.Precision found) {
        return () -> found.measured().stream()
                .map(one -> new LivePrecision.Precision(
                        one.behaviour().wireName(),
                        one.model(),
                        one.verdicts(),
                        one.people(),
                        one.share(),
                        one.low(),
                        one.high()))
                .toList();
    }
}
