package ai.petty.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What must be written so that what was found stands.
 *
 * @param put new, not as it was, or settled since
 * @param changed those of them that are new or not as they were
 * @param gone no more found
 */
record Difference<K, T>(List<Found<T>> put, List<T> changed, Set<K> gone) {
    /** @param stands what is to be replaced by what was found: both of the same time */
    static <K, T> Difference<K, T> of(Map<K, Found<T>> stands, Map<K, Found<T>> found) {
        var put = new ArrayList<Found<T>>();
        var changed = new ArrayList<T>();
        found.forEach((key, one) -> {
            var old = stands.get(key);
            if (old == null || !old.what().equals(one.what())) {
                changed.add(one.what());
                put.add(one);
            } else if (!Objects.equals(old.settledAt(), one.settledAt())) {
                put.add(one);
            }
        });
        var gone = new HashSet<>(stands.keySet());
        gone.removeAll(found.keySet());
        return new Difference<>(put, changed, gone);
    }
}
