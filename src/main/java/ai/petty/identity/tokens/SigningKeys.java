package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.secrets.SecretMissing;
import ai.petty.secrets.SecretNames;
import ai.petty.secrets.SecretStore;
import ai.petty.secrets.SecretVersion;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens. They live in the secret store and nowhere else; every process reads them from there, so all
 * agree on which one signs. Whoever finds that the next one is due makes it, one process at a time.
 */
public final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration REFRESH = Duration.ofMinutes(1);

    /** A stranger may invent key ids: the store is asked about them no more often than this. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final SecretStore secrets;
    private final SigningKeyRepository turns;
    private final String secretName;
    private final boolean mayMake;
    private final KeyTimes times;
    private final InstantSource clock;
    private final OneFlight<KeyRing> looks = new OneFlight<>(BETWEEN_LOOKS);
    private final Map<String, TokenSigner> kidToSigner = new ConcurrentHashMap<>();
    private final Map<String, SignatureCheck> kidToCheck = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile KeyRing ring = KeyRing.EMPTY;
    private volatile Set<String> kids = Set.of();
    private long timer = -1;

    public SigningKeys(Vertx vertx, SecretStore secrets, Database database, PettyConfig config, InstantSource clock) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.turns = new SigningKeyRepository(database);
        this.secretName = SecretNames.of(config).jwtKeys();
        this.mayMake = config.secrets().mayMake();
        this.times = KeyTimes.of(config.identity());
        this.clock = clock;
    }

    /**
     * The key that a rotation has put in line.
     *
     * @param signsFrom since when, or from when on, it signs
     */
    public record Rotated(String kid, Instant signsFrom) {}

    /** Reads the keys, makes the first when there is none, and keeps both up from then on. */
    public Future<Void> open() {
        return refresh()
                .onSuccess(read -> timer = vertx.setPeriodic(
                        REFRESH.toMillis(),
                        tick -> refresh()
                                .onFailure(cause -> LOG.atWarn()
                                        .addKeyValue("cause", describe(cause))
                                        .log("The signing keys could not be read again; the known ones stay in use"))))
                .mapEmpty();
    }

    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    /**
     * Puts another key in line: published now, signing when every process has read it.
     *
     * @param atOnce it signs now; processes that have not read it yet ask for it when they see its first token
     */
    public Future<Rotated> rotate(boolean atOnce) {
        return change(known -> {
                    var now = clock.instant();
                    var next = known.next(now);
                    if (next.isPresent() && !atOnce) {
                        return Optional.empty();
                    }
                    return Optional.of(
                            atOnce
                                    ? known.startingNow(now)
                                    : known.with(SigningKey.generate(now, now.plus(times.overlap()))));
                })
                .map(after -> {
                    var now = clock.instant();
                    var due = after.next(now).or(() -> after.active(now)).orElseThrow();
                    return new Rotated(due.kid(), due.signsFrom());
                });
    }

    /**
     * For when they have leaked: a new key signs now, and there is no other. What the others signed is refused by each process
     * that has read the keys again.
     */
    public Future<Rotated> replaceAll() {
        return change(known -> {
                    var now = clock.instant();
                    return Optional.of(KeyRing.EMPTY.with(SigningKey.generate(now, now)));
                })
                .map(after -> {
                    var only = after.keys().getFirst();
                    return new Rotated(only.kid(), only.signsFrom());
                });
    }

    /** Within what time after a change every process has read the keys again, while the store answers. */
    public static Duration learnedWithin(PettyConfig config) {
        return config.secrets().ttl().plus(REFRESH);
    }

    /** Whether somebody came with a token of ours whose key has been dropped since. */
    public boolean dropped(Principal who) {
        return who instanceof Principal.Person person
                && person.grant()
                        .flatMap(Principal.Grant::keyId)
                        .filter(kid -> !kids.contains(kid))
                        .isPresent();
    }

    /** @param listener told when there are keys less, on any thread; must not block */
    public void onDropped(Runnable listener) {
        listeners.add(listener);
    }

    /** Reads them again, and puts the next one in line when it is due. */
    Future<KeyRing> refresh() {
        return read(secrets.current(secretName)).compose(known -> {
            learn(known);
            return known.wantsNext(times, clock.instant()) ? change(this::scheduled) : Future.succeededFuture(known);
        });
    }

    private Optional<KeyRing> scheduled(KeyRing known) {
        var now = clock.instant();
        if (!known.wantsNext(times, now)) {
            return Optional.empty(); // another process was quicker
        }
        var signsFrom = known.active(now)
                .map(active -> active.signsFrom().plus(times.rotation()))
                .map(due -> due.isBefore(now.plus(times.overlap())) ? now.plus(times.overlap()) : due)
                .orElse(now);
        return Optional.of(known.with(SigningKey.generate(now, signsFrom)));
    }

    /** @param change what is to stand in the store afterwards; empty when it is right as it is. May take its time. */
    private Future<KeyRing> change(Function<KeyRing, Optional<KeyRing>> change) {
        return turns.alone(() -> read(secrets.fresh(secretName))
                        .compose(known -> vertx.executeBlocking(
                                        () -> change.apply(known).map(after -> after.alive(times, clock.instant())))
                                .map(Objects::requireNonNull)
                                .compose(after -> after.isEmpty() ? Future.succeededFuture(known) : put(after.get()))))
                .onSuccess(this::learn);
    }

    private Future<KeyRing> put(KeyRing after) {
        LOG.atInfo()
                .addKeyValue("kids", after.keys().stream().map(SigningKey::kid).toList())
                .log("The signing keys have changed");
        return secrets.put(secretName, after.toText()).map(after);
    }

    /** Where none may be made, a secret that is not there is a wrong name or a wrong place: every standing token would be refused. */
    private Future<KeyRing> read(Future<SecretVersion> asked) {
        return asked.map(version -> KeyRing.ofText(version.text().value()))
                .recover(cause -> cause instanceof SecretMissing && mayMake
                        ? Future.succeededFuture(KeyRing.EMPTY)
                        : Future.failedFuture(cause));
    }

    private void learn(KeyRing read) {
        if (read.keys().isEmpty()) {
            return; // there is none yet, or the secret was deleted: that is no way to take keys out of use
        }
        var alive = read.alive(times, clock.instant());
        ring = alive;
        var before = kids;
        kids = alive.keys().stream().map(SigningKey::kid).collect(Collectors.toUnmodifiableSet());
        kidToSigner.keySet().retainAll(kids);
        kidToCheck.keySet().retainAll(kids);
        if (!kids.containsAll(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    /** What signs now. */
    TokenSigner signer() {
        var active = ring.active(clock.instant())
                .orElseThrow(() -> new IllegalStateException("no signing key is active; the keys were not opened"));
        return kidToSigner.computeIfAbsent(active.kid(), kid -> TokenSigner.with(vertx, active));
    }

    /** The check for a key that signs, will or did; already complete when the key is known. */
    Future<Optional<SignatureCheck>> check(String kid) {
        var known = knownCheck(kid);
        return known.isPresent()
                ? Future.succeededFuture(known)
                : looks.fly(() -> read(secrets.fresh(secretName)).onSuccess(this::learn))
                        .transform(looked -> {
                            if (looked.failed()) {
                                LOG.atWarn()
                                        .addKeyValue("cause", describe(looked.cause()))
                                        .log("The signing keys could not be asked about an unknown one");
                            }
                            return Future.succeededFuture(knownCheck(kid));
                        });
    }

    private Optional<SignatureCheck> knownCheck(String kid) {
        var now = clock.instant();
        return ring.keys().stream()
                .filter(key -> key.kid().equals(kid) && ring.state(key, times, now) != KeyRing.State.GONE)
                .findFirst()
                .map(key -> kidToCheck.computeIfAbsent(kid, absent -> SignatureCheck.by(vertx, key.publicKey())));
    }

    /** Those that verifiers should know: next, active and retiring. */
    public List<PublishedKey> published() {
        return ring.alive(times, clock.instant()).keys().stream()
                .map(key -> new PublishedKey(key.kid(), key.publicKey()))
                .toList();
    }

    private static String describe(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
