package ai.petty.audit;

import ai.petty.privacy.FieldCipher;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The chain of this process: turns entries into rows that follow one another, and knows which row is the last. */
final class AuditRun {
    private static final String ADDRESS_PURPOSE = "audit.address";
    private static final int LONGEST_TEXT = 500;

    private final UUID id;
    private final AuditRepository repository;
    private final FieldCipher cipher;
    private final Chain chain;
    private final InstantSource clock;
    /** Null after a failure that leaves open what was stored. */
    private @Nullable Head head;
    /** The last rows of what was tried to store the same entries, each of which may have been committed unheard. */
    private final Set<Head> attempts = ConcurrentHashMap.newKeySet();

    AuditRun(UUID id, AuditRepository repository, FieldCipher cipher, InstantSource clock) {
        this.id = id;
        this.repository = repository;
        this.cipher = cipher;
        this.chain = new Chain(cipher);
        this.clock = clock;
        this.head = Head.before(id);
    }

    /** Stores entries as the next rows: all of them, or none. One call at a time. */
    Future<Void> append(List<AuditEntry> entries, int tries) {
        attempts.clear();
        return attempt(entries, tries);
    }

    /** Stores entries whose {@link #append} has just failed, unless it has stored them after all. */
    Future<Void> again(List<AuditEntry> entries, int tries) {
        return lastRow().compose(last -> attempts.contains(last) ? Future.succeededFuture() : attempt(entries, tries));
    }

    private Future<Void> attempt(List<AuditEntry> entries, int tries) {
        var attempted = new AtomicReference<@Nullable Head>();
        return lastRow()
                .compose(last -> repository.append(accounts(entries), keys -> {
                    var rows = rows(last, entries, keys);
                    attempted.set(rows.getLast().head());
                    attempts.add(rows.getLast().head());
                    return rows;
                }))
                .onSuccess(nothing -> head = attempted.get())
                .recover(cause -> afterFailure(cause, entries, tries));
    }

    /**
     * A commit whose answer was lost is a commit. And one that was given up may still have happened after the last look: then the
     * numbers are taken, and the next look finds that it was one of ours.
     */
    private Future<Void> afterFailure(Throwable cause, List<AuditEntry> entries, int triesLeft) {
        head = null;
        return lastRow().transform(looked -> {
            if (looked.failed()) {
                return Future.failedFuture(cause);
            }
            if (attempts.contains(looked.result())) {
                return Future.succeededFuture();
            }
            return triesLeft > 1 && AuditRepository.mayTryAgain(cause)
                    ? attempt(entries, triesLeft - 1)
                    : Future.failedFuture(cause);
        });
    }

    private Future<Head> lastRow() {
        var known = head;
        return known != null
                ? Future.succeededFuture(known)
                : repository.head(id).onSuccess(found -> head = found);
    }

    private static Set<UUID> accounts(List<AuditEntry> entries) {
        var accounts = new LinkedHashSet<UUID>();
        for (var entry : entries) {
            entry.actor().ifPresent(accounts::add);
            Pseudonyms.accountIn(entry.object()).ifPresent(accounts::add);
        }
        return accounts;
    }

    private List<AuditRow> rows(Head last, List<AuditEntry> entries, Map<UUID, Buffer> keyByAccount) {
        var pseudonyms = new Pseudonyms(keyByAccount);
        var rows = new ArrayList<AuditRow>();
        var previous = last;
        for (var entry : entries) {
            var row = new AuditRow(
                    id,
                    previous.n() + 1,
                    Micros.of(clock.instant()),
                    entry.actor().flatMap(pseudonyms::of).orElse(null),
                    storable(entry.action()),
                    Anchors.isAnchor(entry.action()) ? entry.object() : storable(pseudonyms.object(entry.object())),
                    entry.outcome().name().toLowerCase(Locale.ROOT),
                    entry.address()
                            .map(address -> address(entry.actor(), address, pseudonyms))
                            .orElse(null),
                    entry.correlationId().map(AuditRun::storable).orElse(null),
                    previous.hash(),
                    previous.hash());
            row = row.withHash(chain.hash(row));
            rows.add(row);
            previous = row.head();
        }
        return rows;
    }

    private Buffer address(Optional<UUID> actor, String address, Pseudonyms pseudonyms) {
        return actor.flatMap(account -> pseudonyms.address(account, address))
                .orElseGet(() -> Buffer.buffer(cipher.index(ADDRESS_PURPOSE, address)));
    }

    /** As PostgreSQL will give it back: the hash is over what is stored. One bad text must not refuse its neighbours. */
    private static String storable(String text) {
        var wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '?');
        return wellFormed.codePointCount(0, wellFormed.length()) <= LONGEST_TEXT
                ? wellFormed
                : wellFormed.substring(0, wellFormed.offsetByCodePoints(0, LONGEST_TEXT));
    }
}
