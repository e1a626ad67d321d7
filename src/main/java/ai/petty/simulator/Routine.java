package ai.petty.simulator;

import java.util.List;

/**
 * What a dog does when: rounds of one length, each made of bouts. A function of the time, so that any collar time can be
 * asked for at any moment.
 */
interface Routine {

    /**
     * One stretch of one behaviour.
     *
     * @param startS seconds from the start of the round
     * @param source where the motion of this stretch is recorded; {@link Source#INVENTED} when it is not
     */
    record Bout(double startS, double durationS, Behaviour behaviour, Source source) {
        double endS() {
            return startS + durationS;
        }
    }

    /** A place in a recording: which of the playlist, and the sample at which the bout begins. */
    record Source(int recording, int firstSample) {
        static final Source INVENTED = new Source(-1, 0);
    }

    /** A time as the routine sees it. */
    record Moment(long round, double atS) {}

    /** Seconds of one round. */
    double roundS();

    /** The bouts of a round, in order, without gaps. */
    List<Bout> bouts(long round);

    /** @param seconds of the collar's time since the collar began, also before it */
    default Moment moment(double seconds) {
        var round = (long) Math.floor(seconds / roundS());
        return new Moment(round, seconds - round * roundS());
    }

    default Bout boutAt(Moment moment) {
        var bouts = bouts(moment.round());
        for (var bout : bouts) {
            if (moment.atS() < bout.endS()) {
                return bout;
            }
        }
        return bouts.getLast();
    }

    /**
     * One way out and back.
     *
     * @param number tells it from every other
     * @param goneM metres gone of it
     * @param wholeM its length in metres; 0 at home
     */
    record Outing(long number, double goneM, double wholeM) {
        static final Outing NONE = new Outing(-1, 0, 0);
    }

    /** The way that the dog is on: a round is one, unless the routine knows better. */
    default Outing outing(Moment moment) {
        return new Outing(moment.round(), metres(moment), metres(new Moment(moment.round(), roundS())));
    }

    /** Metres gone since the start of the round. */
    default double metres(Moment moment) {
        var metres = 0.0;
        for (var bout : bouts(moment.round())) {
            metres += Math.clamp(moment.atS() - bout.startS(), 0, bout.durationS())
                    * bout.behaviour().speedMps();
        }
        return metres;
    }
}
