package ai.petty.inference.behaviour;

import ai.petty.inference.motion.MotionLabel;

/**
 * Whether motion that came lately looked like running. A collar sends ten seconds of motion a minute and says only "playing" in between:
 * until the next motion that is taken for more of the same.
 */
final class Gait implements Layout.Laid {
    private static final int SURE = 3;
    /** A minute between two pieces of motion, and room for a late one. */
    private static final long HOLDS = 90 * Span.A_SECOND;

    private int score;
    private long t;

    Gait copy() {
        var copy = new Gait();
        copy.score = score;
        copy.t = t;
        return copy;
    }

    /** What no longer holds is forgotten, so that it does not tell two pasts apart. */
    void advance(long now) {
        if (now - t > HOLDS) {
            score = 0;
            t = 0;
        }
    }

    void see(MotionLabel label, long at) {
        score = Math.clamp((at - t > HOLDS ? 0 : score) + (label == MotionLabel.RUNNING ? 1 : -1), -SURE, SURE);
        t = at;
    }

    boolean isRunning(long now) {
        return score > 0 && now - t <= HOLDS;
    }

    @Override
    public void lay(Layout layout) {
        score = layout.whole(score);
        if (score != 0) {
            t = layout.time(t);
        }
    }
}
