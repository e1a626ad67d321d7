package ai.petty.ingest;

import ai.petty.identity.Principal;
import ai.petty.limits.LimitName;
import ai.petty.pets.Collar;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collar's connection: hello, ready, then frames, each answered by an ack after its commit or by a nack. Lives on the
 * event loop of its socket.
 */
final class UplinkSession {
    private static final Logger LOG = LoggerFactory.getLogger(UplinkSession.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final UplinkSessions sessions;
    private final UplinkSocket socket;
    private final UplinkCodec codec;
    private final Optional<String> bearer;
    private final UplinkFrameDecoder decoder;
    private final Context context;
    private final Promise<Void> closed = Promise.promise();

    private @Nullable Connected connected;
    private boolean greeted;
    private boolean draining;
    private int inFlight;
    private int nacksInARow;
    private long helloTimer = -1;
    private long checkedSince;

    /** What is known once the credential is checked. */
    private record Connected(Principal.Collar principal, Collar collar, UplinkProgress progress) {}

    UplinkSession(
            UplinkSessions sessions, ServerWebSocket socket, Runnable cut, UplinkCodec codec, Optional<String> bearer) {
        var uplink = sessions.config.uplink();
        this.sessions = sessions;
        this.socket = new UplinkSocket(sessions.vertx, socket, cut, codec, uplink.pingInterval(), uplink.slowReader());
        this.codec = codec;
        this.bearer = bearer;
        this.context = sessions.vertx.getOrCreateContext();
        this.decoder = new UplinkFrameDecoder(
                codec.factory(),
                new TelemetryDecoder(
                        new V2ReadingDecoder(), sessions.config.ingest().maxBatch()));
    }

    /** @param known the collar, when the handshake's headers have proved who it is; then no hello is waited for */
    void start(Optional<Principal.Collar> known, long knownSince) {
        checkedSince = knownSince;
        socket.listen(this::onFrame, this::onClosed);
        helloTimer =
                sessions.vertx.setTimer(sessions.config.uplink().helloTimeout().toMillis(), timer -> onHelloTimeout());
        known.ifPresent(collar -> hello(
                Future.succeededFuture(collar),
                new UplinkFrame.Hello(
                        collar.serial(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private void onHelloTimeout() {
        if (greeted) {
            refuse(Refusal.unavailable("server.busy", "The collar could not be looked up in time.", RETRY_AFTER));
        } else {
            nack(Optional.empty(), "uplink.hello_expected", List.of(), Optional.empty());
            socket.close(UplinkSocket.POLICY, "no hello");
        }
    }

    private void onFrame(Buffer bytes) {
        var frame = decoder.decode(bytes.getBytes(), sessions.ingest.v2Window());
        if (connected == null) {
            beforeReady(frame);
        } else {
            onFrame(connected, frame);
        }
    }

    private void beforeReady(UplinkFrame frame) {
        if (frame instanceof UplinkFrame.Hello hello && !greeted) {
            hello.credential()
                    .or(() -> bearer)
                    .ifPresentOrElse(
                            credential -> {
                                checkedSince = System.nanoTime();
                                hello(sessions.credentials.collar(hello.collarId(), credential), hello);
                            },
                            () -> refuse(Refusal.of(
                                    Refusal.Kind.UNAUTHENTICATED, "auth.required", "hello needs a credential")));
            return;
        }
        if (frame instanceof UplinkFrame.Unusable unusable) {
            nack(unusable.seq(), unusable.code(), unusable.errors(), Optional.empty());
        } else {
            nack(Optional.empty(), "uplink.hello_expected", List.of(), Optional.empty());
        }
        socket.close(UplinkSocket.POLICY, "hello expected");
    }

    private void hello(Future<Principal.Collar> checked, UplinkFrame.Hello hello) {
        greeted = true;
        // Nothing is heard before ready: what comes meanwhile waits in the socket.
        socket.hold();
        checked.compose(principal -> sessions.collars
                        .fresh(hello.collarId())
                        .compose(collar -> collar.isPresent()
                                ? Future.succeededFuture(connect(principal, collar.get(), hello))
                                : Future.failedFuture(Refusal.of(
                                        Refusal.Kind.NOT_FOUND, "collar.unknown", "No such collar is known here."))))
                .onComplete(outcome -> context.runOnContext(nothing -> {
                    if (outcome.succeeded()) {
                        ready(outcome.result());
                    } else {
                        refuse(outcome.cause());
                    }
                }));
    }

    private Connected connect(Principal.Collar principal, Collar collar, UplinkFrame.Hello hello) {
        var known = sessions.progress.lastSeq(collar.collarId()).orElse(0L);
        sessions.progress.hello(collar.collarId(), sessions.clock.instant(), hello.firmware(), hello.batteryPct());
        return new Connected(principal, collar, new UplinkProgress(Math.max(known, collar.lastSeq())));
    }

    private void ready(Connected who) {
        if (socket.isClosing()) {
            return;
        }
        connected = who;
        sessions.vertx.cancelTimer(helloTimer);
        var serial = who.principal().serial();
        sessions.introduce(serial, this, checkedSince);
        socket.send(codec.ready(sessions.readiness(serial, who.progress().committedThrough())));
        sayWhatIsWanted(serial);
        socket.release();
    }

    private void refuse(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            nack(Optional.empty(), refusal.code(), List.of(), refusal.retryAfter());
            var known = refusal.kind() != Refusal.Kind.UNAVAILABLE;
            socket.close(known ? UplinkSocket.CREDENTIAL : UplinkSocket.GOING_AWAY, refusal.code());
        } else {
            LOG.atError().setCause(cause).log("An uplink's hello failed");
            nack(Optional.empty(), "server.error", List.of(), Optional.of(RETRY_AFTER));
            socket.close(UplinkSocket.GOING_AWAY, "server error");
        }
    }

    private void onFrame(Connected who, UplinkFrame frame) {
        switch (frame) {
            case UplinkFrame.Hello _ -> {
                nack(Optional.empty(), "uplink.hello_repeated", List.of(), Optional.empty());
                blame();
            }
            case UplinkFrame.Unusable unusable -> {
                unusable.seq().ifPresent(who.progress()::skip);
                nack(unusable.seq(), unusable.code(), unusable.errors(), Optional.empty());
                blame();
            }
            case UplinkFrame.Readings readings ->
                take(
                        who,
                        readings.seq(),
                        () -> sessions.ingest.receive(
                                who.principal(), LimitName.V2_FRAMES, readings.readings(), readings.sentAt()));
            case UplinkFrame.MotionWindow window ->
                take(who, window.seq(), () -> sessions.ingest.receive(who.principal(), window.motion()));
        }
    }

    private interface Write {
        Future<Receipt> start();
    }

    private void take(Connected who, long seq, Write write) {
        who.progress().owe(seq);
        if (who.progress().owesTooMuch()) {
            socket.close(UplinkSocket.POLICY, "too many frames left open");
            return;
        }
        if (inFlight >= sessions.config.uplink().maxUnacked()) {
            nack(Optional.of(seq), "uplink.too_many_unacked", List.of(), Optional.of(RETRY_AFTER));
            blame();
            return;
        }
        inFlight++;
        write.start().onComplete(outcome -> {
            inFlight--;
            if (outcome.succeeded()) {
                nacksInARow = 0;
                settled(who, seq);
                socket.send(codec.ack(seq, outcome.result(), sessions.clock.instant()));
            } else {
                notTaken(seq, outcome.cause());
            }
            closeWhenDrained();
        });
    }

    private void settled(Connected who, long seq) {
        who.progress().settle(seq);
        sessions.progress.committed(
                who.collar().collarId(), who.progress().committedThrough(), sessions.clock.instant());
    }

    private void notTaken(long seq, Throwable cause) {
        if (cause instanceof Refusal refusal) {
            nack(
                    Optional.of(seq),
                    refusal.code(),
                    List.of(),
                    Optional.of(refusal.retryAfter().orElse(RETRY_AFTER)));
            if (refusal.kind() != Refusal.Kind.UNAVAILABLE) {
                blame();
            }
        } else {
            LOG.atError().setCause(cause).log("A frame of an uplink could not be written");
            nack(Optional.of(seq), "server.error", List.of(), Optional.of(RETRY_AFTER));
        }
    }

    private void nack(Optional<Long> seq, String code, List<FieldError> errors, Optional<Duration> retryAfter) {
        sessions.meters.counter("petty.uplink.nacks", "code", code).increment();
        socket.send(codec.nack(seq, code, errors, retryAfter));
    }

    /** Only what the collar itself did wrong makes a flood: a busy server must not throw its collars out. */
    private void blame() {
        if (++nacksInARow > sessions.config.uplink().maxNacksInARow()) {
            socket.close(UplinkSocket.POLICY, "too many refused frames");
        }
    }

    /** Another connection of the same collar has come. May be called from any thread. */
    void displace() {
        context.runOnContext(nothing -> {
            socket.send(codec.goodbye("displaced", sessions.comeBackAfter()));
            socket.close(UplinkSocket.NORMAL, "displaced");
        });
    }

    /** Something else is wanted of the collar than before. May be called from any thread. */
    void configure() {
        context.runOnContext(nothing -> {
            if (connected != null && !socket.isClosing()) {
                sayWhatIsWanted(connected.principal().serial());
            }
        });
    }

    private void sayWhatIsWanted(String serial) {
        socket.send(codec.configure(
                sessions.reportInterval(serial), sessions.config.uplink().motionEvery()));
    }

    /** The collar's credential is no longer good. May be called from any thread. */
    void revoke() {
        context.runOnContext(nothing -> socket.close(UplinkSocket.CREDENTIAL, "auth.credential_revoked"));
    }

    /** Says goodbye and closes when nothing is in flight any more. May be called from any thread. */
    Future<Void> drain() {
        context.runOnContext(nothing -> {
            if (!draining) {
                draining = true;
                socket.hold();
                socket.send(codec.goodbye("draining", sessions.comeBackAfter()));
                closeWhenDrained();
            }
        });
        return closed.future();
    }

    private void closeWhenDrained() {
        if (draining && inFlight == 0) {
            socket.close(UplinkSocket.GOING_AWAY, "draining");
        }
    }

    private void onClosed() {
        sessions.vertx.cancelTimer(helloTimer);
        sessions.forget(
                Optional.ofNullable(connected).map(who -> who.principal().serial()), this);
        closed.tryComplete();
    }
}
