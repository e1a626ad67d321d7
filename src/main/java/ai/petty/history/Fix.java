package ai.petty.history;

import ai.petty.ingest.Reading;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pet was.
 *
 * @param t microseconds since 1970 UTC
 * @param latE6 degrees times 1e6, WGS 84
 * @param lonE6 degrees times 1e6, WGS 84
 * @param accuracyM radius in metres
 */
public record Fix(long t, int latE6, int lonE6, @Nullable Float accuracyM) {
    static Optional<Fix> of(Reading reading) {
        var lat = reading.latE6();
        var lon = reading.lonE6();
        return lat == null || lon == null
                ? Optional.empty()
                : Optional.of(new Fix(reading.t(), lat, lon, reading.accuracyM()));
    }
}
