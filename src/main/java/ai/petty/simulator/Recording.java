package ai.petty.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recording of a dog's motion, held as small as the wire sends it.
 *
 * @param rateHz samples a second, 10 to 100
 * @param gyroScale deg/s for one count; null without a gyroscope
 * @param samples {@code ax ay az [gx gy gz]} interleaved, counts
 * @param labels what the dog did, in order, without gaps
 */
@SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
record Recording(
        String name,
        double rateHz,
        float accScale,
        @Nullable Float gyroScale,
        short[] samples,
        List<Label> labels) {

    /** A run of samples of one behaviour. */
    record Label(Behaviour behaviour, int firstSample, int sampleCount) {}

    int axes() {
        return gyroScale == null ? 3 : 6;
    }

    int sampleCount() {
        return samples.length / axes();
    }

    double durationS() {
        return sampleCount() / rateHz;
    }
}
