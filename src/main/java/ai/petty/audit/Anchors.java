package ai.petty.audit;

import ai.petty.audit.AuditEntry.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Rows in which a run writes down where the others stand: a tail that is cut off one of them is missed by the others. */
final class Anchors {
    static final String STARTED = "audit.started";
    static final String ANCHORED = "audit.anchored";
    static final String STOPPED = "audit.stopped";
    private static final Set<String> ACTIONS = Set.of(STARTED, ANCHORED, STOPPED);
    private static final int MOST_HEADS = 100;
    /** At the start, of all the runs that wrote something lately; an earlier one's end is in somebody's anchor. */
    private static final Duration LATELY = Duration.ofDays(30);
    /** Clocks of two machines differ, and a row's time is taken before it is stored. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    private final AuditRepository repository;
    private final UUID ownRun;

    Anchors(AuditRepository repository, UUID ownRun) {
        this.repository = repository;
        this.ownRun = ownRun;
    }

    static boolean isAnchor(String action) {
        return ACTIONS.contains(action);
    }

    static Duration lately() {
        return LATELY;
    }

    /**
     * The entries of one anchor.
     *
     * @param since heads of runs that wrote nothing after this (microseconds since 1970) are left out
     */
    Future<List<AuditEntry>> entries(String action, long since) {
        return repository.heads(since - OVERLAP.toNanos() / 1_000).map(heads -> {
            var others =
                    heads.stream().filter(head -> !head.run().equals(ownRun)).toList();
            var entries = new ArrayList<AuditEntry>();
            // One at least: a start and a stop are told even where nobody else is.
            for (var from = 0; from == 0 || from < others.size(); from += MOST_HEADS) {
                entries.add(entry(action, others.subList(from, Math.min(others.size(), from + MOST_HEADS))));
            }
            return entries;
        });
    }

    private static AuditEntry entry(String action, List<Head> heads) {
        return new AuditEntry(
                Optional.empty(), action, Head.print(heads), Outcome.DONE, Optional.empty(), Optional.empty());
    }
}
