package ai.petty.account;

import ai.petty.store.Micros;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A window of raw motion, in the words in which a collar has sent it.
 *
 * @param t0 time of the first sample, microseconds since 1970 UTC
 * @param rateHz samples a second
 * @param accScale g for one count
 * @param gyroScale degrees a second for one count; null when there is no gyroscope
 * @param samples little-endian int16, interleaved: ax ay az, then gx gy gz when there is a gyroscope
 */
record MotionWindow(
        long t0, float rateHz, float accScale, @Nullable Float gyroScale, Buffer samples) {
    /** A line of NDJSON. */
    String line(String serial) {
        var json = new JsonObject()
                .put("collar_id", serial)
                .put("t0", Micros.instant(t0).toString())
                .put("rate_hz", rateHz)
                .put("acc_scale", accScale);
        if (gyroScale != null) {
            json.put("gyro_scale", gyroScale);
        }
        return json.put("samples", samples).encode() + "\n";
    }
}
