package ai.petty.audit;

import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads the whole audit log and holds every row against its hash, the row before it, and what other runs and kept copies say of
 * it. Rows may be added while it reads.
 */
public final class AuditVerifier {
    private static final int PAGE = 2_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final AuditRepository repository;
    private final Chain chain;

    private final Map<Place, Head> anchored = new LinkedHashMap<>();
    private final List<Head> heads = new ArrayList<>();
    private Optional<AuditRow> last = Optional.empty();
    private Optional<Break> firstBreak = Optional.empty();
    private long rows;

    private record Place(UUID run, long n) {}

    /**
     * Where the log does not hold together.
     *
     * @param n the row's number; what is wrong begins there at the latest
     */
    public record Break(UUID run, long n, String what) {
        @Override
        public String toString() {
            return "run " + run + ", row " + n + ": " + what;
        }
    }

    /**
     * What was read and found.
     *
     * @param anchors rows that must be there because somebody else holds their hash
     * @param unanchored runs of which nobody holds a hash yet: one of them that is taken away as a whole is not missed. The latest
     *     run is one of them, and a process that runs alone
     * @param heads the last row of each run as {@code run:n:hash}, to be kept where nobody who can write the table comes
     */
    public record Verdict(
            long rows,
            int runs,
            int anchors,
            List<String> unanchored,
            Optional<Break> firstBreak,
            List<String> heads) {}

    private AuditVerifier(Database database, FieldCipher cipher) {
        this.repository = new AuditRepository(database);
        this.chain = new Chain(cipher);
    }

    /**
     * @param kept heads that an earlier verdict told, one or more in each text
     * @return fails with an {@link IllegalArgumentException} when {@code kept} holds something else
     */
    public static Future<Verdict> verify(Database database, FieldCipher cipher, List<String> kept) {
        var verifier = new AuditVerifier(database, cipher);
        return Future.succeededFuture()
                .map(nothing -> {
                    kept.stream().flatMap(text -> Head.parseAll(text).stream()).forEach(verifier::expect);
                    return nothing;
                })
                .compose(nothing -> verifier.pages(BEFORE_ALL, Long.MIN_VALUE))
                .compose(nothing -> verifier.anchors(new ArrayList<>(verifier.anchored.values())))
                .map(nothing -> new Verdict(
                        verifier.rows,
                        verifier.heads.size(),
                        verifier.anchored.size(),
                        verifier.unanchored(),
                        verifier.firstBreak,
                        verifier.heads.stream().map(Head::toString).toList()));
    }

    private List<String> unanchored() {
        var seen = anchored.keySet().stream().map(Place::run).collect(Collectors.toSet());
        return heads.stream()
                .map(Head::run)
                .filter(run -> !seen.contains(run))
                .map(UUID::toString)
                .toList();
    }

    private Future<Void> pages(UUID afterRun, long afterN) {
        return repository.rows(afterRun, afterN, PAGE).compose(page -> {
            page.forEach(this::look);
            if (page.size() < PAGE) {
                last.ifPresent(row -> heads.add(row.head()));
                return Future.succeededFuture();
            }
            return pages(page.getLast().run(), page.getLast().n());
        });
    }

    private void look(AuditRow row) {
        rows++;
        var before = last.filter(other -> other.run().equals(row.run()));
        if (before.isEmpty()) {
            last.ifPresent(other -> heads.add(other.head()));
        }
        var expected = before.map(AuditRow::head).orElse(Head.before(row.run()));
        if (row.n() != expected.n() + 1) {
            broken(row.run(), expected.n() + 1, "it is missing; the next one is " + row.n());
        } else if (!row.previous().equals(expected.hash())) {
            broken(row.run(), row.n(), "it does not follow the one before it");
        } else if (!row.hash().equals(chain.hash(row))) {
            broken(row.run(), row.n(), "it is not as it was written");
        } else if (Anchors.isAnchor(row.action())) {
            Head.parseAll(row.object()).forEach(this::expect);
        }
        last = Optional.of(row);
    }

    private void expect(Head head) {
        var other = anchored.putIfAbsent(new Place(head.run(), head.n()), head);
        if (other != null && !other.equals(head)) {
            broken(head.run(), head.n(), "two anchors do not agree on it");
        }
    }

    private Future<Void> anchors(List<Head> expected) {
        if (expected.isEmpty()) {
            return Future.succeededFuture();
        }
        var some = expected.subList(0, Math.min(PAGE, expected.size()));
        return repository.find(some).compose(found -> {
            var foundByPlace =
                    found.stream().collect(Collectors.toMap(head -> new Place(head.run(), head.n()), head -> head));
            for (var head : some) {
                var there = foundByPlace.get(new Place(head.run(), head.n()));
                if (there == null) {
                    broken(head.run(), head.n(), "it is missing; another run or a kept copy has seen it");
                } else if (!there.equals(head)) {
                    broken(head.run(), head.n(), "another run or a kept copy has seen it with another hash");
                }
            }
            return anchors(expected.subList(some.size(), expected.size()));
        });
    }

    private void broken(UUID run, long n, String what) {
        if (firstBreak.isEmpty()) {
            firstBreak = Optional.of(new Break(run, n, what));
        }
    }
}
