package ai.petty.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A collar that lost its clock stamps wrongly, is told the server's time and sends again with its times put right. What
 * was refused although the two clocks agree is truly too old, and stays refused.
 */
final class Restamping {
    private static final String OUT_OF_WINDOW = "clock.out_of_window";
    private static final long AGREEMENT_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private Restamping() {}

    /**
     * What of a frame is worth another try.
     *
     * @param offsetMicros the server's clock minus the collar's
     */
    static Optional<Frame> of(Frame frame, List<ServerFrame.Rejected> rejected, long offsetMicros) {
        if (Math.abs(offsetMicros) <= AGREEMENT_MICROS) {
            return Optional.empty();
        }
        var late = rejected.stream()
                .filter(item -> item.codes().contains(OUT_OF_WINDOW))
                .mapToInt(ServerFrame.Rejected::index)
                .filter(index -> index >= 0 && index < frame.items())
                .toArray();
        if (late.length == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (frame) {
                    case Frame.Readings(var readings) -> {
                        var again = new ArrayList<CollarReading>();
                        for (var index : late) {
                            var reading = readings.get(index);
                            again.add(reading.at(reading.t() + offsetMicros));
                        }
                        yield new Frame.Readings(again);
                    }
                    case Frame.Motion(var t0, var rateHz, var accScale, var gyroScale, var samples) ->
                        new Frame.Motion(t0 + offsetMicros, rateHz, accScale, gyroScale, samples);
                });
    }
}
