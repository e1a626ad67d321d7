package ai.petty.live;

import ai.petty.history.History;
import ai.petty.history.Seen;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of one pet. What it is shown only moves forward in the readings' own time, the first of it is a snapshot, and
 * while its socket is full at most one reading waits for it: the newest. All but {@link #offer} and {@link #end} runs on the
 * viewer's event loop.
 */
public final class LiveSession {
    /** Readings replayed in one go: they fit into a socket's write queue. */
    private static final int REPLAY_PAGE = 50;

    /** Whoever takes nothing for so long is gone, or as good as gone. */
    private static final Duration LONGEST_FULL = Duration.ofSeconds(60);

    private final Optional<Watcher> watcher;
    private final UUID petId;
    private final Context context;
    private final History history;
    private final InstantSource clock;
    private final Duration heartbeat;
    private final Mailbox mailbox = new Mailbox();
    private final Promise<Void> ended = Promise.promise();

    private Optional<Stored> snapshot = Optional.empty();
    private Optional<ReadingId> resumed = Optional.empty();
    private ReadingId shown = ReadingId.NONE;
    private @Nullable Viewer viewer;
    private @Nullable Stored pending;
    private @Nullable Instant fullSince;
    private @Nullable Duration leaving;
    private boolean replayWaits;
    private boolean live;
    private boolean left;
    private PositionView view;

    /** @param watcher who looks, where it must be asked now and then whether they still may */
    LiveSession(
            Optional<Watcher> watcher,
            Standing standing,
            Context context,
            History history,
            InstantSource clock,
            Duration heartbeat) {
        this.watcher = watcher;
        this.petId = standing.petId();
        this.view = standing.view();
        this.context = context;
        this.history = history;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    UUID petId() {
        return petId;
    }

    Optional<Watcher> watcher() {
        return watcher;
    }

    /** How the viewer stands to the pet by now, from any thread; empty: they may not look any longer. */
    void stand(Optional<Standing> standing) {
        context.runOnContext(nothing -> {
            if (standing.isPresent()) {
                view = standing.get().view();
            } else if (!left) {
                leaving = Duration.ZERO;
                left = true;
                live = false;
                if (viewer != null) {
                    viewer.dismiss();
                }
            }
        });
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

    /** Sends the viewer away, from any thread. */
    void end(Duration reconnectAfter) {
        context.runOnContext(nothing -> {
            leaving = reconnectAfter;
            if (viewer != null) {
                leave(viewer, reconnectAfter);
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
        arrived.onWritable(() -> writable(arrived));
        arrived.onClosed(ended::tryComplete);
        if (left) {
            arrived.dismiss();
        } else if (leaving != null) {
            leave(arrived, leaving);
        } else if (resumed.isPresent()) {
            shown = resumed.get();
            replay(arrived);
        } else {
            snapshot.ifPresent(stored -> show(arrived, stored));
            goLive();
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
                .onFailure(cause -> leave(to, heartbeat));
    }

    private void goLive() {
        live = true;
        empty();
    }

    private void empty() {
        var to = viewer;
        if (live && to != null && !isOver()) {
            mailbox.take().forEach(stored -> accept(to, stored));
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

    private void leave(Viewer to, Duration reconnectAfter) {
        if (left) {
            return;
        }
        left = true;
        live = false;
        if (isFull(to)) {
            to.abort();
        } else {
            to.goodbye(reconnectAfter);
        }
    }

    private boolean isOver() {
        return leaving != null || ended.future().isComplete();
    }
}
