package ai.petty.identity;

import ai.petty.audit.AuditEntry;
import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.audit.AuditLog;
import ai.petty.problem.Refusal;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what people do with their accounts. Nobody waits for {@link #note}, so it makes no answer slower than another;
 * {@link #written} is for acts that nobody may do unseen.
 */
public final class Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Acts.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration A_LOOK = Duration.ofMinutes(10);
    private static final int MOST_LOOKS = 100_000;
    private static final Duration A_REFUSAL = Duration.ofMinutes(1);
    private static final int MOST_REFUSALS = 300;

    private final AuditLog log;
    private final Lately looks;
    private final Lately refusals;

    public Acts(AuditLog log) {
        this(log, Ticker.systemTicker());
    }

    Acts(AuditLog log, Ticker ticker) {
        this.log = log;
        this.looks = new Lately(A_LOOK, MOST_LOOKS, ticker);
        this.refusals = new Lately(A_REFUSAL, MOST_REFUSALS, ticker);
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

    /**
     * As {@link #note}, and waits for the row, a few seconds at the most. Asked before an act that only reads, there is none without a row.
     *
     * @return fails with a {@link Refusal} of kind UNAVAILABLE when it is not written down in time; it is later, as soon as this process
     *     can
     */
    public Future<Void> written(Optional<UUID> actor, String action, String object, Outcome outcome, Visitor visitor) {
        return log.record(new AuditEntry(actor, action, object, outcome, visitor.address(), visitor.correlationId()))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(
                        cause instanceof Refusal
                                ? cause
                                : Refusal.unavailable(
                                        "audit.unavailable", "This cannot be written down right now.", PATIENCE)));
    }

    /** As {@link #note} of somebody who looks again and again: one row for ten minutes. */
    public void looked(Optional<UUID> actor, String action, String object, Visitor visitor) {
        if (looks.isFirst(new Lately.Act(actor, action, object, Optional.empty()))) {
            note(actor, action, object, Outcome.DONE, visitor);
        }
    }

    /** What an account did with itself. */
    public void done(UUID account, String action, Visitor visitor) {
        note(Optional.of(account), action, "account:" + account, Outcome.DONE, visitor);
    }

    /**
     * What was not let happen to an account. Strangers can try without end, so the same from the same address is one row a minute, and of all
     * of them no more than some hundred a minute are written down by a process; the log says when there were more.
     */
    public void refused(Optional<UUID> account, String action, Visitor visitor) {
        var object = account.map(known -> "account:" + known).orElse("account:unknown");
        if (refusals.isFirst(new Lately.Act(account, action, object, visitor.address()))) {
            note(account, action, object, Outcome.REFUSED, visitor);
        }
    }
}
