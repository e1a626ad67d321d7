package ai.petty.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * One act. What may name a person is replaced before it is stored: the actor by a pseudonym whose key dies with the account,
 * the address by a hash with that key (with the log's own where nobody in particular acted).
 *
 * @param actor the account that acted; empty for nobody in particular or the process itself
 * @param action dotted name: {@code session.begun}, {@code member.invited}
 * @param object what it was done on: {@code pet:6f96…}, {@code collar:SN-1}; never an e-mail address or a name
 * @param address where it came from, as text; empty for the process itself
 * @param correlationId of the request; empty for the process itself
 */
public record AuditEntry(
        Optional<UUID> actor,
        String action,
        String object,
        Outcome outcome,
        Optional<String> address,
        Optional<String> correlationId) {
    public enum Outcome {
        DONE,
        REFUSED
    }
}
