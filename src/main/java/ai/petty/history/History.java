package ai.petty.history;

import ai.petty.ingest.CommitListener.Stored;
import ai.petty.pets.location.PositionView;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads back what collars have sent. Whether the caller may see the pet has been asked before; how they see where it is, their
 * view says. All futures fail with a {@link Refusal} when the question is bad or the database is away.
 */
public final class History {
    /** Nearly every pet that is asked about has sent something today: two partitions are looked at, not thirty-six. */
    private static final Duration LATELY = Duration.ofDays(1);

    /** How much older than the newest reading a value may be and still be told beside it. */
    private static final Duration STALE = Duration.ofHours(24);

    /** Summaries of more than this in one statement would come near its time limit at a reading a second. */
    private static final Duration SUMMED_AT_ONCE = Duration.ofDays(7);

    private static final Duration LONGEST_TRACK = Duration.ofDays(35);
    private static final int MOST_POSITIONS = 10_000;
    private static final int NEWEST_FEW = 32;

    private final HistoryRepository repository;
    private final InstantSource clock;
    private final Duration retention;

    /** @param retention how far back readings are kept */
    public History(Database database, InstantSource clock, Duration retention) {
        this.repository = new HistoryRepository(database);
        this.clock = clock;
        this.retention = retention;
    }

    /** The reading with the newest time that is not after now; empty when there is none. */
    public Future<Optional<Latest>> latest(UUID petId, PositionView view) {
        return newest(petId)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : withPosition(petId, found.get()).map(latest -> Optional.of(Seen.by(view, latest))));
    }

    /** As {@link #latest}, without the position of an earlier reading, and as it was sent: see {@link Seen}. */
    public Future<Optional<Stored>> newestReading(UUID petId) {
        return newest(petId).map(found -> found.map(HistoryRepository.Newest::stored));
    }

    private Future<Optional<HistoryRepository.Newest>> newest(UUID petId) {
        var now = now();
        var lately = TimeRange.upTo(now, LATELY);
        return repository
                .newest(petId, lately)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : repository.newest(petId, new TimeRange(now - TimeRange.micros(retention), lately.from())));
    }

    private Future<Latest> withPosition(UUID petId, HistoryRepository.Newest newest) {
        var own = Fix.of(newest.stored().reading());
        var position = own.isPresent()
                ? Future.succeededFuture(own)
                : repository.newestFix(
                        petId, TimeRange.upTo(newest.stored().reading().t(), STALE));
        return position.map(fix -> new Latest(newest.serial(), newest.stored(), fix));
    }

    /**
     * The newest known values of one collar on one pet.
     *
     * @param pairedFrom since when the collar is on the pet, microseconds since 1970 UTC
     */
    public Future<Optional<Realtime>> realtime(long pairingId, long pairedFrom, PositionView view) {
        return realtime(pairingId, pairedFrom).map(found -> found.map(values -> Seen.by(view, values)));
    }

    private Future<Optional<Realtime>> realtime(long pairingId, long pairedFrom) {
        var now = now();
        var oldest = Math.max(pairedFrom, now - TimeRange.micros(retention));
        // A value may be a day older than the newest reading: two days hold both.
        var lately = new TimeRange(Math.max(oldest, now - 2 * TimeRange.micros(STALE)), now + 1);
        return repository.realtime(pairingId, lately).compose(found -> {
            var isRecent = found.filter(values -> values.t() > now - TimeRange.micros(STALE));
            return isRecent.isPresent() || lately.from() == oldest
                    ? Future.succeededFuture(found)
                    : repository.realtime(pairingId, new TimeRange(oldest, now + 1));
        });
    }

    /** The readings of {@code range} in the order of their time, paged. */
    public Future<Page<Stored>> readings(
            UUID petId, TimeRange range, int limit, Optional<String> cursor, PositionView view) {
        return Future.future(promise -> {
            range.check(Resolution.RAW.longestSpan());
            var after = cursor.map(text -> Cursor.decode(text, petId, Resolution.RAW))
                    .orElse(new Cursor(range.from(), -1, 0));
            repository
                    .page(petId, range.startingAt(after.t()), after, limit + 1)
                    .map(found -> page(found, limit, petId, Resolution.RAW, History::cursorOf))
                    .map(page -> new Page<>(
                            page.items().stream()
                                    .map(stored -> Seen.by(view, stored))
                                    .toList(),
                            page.nextCursor()))
                    .onComplete(promise);
        });
    }

    private static Cursor cursorOf(Stored stored) {
        return new Cursor(stored.reading().t(), stored.reading().n(), stored.pairingId());
    }

    /** The readings of {@code range}, summed up by the minute or the hour, paged. */
    public Future<Page<Summary>> summaries(
            UUID petId, TimeRange range, Resolution resolution, int limit, Optional<String> cursor) {
        return Future.future(promise -> {
            range.check(resolution.longestSpan());
            var from = cursor.map(text -> Cursor.decode(text, petId, resolution).t())
                    .orElse(range.from());
            summedUp(petId, range.startingAt(from), resolution, limit).onComplete(promise);
        });
    }

    /** Goes through the range by the week until something is found: what it returns has a cursor unless it is the end. */
    private Future<Page<Summary>> summedUp(UUID petId, TimeRange range, Resolution resolution, int limit) {
        var week = range.firstBins(SUMMED_AT_ONCE, resolution.width());
        return repository.summaries(petId, week, resolution.width(), limit + 1).compose(found -> {
            if (found.size() > limit || week.to() == range.to()) {
                return Future.succeededFuture(page(found, limit, petId, resolution, last -> after(last, resolution)));
            }
            var rest = range.startingAt(week.to());
            return found.isEmpty()
                    ? summedUp(petId, rest, resolution, limit)
                    : Future.succeededFuture(
                            new Page<>(found, Optional.of(new Cursor(rest.from(), 0, 0).encode(petId, resolution))));
        });
    }

    private static Cursor after(Summary last, Resolution resolution) {
        return new Cursor(last.t() + TimeRange.micros(resolution.width()), 0, 0);
    }

    private static <T> Page<T> page(
            List<T> found, int limit, UUID petId, Resolution resolution, Function<T, Cursor> cursorOf) {
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        var kept = found.subList(0, limit);
        return new Page<>(kept, Optional.of(cursorOf.apply(kept.getLast()).encode(petId, resolution)));
    }

    /** Where the pet went in {@code range}, one position for each time. */
    public Future<Track> track(UUID petId, TimeRange range, PositionView view) {
        return Future.future(promise -> {
            range.check(LONGEST_TRACK);
            repository
                    .fixes(petId, range, MOST_POSITIONS + 1)
                    .map(fixes -> Stretches.of(fixes, MOST_POSITIONS).seenBy(view))
                    .onComplete(promise);
        });
    }

    /** How many readings a pairing has from {@code from} to {@code to} (not included), counted up to {@code most}. */
    public Future<Long> count(long pairingId, long from, long to, int most) {
        return repository.count(pairingId, new TimeRange(from, to), most);
    }

    /** The pairings of a pet in whose time a reading of now may fall. */
    public Future<List<Long>> pairingsNow(UUID petId) {
        return repository.pairings(petId, now() - TimeRange.micros(LATELY));
    }

    /** As they were sent: the first {@code limit} readings of a pet that are newer than (t, n) and not after now, the oldest first. */
    public Future<List<Stored>> after(UUID petId, long t, int n, int limit) {
        return repository.page(petId, sinceKept(t), new Cursor(t, n, Long.MAX_VALUE), limit);
    }

    /** How many readings of a pet are newer than (t, n) and not after now, counted up to {@code most}. */
    public Future<Long> missed(UUID petId, long t, int n, int most) {
        return repository.missed(petId, sinceKept(t), t, n, most);
    }

    /**
     * For each of the pets what is newer than what is known of it, of the last day, not after now: the newest few of each
     * collar, in the order of their time.
     */
    public Future<List<NewerOfPet>> newer(List<Watched> watched) {
        return repository.newer(watched, TimeRange.upTo(now(), LATELY), NEWEST_FEW);
    }

    private TimeRange sinceKept(long t) {
        return new TimeRange(Math.max(t, now() - TimeRange.micros(retention)), now() + 1);
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
