package ai.petty.history;

import ai.petty.pets.location.PositionView;
import java.util.List;
import java.util.Optional;

/**
 * The way a pet has gone.
 *
 * @param stretches in the order of time, each free of gaps, none empty
 * @param nextFrom where the rest starts when there were more positions than one answer holds, microseconds since 1970 UTC
 */
public record Track(List<List<Fix>> stretches, Optional<Long> nextFrom) {
    Track seenBy(PositionView view) {
        return new Track(
                stretches.stream()
                        .map(stretch -> stretch.stream()
                                .flatMap(fix -> Seen.by(view, fix).stream())
                                .toList())
                        .filter(stretch -> !stretch.isEmpty())
                        .toList(),
                nextFrom);
    }
}
