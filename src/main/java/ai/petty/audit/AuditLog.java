package ai.petty.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where what was done is written down. */
public interface AuditLog {
    /**
     * Completes when the entry is stored. An entry that was taken is held while the database is away, for as long as the process
     * lives, so whoever waits sets a limit of its own. Callers that answer before that use {@link Future#onFailure} to log.
     * Never wait for it inside a transaction: it is written by another.
     *
     * @return fails with a {@link ai.petty.problem.Refusal} of kind UNAVAILABLE when too much is waiting, or when the process ends
     *     while the database is away; whether the act is then refused too is for the caller to decide
     */
    Future<Void> record(AuditEntry entry);

    /**
     * Lets nothing tie what an account did to it any more: for its erasure, in the erasing transaction. What it does
     * afterwards is written down without an actor.
     */
    Future<Void> forget(SqlClient transaction, UUID account);

    /**
     * What an account did and what was done to it, the oldest first; nothing once it is forgotten.
     *
     * @param after the last that was told already
     */
    Future<List<PersonsAct>> of(UUID account, Optional<PersonsAct> after, int limit);
}
