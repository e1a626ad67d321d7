package ai.petty.live;

import java.time.Duration;

/** The socket of somebody who watches. All calls come on the event loop that the socket belongs to. */
public interface Viewer {
    void show(LiveEvent event);

    /** Shows something that is no reading; it does not move the view on. */
    void tell(News news);

    /** Keeps the way open where nothing happens. */
    void heartbeat();

    /** What was written has not gone out yet: nothing more should be written now. */
    boolean isFull();

    /** Calls {@code action} each time when {@link #isFull} has ended. */
    void onWritable(Runnable action);

    /** Calls {@code action} when the socket is closed, by whichever side. */
    void onClosed(Runnable action);

    /** Says good-bye and closes; the viewer may come back after {@code reconnectAfter}. */
    void goodbye(Duration reconnectAfter);

    /** Says that the pet is no longer theirs to see, and closes; coming back brings them nothing. */
    void dismiss();

    /**
     * Says that the token is no longer good and closes; the viewer needs another one to come back.
     *
     * @param code why: {@code auth.token_expired} or {@code auth.token_revoked}
     */
    void unauthorized(String code);

    /** Closes without a word: nothing that is written would be read. */
    void abort();
}
