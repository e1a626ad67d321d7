package ai.petty.simulator;

import static ai.petty.simulator.Behaviour.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Five minutes of a dog in a park, again and again with other durations: it rests, walks, fetches a ball three times and
 * strolls back. Short enough that every kind of activity is seen within a demo's minute at five times the true speed.
 */
final class InventedRoutine implements Routine {
    private static final double ROUND_S = 300;
    private static final double SPREAD = 0.3;
    private static final long PHASE = -1;

    private record Part(Behaviour behaviour, double seconds) {}

    private static final List<Part> PARTS = List.of(
            new Part(LYING, 70),
            new Part(SITTING, 20),
            new Part(STANDING, 10),
            new Part(WALKING, 55),
            new Part(RUNNING, 22),
            new Part(STANDING, 12),
            new Part(RUNNING, 22),
            new Part(STANDING, 12),
            new Part(RUNNING, 22),
            new Part(SITTING, 12),
            new Part(WALKING, 33),
            new Part(SITTING, 10));

    private final Chance chance;
    private final double phaseS;
    /** The round asked for last: every sample of a window asks for it again. */
    private Round last = new Round(Long.MIN_VALUE, List.of());

    private record Round(long number, List<Bout> bouts) {}

    InventedRoutine(Chance chance) {
        this.chance = chance;
        this.phaseS = chance.uniform(PHASE) * ROUND_S;
    }

    @Override
    public double roundS() {
        return ROUND_S;
    }

    @Override
    public Moment moment(double seconds) {
        return Routine.super.moment(seconds + phaseS);
    }

    @Override
    public List<Bout> bouts(long round) {
        if (last.number() != round) {
            last = new Round(round, made(round));
        }
        return last.bouts();
    }

    private List<Bout> made(long round) {
        var ofRound = chance.of(round);
        var lengths = new double[PARTS.size()];
        var total = 0.0;
        for (var i = 0; i < lengths.length; i++) {
            lengths[i] = PARTS.get(i).seconds() * (1 + SPREAD * (2 * ofRound.uniform(i) - 1));
            total += lengths[i];
        }
        var bouts = new ArrayList<Bout>(lengths.length);
        var start = 0.0;
        for (var i = 0; i < lengths.length; i++) {
            var length = lengths[i] * ROUND_S / total;
            bouts.add(new Bout(start, length, PARTS.get(i).behaviour(), Source.INVENTED));
            start += length;
        }
        return bouts;
    }
}
