package ai.petty.audit;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is stored.
 *
 * @param at microseconds since 1970
 * @param actor a pseudonym
 * @param address a keyed hash
 */
record AuditRow(
        UUID run,
        long n,
        long at,
        @Nullable Buffer actor,
        String action,
        String object,
        String outcome,
        @Nullable Buffer address,
        @Nullable String correlationId,
        Buffer previous,
        Buffer hash) {
    AuditRow withHash(Buffer itsHash) {
        return new AuditRow(run, n, at, actor, action, object, outcome, address, correlationId, previous, itsHash);
    }

    Head head() {
        return new Head(run, n, hash);
    }
}
