package ai.petty.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;

/**
 * Times several kinds of work in random order, so that what else the machine does hits all alike: kinds that do not differ are
 * exchangeable then, however uneven the noise.
 */
final class Interleaved {
    private Interleaved() {}

    /** One piece of work. */
    interface Timed<K> {
        /**
         * @param nth how many of this kind came before
         * @return how long it took, milliseconds
         */
        double millis(K kind, int nth) throws IOException, InterruptedException;
    }

    /** As many times of each kind, milliseconds. */
    static <K extends Enum<K>> Map<K, double[]> times(Class<K> kinds, int each, Random random, Timed<K> work)
            throws IOException, InterruptedException {
        var order = new ArrayList<K>();
        var kindToMillis = new EnumMap<K, double[]>(kinds);
        var kindToCount = new EnumMap<K, Integer>(kinds);
        for (var kind : EnumSet.allOf(kinds)) {
            order.addAll(Collections.nCopies(each, kind));
            kindToMillis.put(kind, new double[each]);
        }
        Collections.shuffle(order, random);
        for (var kind : order) {
            var nth = kindToCount.merge(kind, 1, Integer::sum) - 1;
            kindToMillis.getOrDefault(kind, new double[0])[nth] = work.millis(kind, nth);
        }
        return kindToMillis;
    }
}
