package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.observability.Dependency;
import ai.petty.store.Database;
import ai.petty.store.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tokens back before they expire, and learns what other processes have taken back: from PostgreSQL alone, asked every
 * {@code identity.revocation-poll} and at once when told. When it cannot be asked, the process goes on with what it knows, and says
 * so in its readiness: refusing everybody would turn one sick database into a closed door, and no access token outlives its
 * quarter of an hour.
 */
public final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    /**
     * How far every look reaches back: rows become visible when their transaction ends, which may be this much later than
     * they say they are. PostgreSQL ends a transaction of ours after half of that.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private static final Duration PRUNING = Duration.ofMinutes(5);
    private static final Duration LATE = Duration.ofSeconds(15);

    /** A collar's revocation is of use for as long as a process may have missed it. */
    private static final Duration COLLAR = Duration.ofHours(1);

    private final Vertx vertx;
    private final RevocationRepository repository;
    private final Notices notices;
    private final PettyConfig.Identity config;
    private final InstantSource clock;
    private final RevocationList list = new RevocationList();
    private final List<Consumer<List<Revocation>>> listeners = new CopyOnWriteArrayList<>();
    private final Looks looks = new Looks(this::look);
    /** What the overlap shows again; touched by one look at a time. */
    private final Map<Long, Instant> idToTime = new HashMap<>();

    private Optional<Instant> lookedAt = Optional.empty();
    private volatile long goodNanos = System.nanoTime();
    private long pollTimer = -1;
    private long pruneTimer = -1;

    public Revocations(
            Vertx vertx, Database database, Notices notices, PettyConfig.Identity config, InstantSource clock) {
        this.vertx = vertx;
        this.repository = new RevocationRepository(database);
        this.notices = notices;
        this.config = config;
        this.clock = clock;
    }

    /** Reads what is in force, and goes on reading. */
    public Future<Void> open() {
        return catchUp().onSuccess(read -> {
            pollTimer = vertx.setPeriodic(config.revocationPoll().toMillis(), tick -> catchUp());
            pruneTimer = vertx.setPeriodic(PRUNING.toMillis(), tick -> prune());
            notices.listen(RevocationRepository.CHANNEL, this::catchUp);
        });
    }

    public Future<Void> close() {
        vertx.cancelTimer(pollTimer);
        vertx.cancelTimer(pruneTimer);
        return notices.close();
    }

    /**
     * Takes one access token back.
     *
     * @param in the caller's transaction, or anything else that speaks SQL; it holds from the commit on
     */
    public Future<Void> revokeToken(SqlClient in, Principal.Grant grant) {
        return repository.add(in, Revocation.Kind.TOKEN, grant.tokenId(), grant.expiresAt());
    }

    /** Takes every access token of a session back; see {@link #revokeToken}. */
    public Future<Void> revokeSession(SqlClient in, UUID session) {
        return repository.add(in, Revocation.Kind.SESSION, session.toString(), lastToken());
    }

    /**
     * Takes every access token of an account back that was issued with a smaller epoch than it has in this transaction; all of
     * them when it has gone. See {@link #revokeToken}.
     */
    public Future<Void> revokeAccount(SqlClient in, UUID account) {
        return repository.addAccount(in, account, lastToken());
    }

    /** Throws a collar off, on whichever process it hangs. That its credential is no longer good is for the caller to see to. */
    public Future<Void> revokeCollar(SqlClient in, String serial) {
        return repository.add(
                in, Revocation.Kind.COLLAR, serial, clock.instant().plus(COLLAR));
    }

    /** When every token that stands now has expired, on a machine whose clock is behind, too. */
    private Instant lastToken() {
        var longest = Stream.concat(
                        Stream.of(config.accessToken()),
                        config.trustedIssuers().stream()
                                .map(issuer -> issuer.longestLife().plus(issuer.leeway())))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return clock.instant().plus(longest).plus(config.leeway().multipliedBy(2));
    }

    /** Whether what somebody came with was taken back; from memory. */
    public boolean covers(Principal who) {
        return list.covers(who);
    }

    /** @param listener told what is new, on any thread, after {@link #covers} knows of it; must not block */
    public void onRevoked(Consumer<List<Revocation>> listener) {
        listeners.add(listener);
    }

    /**
     * Reads what is new. To be called after the commit of a revocation by who wants its next request to be refused already; never
     * fails.
     */
    public Future<Void> catchUp() {
        return looks.again();
    }

    private Future<Void> look() {
        return repository
                .find(lookedAt.map(at -> at.minus(OVERLAP)))
                .onSuccess(this::learn)
                .<Void>mapEmpty()
                .recover(cause -> {
                    LOG.atDebug().setCause(cause).log("Revocations could not be read");
                    return Future.succeededFuture();
                });
    }

    private void learn(RevocationRepository.Found found) {
        var fresh = found.revocations().stream()
                .filter(one -> idToTime.put(one.id(), one.revokedAt()) == null)
                .toList();
        lookedAt = Optional.of(found.at());
        goodNanos = System.nanoTime();
        idToTime.values().removeIf(found.at().minus(OVERLAP.multipliedBy(2))::isAfter);
        if (!fresh.isEmpty()) {
            list.add(fresh);
            listeners.forEach(listener -> listener.accept(fresh));
        }
    }

    /** Forgets what has expired, here and in the database. */
    Future<Void> prune() {
        list.prune(clock.instant());
        return repository
                .prune()
                .onFailure(cause -> LOG.atDebug().setCause(cause).log("Old revocations could not be removed"));
    }

    /** How it stands, for the readiness report. */
    public Dependency dependency() {
        return new Dependency() {
            @Override
            public String name() {
                return "revocations";
            }

            @Override
            public State state() {
                var age = Duration.ofNanos(System.nanoTime() - goodNanos);
                return age.compareTo(LATE.plus(config.revocationPoll())) < 0
                        ? State.up()
                        : new State(
                                Level.DEGRADED,
                                "not read for %d s: tokens revoked since then are still taken"
                                        .formatted(age.toSeconds()));
            }
        };
    }
}
