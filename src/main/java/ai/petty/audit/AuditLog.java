package ai.petty.audit;

import io.vertx.core.Future;

/** Where what was done is written down. */
public interface AuditLog {
    /** Completes when the entry is stored. Callers that answer before that use {@link Future#onFailure} to log. */
    Future<Void> record(AuditEntry entry);
}
