package ai.petty.ingest;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A checked window of raw motion. Its identity is (pairing, {@code t0}); everything else is its values.
 *
 * @param t0 time of the first sample, microseconds since 1970 UTC
 * @param rateHz samples a second, 10..100
 * @param accScale g for one count
 * @param gyroScale deg/s for one count; null when there is no gyroscope
 * @param samples little-endian int16, interleaved: ax ay az, then gx gy gz when there is a gyroscope
 */
public record Motion(
        long t0, float rateHz, float accScale, @Nullable Float gyroScale, Buffer samples) {}
