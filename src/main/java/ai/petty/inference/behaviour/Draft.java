package ai.petty.inference.behaviour;

import java.util.SortedMap;
import java.util.TreeMap;

/** An episode but for whose it is. */
final class Draft {
    static final String RULES = "rules";

    private final Behaviour behaviour;
    private final long from;
    private final long to;
    private final double coverage;
    private final SortedMap<String, Double> evidence = new TreeMap<>();
    private double confidence;
    private String model = RULES;

    /** @param coveredMicros what of its time was observed */
    Draft(Behaviour behaviour, long from, long to, long coveredMicros) {
        this.behaviour = behaviour;
        this.from = from;
        this.to = to;
        this.coverage = to == from ? 1 : Math.clamp((double) coveredMicros / (to - from), 0, 1);
    }

    Draft with(String name, double number) {
        evidence.put(name, number);
        return this;
    }

    Draft with(HeartRates heart) {
        heart.tell(evidence);
        return this;
    }

    Draft sure(double amount, double margin) {
        confidence = Confidence.of(amount, margin, coverage);
        return this;
    }

    /** @param version of the motion model that had a say */
    Draft with(String version) {
        model = RULES + '+' + version;
        return this;
    }

    Episode told(long pairingId, boolean isOpen) {
        return new Episode(
                new EpisodeId(pairingId, behaviour, from),
                to,
                isOpen,
                (float) confidence,
                (float) coverage,
                model,
                evidence);
    }
}
