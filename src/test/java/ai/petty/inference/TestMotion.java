package ai.petty.inference;

import ai.petty.inference.motion.Feature;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionFeatures;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.ingest.Motion;
import ai.petty.store.TestDatabase;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Puts motion straight into the tables, with the labels that it got, as ingest and evaluation leave it there. */
public final class TestMotion {
    public static final float RATE_HZ = 50;
    public static final long HOP = 1_000_000;
    public static final long WINDOW = 2 * HOP;
    private static final float ACC_SCALE = 16f / 32768;
    private static final int AXES = 3;

    private TestMotion() {}

    /** A dog that goes, the harder the later it begins: no two pieces are alike. */
    public static Motion piece(long t0, int seconds) {
        var samples = Buffer.buffer();
        var strength = 0.1 + t0 / 1e6 % 997 / 997;
        for (var i = 0; i < seconds * RATE_HZ; i++) {
            for (var axis = 0; axis < AXES; axis++) {
                var g = (axis == 2 ? 0.9 : 0.1) + strength * StrictMath.sin(4 * Math.PI * i / RATE_HZ + axis);
                samples.appendShortLE((short) Math.round(g / ACC_SCALE));
            }
        }
        return new Motion(t0, RATE_HZ, ACC_SCALE, null, samples);
    }

    public static List<LabelledWindow> labels(Motion motion, MotionLabel label, float probability) {
        var windows = new ArrayList<LabelledWindow>();
        for (var i = 0; i < new MotionFeatures().of(motion).length / Feature.COUNT; i++) {
            windows.add(new LabelledWindow(motion.t0() + i * HOP, WINDOW, label, probability, 0.5f));
        }
        return windows;
    }

    public static void store(TestDatabase database, long pairingId, Motion motion) {
        database.execute(
                """
                insert into motion (pairing_id, t0, received_at, rate_hz, acc_scale, samples)
                values (?, timestamptz 'epoch' + ? * interval '1 microsecond', now(), ?, ?, ?)""",
                pairingId,
                motion.t0(),
                motion.rateHz(),
                motion.accScale(),
                motion.samples().getBytes());
    }

    public static void label(
            TestDatabase database, long pairingId, long t0, String model, List<LabelledWindow> windows) {
        database.execute("""
                insert into motion_label (pairing_id, t0, model, windows)
                values (?, timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?)""", pairingId, t0, model, LabelCodec.encode(t0, windows));
    }

    /** As the column of labels has them. */
    public static byte[] encoded(long t0, List<LabelledWindow> windows) {
        return LabelCodec.encode(t0, windows);
    }
}
