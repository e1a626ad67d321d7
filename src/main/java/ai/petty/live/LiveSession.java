package ai.petty.live;

import ai.petty.history.History;
import ai.petty.history.Seen;
import ai.petty.identity.Principal;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.pets.Standing;
import ai.petty.pets.Watcher;
import ai.petty.pets.location.PositionView;
import ai.petty.store.Micros;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of one pet. What it is shown only moves forward in the readings' own time, the first of it is a snapshot, and
 * while its socket is full at most one reading waits for it: the newest, and the newest few news. All but {@link #offer}, {@link
 * #end} and {@link #revoke} runs on the viewer's event loop.
 */
public final class LiveSession {
    /** Readings replayed in one go: they fit into a socket's write queue. */
    private static final int REPLAY_PAGE = 50;

    /** Whoever takes nothing for so long is gone, or as good as gone. */
    private static final Duration LONGEST_FULL = Duration.ofSeconds(60);

    private final boolean ofDemo;
    private final UUID petId;
    private final Principal who;
    private final Context context;
    private final History history;
    private final InstantSource clock;
    private final Duration heartbeat;
    private final Mailbox mailbox = new Mailbox();
    private final Newsbox newsbox = new Newsbox();
    private final Promise<Void> ended = Promise.promise();

    private Optional<Stored> snapshot = Optional.empty();
    private Optional<ReadingId> resumed = Optional.empty();
    private ReadingId shown = ReadingId.NONE;
    private @Nullable Viewer viewer;
    private @Nullable Stored pending;
    private @Nullable Instant fullSince;
    private @Nullable Consumer<Viewer> leaving;
    private boolean replayWaits;
    private boolean live;
    private boolean left;
    private PositionView view;
    private volatile Set<String> unwanted = Set.of();

    /**
     * @param standing how the viewer stands to the pet, until {@link #stand} says otherwise
     * @param who whose token it was opened with
     */
    LiveSession(
            Standing standing,
            Principal who,
            Context context,
            History history,
            InstantSource clock,
            Duration heartbeat) {
        this.petId = standing.petId();
        this.view = standing.view();
        this.ofDemo = standing.ofDemo();
        this.who = who;
        this.context = context;
        this.history = history;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    UUID petId() {
        return petId;
    }

    /** Who must be asked now and then whether they still may look: at the demo household's pets everybody may, always. */
    Optional<Watcher> watcher() {
        return ofDemo ? Optional.empty() : account().map(account -> new Watcher(account, petId));
    }

    /** Whose preferences count. */
    Optional<UUID> account() {
        return who instanceof Principal.Person person ? Optional.of(person.account()) : Optional.empty();
    }

    /** Shows nothing of these categories from now on, from any thread. */
    void leaveOut(Set<String> categories) {
        unwanted = categories;
    }

    /** How the viewer stands to the pet by now, from any thread; empty: they may not look any longer. */
    void stand(Optional<Standing> standing) {
        if (standing.isEmpty()) {
            leave(Viewer::dismiss);
            return;
        }
        context.runOnContext(nothing -> view = standing.get().view());
    }

    /** Whose token it was opened with. */
    Principal who() {
        return who;
    }

    /** Completes when the viewer is gone, or never came. */
    Future<Void> ended() {
        return ended.future();
    }

    void startWith(Optional<Stored> newest) {
        snapshot = newest;
    }

    void resumeAfter(ReadingId last) {
        resumed = Optional.of(last);
    }

    /** Something new, from any thread. */
    void offer(Stored stored) {
        if (mailbox.put(stored)) {
            context.runOnContext(nothing -> empty());
        }
    }

    /** Something that is no reading, from any thread; what was offered before is shown once. */
    void offer(News news) {
        if (news.category().filter(unwanted::contains).isEmpty() && newsbox.put(news)) {
            context.runOnContext(nothing -> empty());
        }
    }

    /** Sends the viewer away, from any thread. */
    void end(Duration reconnectAfter) {
        leave(to -> to.goodbye(reconnectAfter));
    }

    /** The token is no longer good: sends the viewer away, from any thread. */
    void revoke(String code) {
        leave(to -> to.unauthorized(code));
    }

    private void leave(Consumer<Viewer> farewell) {
        context.runOnContext(nothing -> {
            leaving = leaving == null ? farewell : leaving;
            if (viewer != null) {
                leave(viewer, farewell);
            }
        });
    }

    /** The viewer will not come after all. */
    public void cancel() {
        ended.tryComplete();
    }

    /** The socket stands: the view begins. To be called on the event loop that asked for the session. */
    public void attach(Viewer arrived) {
        viewer = arrived;
        var timer = context.owner().setPeriodic(heartbeat.toMillis(), id -> beat(arrived));
        ended.future().onComplete(nothing -> context.owner().cancelTimer(timer));
        endWithTheToken();
        arrived.onWritable(() -> writable(arrived));
        arrived.onClosed(ended::tryComplete);
        if (leaving != null) {
            leave(arrived, leaving);
        } else if (resumed.isPresent()) {
            shown = resumed.get();
            replay(arrived);
        } else {
            snapshot.ifPresent(stored -> show(arrived, stored));
            goLive();
        }
    }

    private void endWithTheToken() {
        if (who instanceof Principal.Person person && person.grant().isPresent()) {
            var left = Duration.between(clock.instant(), person.grant().get().expiresAt());
            var timer = context.owner().setTimer(Math.max(1, left.toMillis()), id -> revoke("auth.token_expired"));
            ended.future().onComplete(nothing -> context.owner().cancelTimer(timer));
        }
    }

    /** What was missed, page by page as the socket takes it: the database keeps the rest, not the heap. */
    private void replay(Viewer to) {
        history.after(petId, shown.t(), shown.n(), REPLAY_PAGE)
                .onSuccess(missed -> {
                    if (isOver()) {
                        return;
                    }
                    missed.forEach(stored -> show(to, stored));
                    if (missed.size() < REPLAY_PAGE) {
                        goLive();
                    } else if (isFull(to)) {
                        replayWaits = true;
                    } else {
                        replay(to);
                    }
                })
                .onFailure(cause -> leave(to, viewer -> viewer.goodbye(heartbeat)));
    }

    private void goLive() {
        live = true;
        empty();
    }

    private void empty() {
        var to = viewer;
        if (live && to != null && !isOver()) {
            mailbox.take().forEach(stored -> accept(to, stored));
            tell(to);
        }
    }

    private void tell(Viewer to) {
        while (!isFull(to)) {
            var news = newsbox.poll();
            if (news == null) {
                return;
            }
            to.tell(news);
        }
    }

    private void accept(Viewer to, Stored stored) {
        var id = ReadingId.of(stored.reading());
        if (!id.isAfter(shown) || id.t() > Micros.of(clock.instant())) {
            return;
        }
        if (!isFull(to)) {
            show(to, stored);
        } else if (pending == null || id.isAfter(ReadingId.of(pending.reading()))) {
            pending = stored;
        }
    }

    private void show(Viewer to, Stored stored) {
        var kind = shown.equals(ReadingId.NONE) ? LiveEvent.Kind.SNAPSHOT : LiveEvent.Kind.READING;
        shown = ReadingId.of(stored.reading());
        to.show(new LiveEvent(kind, Seen.by(view, stored)));
    }

    private void writable(Viewer to) {
        fullSince = null;
        var waited = pending;
        pending = null;
        if (replayWaits) {
            replayWaits = false;
            replay(to);
        } else if (waited != null) {
            accept(to, waited);
        }
        empty();
    }

    private boolean isFull(Viewer to) {
        var isFull = to.isFull();
        if (!isFull) {
            fullSince = null;
        } else if (fullSince == null) {
            fullSince = clock.instant();
        }
        return isFull;
    }

    private void beat(Viewer to) {
        if (!isFull(to)) {
            to.heartbeat();
        } else if (fullSince != null && fullSince.plus(LONGEST_FULL).isBefore(clock.instant())) {
            to.abort();
        }
    }

    private void leave(Viewer to, Consumer<Viewer> farewell) {
        if (left) {
            return;
        }
        left = true;
        live = false;
        if (isFull(to)) {
            to.abort();
        } else {
            farewell.accept(to);
        }
    }

    private boolean isOver() {
        return leaving != null || ended.future().isComplete();
    }
}
