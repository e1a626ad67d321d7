package ai.petty.inference.behaviour;

import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;

/**
 * What is known of a stretch of one doing, with its interruptions. What comes after its last sight waits until there is another: then it
 * was an interruption, else it is none of its.
 */
final class Bout implements Layout.Laid {
    private static final double MILLI = 1e3;

    private Doing doing = Doing.REST;
    private long from;
    private long last;
    private int sights;
    private int readings;
    private long ownMicros;
    private long otherMicros;
    private long coveredMicros;
    private long wayMm;
    private HeartRates heart = new HeartRates();
    private int windows;
    private int lying;
    private long probabilityMilli;
    private long movingMilli;
    private long waitingOwn;
    private long waitingOther;
    private long waitingCovered;
    private long waitingMm;

    /** For what is read from a layout. */
    Bout() {}

    static Bout of(Sight first) {
        var bout = new Bout();
        bout.doing = first.doing();
        bout.from = first.t();
        bout.join(first);
        return bout;
    }

    Bout copy() {
        var copy = new Bout();
        copy.doing = doing;
        copy.from = from;
        copy.last = last;
        copy.sights = sights;
        copy.readings = readings;
        copy.ownMicros = ownMicros;
        copy.otherMicros = otherMicros;
        copy.coveredMicros = coveredMicros;
        copy.wayMm = wayMm;
        copy.heart = heart.copy();
        copy.windows = windows;
        copy.lying = lying;
        copy.probabilityMilli = probabilityMilli;
        copy.movingMilli = movingMilli;
        copy.waitingOwn = waitingOwn;
        copy.waitingOther = waitingOther;
        copy.waitingCovered = waitingCovered;
        copy.waitingMm = waitingMm;
        return copy;
    }

    /** Time has passed, and way, since the last sight of the pet. */
    void pass(long micros, Doing did, long covered, long legMm) {
        if (did == doing) {
            waitingOwn += micros;
        } else {
            waitingOther += micros;
        }
        waitingCovered += covered;
        waitingMm += legMm;
    }

    /** @param sight one of the same doing */
    void join(Sight sight) {
        last = sight.t();
        ownMicros += waitingOwn;
        otherMicros += waitingOther;
        coveredMicros += waitingCovered;
        wayMm += waitingMm;
        waitingOwn = 0;
        waitingOther = 0;
        waitingCovered = 0;
        waitingMm = 0;
        sights++;
        if (sight.isReading()) {
            readings++;
        }
        if (sight.hr() != null) {
            heart.add(sight.hr());
        }
        if (sight.window() != null) {
            join(sight.window());
        }
    }

    private void join(LabelledWindow window) {
        windows++;
        lying += window.label() == MotionLabel.LYING ? 1 : 0;
        probabilityMilli += Math.round(window.probability() * MILLI);
        movingMilli += Math.round(window.moving() * MILLI);
    }

    Doing doing() {
        return doing;
    }

    long from() {
        return from;
    }

    long last() {
        return last;
    }

    long micros() {
        return last - from;
    }

    int sights() {
        return sights;
    }

    HeartRates heart() {
        return heart;
    }

    int windows() {
        return windows;
    }

    /** Of the windows of motion the part in which it lay, 0..1. */
    double lyingShare() {
        return (double) lying / windows;
    }

    /** The mean probability that it moved, 0..1. */
    double movingShare() {
        return movingMilli / MILLI / windows;
    }

    /** By how much the doing outweighs its interruptions, in microseconds, with what waits. */
    long score() {
        return ownMicros + waitingOwn - otherMicros - waitingOther;
    }

    /** Of its time that without interruptions, 0..1. */
    double ownShare() {
        return ownMicros + otherMicros == 0 ? 1 : (double) ownMicros / (ownMicros + otherMicros);
    }

    /** How far it is from being half interruption, and how sure the model was where it had a say, 0..1. */
    double margin() {
        var share = 2 * ownShare() - 1;
        return windows == 0 ? share : (share + probabilityMilli / MILLI / windows) / 2;
    }

    Draft draft(Behaviour behaviour, String model) {
        var draft = new Draft(behaviour, from, last, coveredMicros)
                .with("readings", readings)
                .with("own_share", ownShare())
                .with("distance_m", wayMm / MILLI)
                .with(heart);
        if (windows > 0) {
            draft.with("motion_windows", windows)
                    .with("moving_share", movingShare())
                    .with(model);
        }
        return draft;
    }

    @Override
    public void lay(Layout layout) {
        doing = Doing.ALL[layout.count(doing.number(), Doing.ALL.length - 1)];
        from = layout.time(from);
        last = layout.time(last);
        sights = layout.count(sights, Integer.MAX_VALUE);
        readings = layout.count(readings, Integer.MAX_VALUE);
        ownMicros = layout.number(ownMicros);
        otherMicros = layout.number(otherMicros);
        coveredMicros = layout.number(coveredMicros);
        wayMm = layout.number(wayMm);
        heart.lay(layout);
        windows = layout.count(windows, Integer.MAX_VALUE);
        if (windows > 0) {
            lying = layout.count(lying, Integer.MAX_VALUE);
            probabilityMilli = layout.number(probabilityMilli);
            movingMilli = layout.number(movingMilli);
        }
        waitingOwn = layout.number(waitingOwn);
        waitingOther = layout.number(waitingOther);
        waitingCovered = layout.number(waitingCovered);
        waitingMm = layout.number(waitingMm);
    }
}
