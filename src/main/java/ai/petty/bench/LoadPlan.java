package ai.petty.bench;

import java.time.Duration;

/**
 * What the generator is to do.
 *
 * @param batch readings in one request
 * @param collars how many collars take turns
 * @param firstUse where the collars' use counters begin, so that two runs on one database do not meet
 * @param bearer the secret for the Authorization header; empty for none
 * @param visitAll whether the warm-up lasts until every collar has had its turn
 */
record LoadPlan(
        Wire wire,
        int port,
        int batch,
        int connections,
        int collars,
        int firstUse,
        String bearer,
        boolean visitAll,
        Duration warmUp,
        Duration measure) {}
