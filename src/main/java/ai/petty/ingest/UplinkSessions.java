package ai.petty.ingest;

import ai.petty.config.PettyConfig;
import ai.petty.identity.CredentialCheck;
import ai.petty.identity.Principal;
import ai.petty.pets.Collar;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.CollarProgress;
import ai.petty.problem.Refusal;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The collars that are connected to this process; one connection each, the newer one wins. */
public final class UplinkSessions {
    final Vertx vertx;
    final Ingest ingest;
    final CredentialCheck credentials;
    final CollarDirectory collars;
    final CollarProgress progress;
    final PettyConfig config;
    final InstantSource clock;
    final MeterRegistry meters;

    private final Set<UplinkSession> open = ConcurrentHashMap.newKeySet();
    private final Map<String, UplinkSession> sessionBySerial = new ConcurrentHashMap<>();
    /** When a serial's credential was taken back; for a little longer than a hello takes. */
    private final Cache<String, Long> serialToRevokedNanos =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).build();

    private volatile boolean draining;
    private volatile Map<String, Duration> serialToInterval = Map.of();

    public UplinkSessions(
            Vertx vertx,
            Ingest ingest,
            CredentialCheck credentials,
            CollarDirectory collars,
            CollarProgress progress,
            PettyConfig config,
            InstantSource clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.ingest = ingest;
        this.credentials = credentials;
        this.collars = collars;
        this.progress = progress;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
        Gauge.builder("petty.uplink.sessions", open, Set::size).register(meters);
    }

    /**
     * The collar that the headers of a handshake speak for.
     *
     * @return fails with a {@link Refusal}
     */
    public Future<Principal.Collar> admit(String serial, String credential) {
        return Collar.isWellFormed(serial)
                ? credentials.collar(serial, credential)
                : Future.failedFuture(Refusal.of(
                        Refusal.Kind.INVALID, "collar.malformed_id", "The header X-Collar-Id is no collar's id."));
    }

    /**
     * Attaches a session to a socket whose handshake is done. Must be called in the handshake's own callback: frames that
     * arrive before the handlers stand are lost.
     *
     * @param cut ends the connection at once, also when what was written to it cannot go out
     * @param bearer the credential of the handshake's Authorization header, if it had one
     * @param known the collar, when the handshake named it too and {@link #admit} let it in: it need not say hello
     * @param knownSince when it was admitted, in {@link System#nanoTime}, or a little before
     */
    public void attach(
            ServerWebSocket socket,
            Runnable cut,
            Optional<String> bearer,
            Optional<Principal.Collar> known,
            long knownSince) {
        var codec = "petty.v2+cbor".equals(socket.subProtocol()) ? UplinkCodec.CBOR : UplinkCodec.JSON;
        var session = new UplinkSession(this, socket, cut, codec, bearer);
        open.add(session);
        session.start(known, knownSince);
        if (draining) {
            session.drain();
        }
    }

    /**
     * The newest connection of a collar; an older one is told so and closed.
     *
     * @param checkedSince when its credential's check began, in {@link System#nanoTime}
     */
    void introduce(String serial, UplinkSession session, long checkedSince) {
        var older = sessionBySerial.put(serial, session);
        if (older != null && !older.equals(session)) {
            older.displace();
        }
        var revokedAt = serialToRevokedNanos.getIfPresent(serial);
        if (revokedAt != null && revokedAt - checkedSince >= 0) {
            session.revoke();
        }
    }

    /**
     * From now on these collars are asked to report so often, by their serials, and every other one as it is configured. Those that are
     * connected are told when something else was asked of them before, the others when they come. From any thread.
     */
    public synchronized void reportEvery(Map<String, Duration> wanted) {
        var before = serialToInterval;
        serialToInterval = Map.copyOf(wanted);
        var changed = new HashSet<>(before.keySet());
        changed.addAll(wanted.keySet());
        changed.removeIf(serial -> Objects.equals(before.get(serial), wanted.get(serial)));
        for (var serial : changed) {
            var connected = sessionBySerial.get(serial);
            if (connected != null) {
                connected.configure();
            }
        }
    }

    /** How often a collar is to report. */
    Duration reportInterval(String serial) {
        return serialToInterval.getOrDefault(serial, config.uplink().reportInterval());
    }

    /** What a collar is told first. */
    UplinkCodec.Ready readiness(String serial, long resumeAfter) {
        return new UplinkCodec.Ready(
                Long.toHexString(ThreadLocalRandom.current().nextLong()),
                resumeAfter,
                clock.instant(),
                config.uplink().maxFrame().bytes(),
                config.uplink().maxUnacked(),
                reportInterval(serial));
    }

    /** Throws the collar off, if it is connected here: its credential is no longer good. From any thread. */
    public void revoke(String serial) {
        serialToRevokedNanos.put(serial, System.nanoTime());
        var connected = sessionBySerial.get(serial);
        if (connected != null) {
            connected.revoke();
        }
    }

    /** Jittered, so that a deploy does not bring every collar back in the same second. */
    Duration comeBackAfter() {
        var least = config.uplink().drainReconnect().toMillis();
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least + 1));
    }

    void forget(Optional<String> serial, UplinkSession session) {
        open.remove(session);
        serial.ifPresent(known -> sessionBySerial.remove(known, session));
    }

    /** Says goodbye to every collar, waits for what it has in flight, and closes. */
    public Future<Void> drain() {
        draining = true;
        return Future.join(open.stream().map(UplinkSession::drain).toList())
                .otherwiseEmpty()
                .compose(closed -> progress.flush());
    }
}
