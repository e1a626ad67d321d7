package ai.petty.identity;

import ai.petty.audit.AuditEntry;
import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.AuditLog;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what people do with their accounts. Nobody waits for it, so it makes no answer slower than another. */
public final class Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Acts.class);

    private final AuditLog log;

    public Acts(AuditLog log) {
        this.log = log;
    }

    /**
     * @param actor empty where nobody knows who it was
     * @param action dotted name: {@code session.begun}
     * @param object what it was done on: {@code session:6f96…}
     */
    public void note(Optional<UUID> actor, String action, String object, Outcome outcome, Visitor visitor) {
        log.record(new AuditEntry(actor, action, object, outcome, visitor.address(), visitor.correlationId()))
                .onFailure(cause -> LOG.atError()
                        .addKeyValue("action", action)
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("An act could not be written to the audit log"));
    }

    /** What an account did with itself. */
    public void done(UUID account, String action, Visitor visitor) {
        note(Optional.of(account), action, "account:" + account, Outcome.DONE, visitor);
    }

    /** What was not let happen to an account. */
    public void refused(Optional<UUID> account, String action, Visitor visitor) {
        note(
                account,
                action,
                account.map(known -> "account:" + known).orElse("account:unknown"),
                Outcome.REFUSED,
                visitor);
    }
}
