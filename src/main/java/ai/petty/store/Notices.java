package ai.petty.store;

import ai.petty.config.PettyConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what PostgreSQL's NOTIFY says, on a connection of its own: one of a pool would be given to others. What was said while
 * there was none is lost, so whoever listens must ask every now and then, too.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final PettyConfig.Database config;
    private final SignIn signIn;
    private volatile @Nullable PgConnection connection;
    private volatile boolean closed;

    /** @param signIn asked at every new connection */
    public Notices(Vertx vertx, PettyConfig.Database config, SignIn signIn) {
        this.vertx = vertx;
        this.config = config;
        this.signIn = signIn;
    }

    /**
     * Listens from now on, again and again where the connection is lost. To be called once.
     *
     * @param heard called for every notice, and each time when it has begun to listen anew
     */
    public void listen(String channel, Runnable heard) {
        connect(channel, heard, SHORTEST);
    }

    private void connect(String channel, Runnable heard, Duration pause) {
        if (closed) {
            return;
        }
        Future.succeededFuture()
                .compose(nothing -> signIn.address())
                .compose(where -> PgConnection.connect(vertx, ConnectOptions.of(where, config)))
                .onSuccess(opened -> begin(opened, channel, heard))
                .onFailure(cause -> {
                    LOG.atDebug().addKeyValue("cause", Failures.describe(cause)).log("Nothing is heard for now");
                    if (Failures.isSignIn(cause)) {
                        signIn.renew();
                    }
                    connectLater(channel, heard, pause);
                });
    }

    private void begin(PgConnection opened, String channel, Runnable heard) {
        connection = opened;
        opened.notificationHandler(notice -> heard.run());
        opened.exceptionHandler(broken ->
                LOG.atDebug().addKeyValue("cause", Failures.describe(broken)).log("The connection to listen on broke"));
        opened.closeHandler(gone -> connectLater(channel, heard, SHORTEST));
        if (closed) {
            opened.close();
            return;
        }
        // A channel's name cannot be a parameter; ours are constants.
        opened.query("listen \"" + channel + "\"")
                .execute()
                .onSuccess(listening -> heard.run())
                .onFailure(refused -> opened.close());
    }

    /** Later each time, and never at the same time as every other process. */
    private void connectLater(String channel, Runnable heard, Duration pause) {
        connection = null;
        if (!closed) {
            var millis = pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis());
            var doubled = pause.multipliedBy(2);
            vertx.setTimer(
                    millis, timer -> connect(channel, heard, doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST));
        }
    }

    public Future<Void> close() {
        closed = true;
        var open = connection;
        return open == null ? Future.succeededFuture() : open.close();
    }
}
