package ai.petty.alerts.rules;

import java.util.SortedMap;

/** What becomes of an alert. Times are microseconds since 1970 UTC. */
public sealed interface Change {
    /** When it comes about. */
    long at();

    /**
     * There is one.
     *
     * @param since when that began which it is about: two of one pairing and rule never share it
     * @param evidence the numbers behind it, each named with its unit
     */
    record Opened(long since, long at, SortedMap<String, Double> evidence) implements Change {}

    /** It is over. */
    record Ended(long at, Ending ending) implements Change {}
}
