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

    /** An anchor fails while the database is away. */
    private static final Duration LATE = Duration.ofHours(6);

    private final AuditRepository repository;
    private final UUID ownRun;
    private final Duration between;

    /** @param interval between two anchors of a run */
    Anchors(AuditRepository repository, UUID ownRun, Duration interval) {
        this.repository = repository;
        this.between = interval.plus(LATE);
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
        var from = since - micros(OVERLAP);
        return repository.heads(from, from - micros(between)).map(heads -> {
            var others =
                    heads.stream().filter(head -> !head.run().equals(ownRun)).toList();
            var entries = new ArrayList<AuditEntry>();
            // One at least: a start and a stop are told even where nobody else is.
            for (var first = 0; first == 0 || first < others.size(); first += MOST_HEADS) {
                entries.add(entry(action, others.subList(first, Math.min(others.size(), first + MOST_HEADS))));
            }
            return entries;
        });
    }

    private static AuditEntry entry(String action, List<Head> heads) {
        return new AuditEntry(
                Optional.empty(), action, Head.print(heads), Outcome.DONE, Optional.empty(), Optional.empty());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
