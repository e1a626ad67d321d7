package ai.petty.bench;

import java.util.List;

/**
 * What the generator saw. It travels from its process to the orchestrator as one line of JSON.
 *
 * @param requests answered within the measured stretch
 * @param readings acknowledged within the measured stretch
 * @param seconds length of the measured stretch
 * @param p50Millis acknowledgement, from the first byte written to the last byte read
 * @param acknowledged readings acknowledged since the process began, warm-up and last answers included
 * @param sent readings sent since the process began
 * @param errors answers that were not what they should be; must be 0
 * @param firstErrors the first few of them, as text
 * @param cpuSeconds of the generator's process, within the measured stretch
 */
record LoadResult(
        long requests,
        long readings,
        double seconds,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        long acknowledged,
        long sent,
        long errors,
        List<String> firstErrors,
        double cpuSeconds) {

    double readingsPerSecond() {
        return readings / seconds;
    }

    double requestsPerSecond() {
        return requests / seconds;
    }
}
