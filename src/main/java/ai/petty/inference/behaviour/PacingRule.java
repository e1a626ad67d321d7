package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;

/** Anxious Pacing, as v1 has always told it: walking, but never away from a place, with a heart rate above rest. */
record PacingRule(BehaviourOptions.Pacing options) implements Rule {
    private static final int WALK = 1;
    private static final double SPARE = 0.1;
    private static final double HALF_READINGS = 4;
    private static final long TWO_MINUTES = 120_000_000L;
    private static final double STRAIGHT = 0.5;

    @Override
    public int activity() {
        return WALK;
    }

    @Override
    public int fewest() {
        return options.fewest();
    }

    @Override
    public boolean counts(Reading reading) {
        return true;
    }

    @Override
    public boolean looksAtPlaces() {
        return true;
    }

    @Override
    public boolean holds(Evidence evidence) {
        return evidence.area().positions() >= options.fewest()
                && evidence.heart().count() >= options.fewest()
                && evidence.heart().meanIsWithin(options.leastBpm(), options.mostBpm())
                && !isHopeless(evidence)
                && evidence.area().radiusM() <= options.radiusM();
    }

    @Override
    public boolean holdsClearly(Evidence part) {
        return part.micros() >= Span.micros(options.shortestPart())
                && part.area().radiusM() <= options.radiusM() * (1 - SPARE);
    }

    /** Of two positions that are twice the radius apart one is always farther from the centroid than that. */
    @Override
    public boolean isHopeless(Evidence evidence) {
        return evidence.area().widthM() > 2 * options.radiusM() + 1;
    }

    /** The first hundred metres of every walk lie within 70 m of their centroid. */
    @Override
    public boolean isPremature(Evidence evidence) {
        return evidence.micros() < TWO_MINUTES && evidence.area().straightness() > STRAIGHT;
    }

    @Override
    public Draft draft(Evidence evidence) {
        var area = evidence.area();
        var radiusM = area.radiusM();
        var level = Confidence.within(evidence.heart().meanBpm(), options.leastBpm(), options.mostBpm());
        var nearness = 1 - radiusM / options.radiusM();
        var turning = 1 - area.straightness();
        var fewer = Math.min(area.positions(), evidence.heart().count());
        return evidence.draft(Behaviour.ANXIOUS_PACING)
                .with("positions", area.positions())
                .with("radius_m", radiusM)
                .with("path_m", area.pathM())
                .sure(Confidence.amount(fewer, HALF_READINGS), (level + nearness + turning) / 3);
    }
}
