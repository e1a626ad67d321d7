package ai.petty.simulator;

/**
 * How far a dog's heart and breath are above rest, from what it did in the last minutes: they follow what it does with a
 * lag. Simulated: no recording that we have pairs heart rate with exercise.
 */
final class Exertion {
    private static final double LAG_S = 18;
    /** Ten lags: what was before that is forgotten. */
    private static final double MEMORY_S = 180;

    private final Routine routine;

    Exertion(Routine routine) {
        this.routine = routine;
    }

    record Rise(float heart, float breath) {}

    Rise at(double seconds) {
        var end = routine.moment(seconds);
        var heart = 0.0;
        var breath = 0.0;
        var earliest = routine.moment(seconds - MEMORY_S);
        for (var round = earliest.round(); round <= end.round(); round++) {
            for (var bout : routine.bouts(round)) {
                var from = Math.max(bout.startS(), round == earliest.round() ? earliest.atS() : 0);
                var to = Math.min(bout.endS(), round == end.round() ? end.atS() : routine.roundS());
                if (to > from) {
                    var kept = Math.exp((from - to) / LAG_S);
                    heart = bout.behaviour().heartRise() * (1 - kept) + heart * kept;
                    breath = bout.behaviour().breathRise() * (1 - kept) + breath * kept;
                }
            }
        }
        return new Rise((float) heart, (float) breath);
    }
}
