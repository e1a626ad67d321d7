package ai.petty.audit;

import ai.petty.audit.AuditEntry.Outcome;
import java.util.UUID;

/**
 * An entry of the log, as the person is told it who did it or to whom it was done.
 *
 * @param run with {@code n} its place in the log
 * @param at microseconds since 1970 UTC
 * @param object as in {@link AuditEntry}: their own account by its id, nobody else's by anything
 * @param isOwn they did it themself; otherwise it was done to their account, by whom is not told
 */
public record PersonsAct(UUID run, long n, long at, String action, String object, Outcome outcome, boolean isOwn) {}
