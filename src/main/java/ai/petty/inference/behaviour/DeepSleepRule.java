package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;

/** Deep Sleep, as v1 has always told it: at rest with a low heart rate that hardly changes. */
record DeepSleepRule(BehaviourOptions.DeepSleep options) implements Rule {
    private static final int REST = 0;
    private static final double SPARE = 0.1;
    private static final double HALF_READINGS = 2;

    @Override
    public int activity() {
        return REST;
    }

    @Override
    public int fewest() {
        return options.fewest();
    }

    @Override
    public boolean counts(Reading reading) {
        return reading.hr() != null;
    }

    @Override
    public boolean looksAtPlaces() {
        return false;
    }

    @Override
    public boolean holds(Evidence evidence) {
        var heart = evidence.heart();
        return heart.count() >= options.fewest()
                && heart.meanIsWithin(options.leastBpm(), options.mostBpm())
                && heart.deviatesByLessThan(options.deviationBpm());
    }

    @Override
    public boolean holdsClearly(Evidence part) {
        var spare = options.deviationBpm() * SPARE;
        return part.micros() >= Span.micros(options.shortestPart())
                && part.heart().meanIsWithin(options.leastBpm() + spare, options.mostBpm() - spare)
                && part.heart().deviatesByLessThan(options.deviationBpm() - spare);
    }

    @Override
    public boolean isHopeless(Evidence evidence) {
        return false;
    }

    @Override
    public boolean isPremature(Evidence evidence) {
        return false;
    }

    @Override
    public Draft draft(Evidence evidence) {
        var heart = evidence.heart();
        var level = Confidence.within(heart.meanBpm(), options.leastBpm(), options.mostBpm());
        var steadiness = 1 - heart.deviationBpm() / options.deviationBpm();
        return evidence.draft(Behaviour.DEEP_SLEEP)
                .sure(Confidence.amount(heart.count(), HALF_READINGS), (level + steadiness) / 2);
    }
}
