package ai.petty.live;

import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.history.NewerOfPet;
import ai.petty.history.Watched;
import ai.petty.identity.Principal;
import ai.petty.ingest.CommitListener;
import ai.petty.pets.Pets;
import ai.petty.pets.Standing;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings readings to those who watch: at once what this process stores, by asking every now and then what others store and
 * what was ahead of its time; and what other rooms have to show. While nobody watches it asks nothing.
 */
public final class LiveFeed implements CommitListener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration FULL_HOUSE = Duration.ofSeconds(10);
    /** How soon somebody is sent away whose right to look was taken away through another process, or is over. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Pets pets;
    private final History history;
    private final PettyConfig.Live config;
    private final InstantSource clock;
    private final Map<UUID, PetWatch> petToWatch = new ConcurrentHashMap<>();
    private final Map<Long, PetWatch> pairingToWatch = new ConcurrentHashMap<>();
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
    private final NewsDesk desk;
    private final AtomicInteger viewers = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Predicate<Principal> revoked = who -> false;
    private volatile boolean draining;

    public LiveFeed(
            Vertx vertx,
            Pets pets,
            History history,
            PettyConfig.Live config,
            InstantSource clock,
            MeterRegistry meters) {
        this.pets = pets;
        this.vertx = vertx;
        this.history = history;
        this.config = config;
        this.clock = clock;
        this.desk = new NewsDesk(petToWatch, clock);
        Gauge.builder("petty.live.viewers", viewers, AtomicInteger::get)
                .description("Viewers that watch a pet now")
                .register(meters);
    }

    @Override
    public void committed(List<Stored> stored) {
        if (pairingToWatch.isEmpty()) {
            return;
        }
        var now = Micros.of(clock.instant());
        for (var one : stored) {
            var watch = pairingToWatch.get(one.pairingId());
            if (watch != null) {
                watch.offer(one, now);
            }
        }
    }

    /**
     * Takes a seat for somebody who watches a pet; whether they may has been asked before, and is asked again as long as they
     * watch. The caller attaches a viewer to the session, or cancels it.
     *
     * @param who whose token it is; the view ends with it
     * @param last what the viewer has seen already
     * @return fails with a {@link Refusal} of kind UNAVAILABLE when the house is full, closing, or the database is away
     */
    public Future<LiveSession> watch(Principal who, Standing standing, Optional<ReadingId> last) {
        if (draining
                || viewers.getAndUpdate(taken -> Math.min(taken + 1, config.maxViewers())) == config.maxViewers()) {
            return Future.failedFuture(
                    Refusal.unavailable("server.busy", "No more viewers are taken right now.", FULL_HOUSE));
        }
        var session = new LiveSession(standing, who, vertx.getOrCreateContext(), history, clock, config.heartbeat());
        session.ended().onComplete(nothing -> remove(session));
        var watch = add(session);
        endIfRevoked(session); // it may have been in between the door's question and this line
        desk.catchUp(session);
        return Future.all(learnPairings(standing.petId()), start(session, watch, last))
                .map(session)
                .onFailure(cause -> session.cancel());
    }

    private PetWatch add(LiveSession session) {
        sessions.add(session);
        var watch = petToWatch.compute(session.petId(), (petId, known) -> {
            var kept = known == null ? new PetWatch(petId) : known;
            kept.add(session);
            return kept;
        });
        if (asking.compareAndSet(false, true)) {
            askLater();
        }
        if (looking.compareAndSet(false, true)) {
            lookLater();
        }
        return watch;
    }

    private void remove(LiveSession session) {
        sessions.remove(session);
        viewers.decrementAndGet();
        petToWatch.computeIfPresent(session.petId(), (petId, watch) -> {
            if (!watch.remove(session)) {
                return watch;
            }
            watch.pairings().forEach(pairingToWatch::remove);
            return null;
        });
    }

    private Future<Void> learnPairings(UUID petId) {
        return history.pairingsNow(petId)
                .onSuccess(pairings -> pairings.forEach(pairing -> learn(petId, pairing)))
                .mapEmpty();
    }

    private void learn(UUID petId, long pairingId) {
        petToWatch.computeIfPresent(petId, (id, watch) -> {
            watch.pairings().add(pairingId);
            pairingToWatch.put(pairingId, watch);
            return watch;
        });
    }

    private Future<Void> start(LiveSession session, PetWatch watch, Optional<ReadingId> last) {
        var resumable = last.filter(id -> id.t() <= Micros.of(clock.instant()));
        if (resumable.isEmpty()) {
            return snapshot(session, watch);
        }
        var id = resumable.get();
        return history.missed(session.petId(), id.t(), id.n(), config.resumeLimit() + 1)
                .compose(missed -> {
                    if (missed > config.resumeLimit()) {
                        return snapshot(session, watch);
                    }
                    session.resumeAfter(id);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> snapshot(LiveSession session, PetWatch watch) {
        return history.newestReading(session.petId())
                .onSuccess(newest -> {
                    session.startWith(newest);
                    newest.ifPresent(stored -> watch.startAt(ReadingId.of(stored.reading())));
                })
                .mapEmpty();
    }

    private void askLater() {
        vertx.setTimer(config.pollInterval().toMillis(), timer -> ask());
    }

    private void ask() {
        var watched = petToWatch.values().stream().map(PetWatch::known).toList();
        if (watched.isEmpty()) {
            asking.set(false);
            // Somebody may have come in between.
            if (!petToWatch.isEmpty() && asking.compareAndSet(false, true)) {
                askLater();
            }
            return;
        }
        Future.join(news(watched), desk.ask(watched.stream().map(Watched::petId).toList()))
                .onComplete(answer -> askLater());
    }

    private Future<Void> news(List<Watched> watched) {
        return history.newer(watched)
                .onSuccess(found -> found.forEach(this::found))
                // The next question may be answered; until then viewers see what this process stores.
                .onFailure(cause -> LOG.atDebug().setCause(cause).log("Could not ask what others have stored"))
                .mapEmpty();
    }

    private void lookLater() {
        var pause = LOOK.compareTo(config.pollInterval()) < 0 ? LOOK : config.pollInterval();
        vertx.setTimer(pause.toMillis(), timer -> look());
    }

    private void look() {
        if (sessions.isEmpty()) {
            looking.set(false);
            // Somebody may have come in between.
            if (!sessions.isEmpty() && looking.compareAndSet(false, true)) {
                lookLater();
            }
            return;
        }
        lookAgain(List.copyOf(sessions)).onComplete(answer -> lookLater());
    }

    /** Who may look at a pet, or how, has just changed: whoever watches it is asked again at once. */
    public void lookAgain(UUID petId) {
        lookAgain(sessions.stream()
                .filter(session -> session.petId().equals(petId))
                .toList());
    }

    /** Whoever has lost the right to look is sent away, and whose view has changed sees by that from now on. */
    private Future<Void> lookAgain(List<LiveSession> those) {
        desk.learnWishes(those);
        var asked =
                those.stream().filter(session -> session.watcher().isPresent()).toList();
        if (asked.isEmpty()) {
            return Future.succeededFuture();
        }
        var watchers =
                asked.stream().flatMap(session -> session.watcher().stream()).toList();
        return pets.standings(watchers)
                .onSuccess(standings -> {
                    for (var i = 0; i < asked.size(); i++) {
                        asked.get(i).stand(standings.get(i));
                    }
                })
                .onFailure(cause -> LOG.atDebug().setCause(cause).log("Could not ask who may still look"))
                .mapEmpty();
    }

    private void found(NewerOfPet newer) {
        // A collar that was paired after the viewer came is learnt here.
        learn(newer.petId(), newer.stored().pairingId());
        var watch = petToWatch.get(newer.petId());
        if (watch != null) {
            watch.offer(newer.stored(), Micros.of(clock.instant()));
        }
    }

    /** Shows from now on what this one has to show, too. */
    public void follow(NewsSource source) {
        desk.follow(source);
    }

    /** Asks from now on what viewers do not want to be shown. */
    public void respect(Wishes wishes) {
        desk.respect(wishes);
    }

    /** Something that a {@link NewsSource} tells of has just changed: who watches the pet sees it at once. From any thread. */
    public void hurry(UUID petId) {
        desk.hurry(petId);
    }

    /** @param judge whether the token that somebody came with was taken back */
    public void mind(Predicate<Principal> judge) {
        revoked = judge;
    }

    /** Sends away whose token was taken back; to be called when {@link #mind}'s judge has learnt of one. */
    public void endRevoked() {
        sessions.forEach(this::endIfRevoked);
    }

    private void endIfRevoked(LiveSession session) {
        if (revoked.test(session.who())) {
            session.revoke("auth.token_revoked");
        }
    }

    /** Sends everybody away, each with another time to come back, and takes no more; completes when they are gone. */
    public Future<Void> drain() {
        draining = true;
        var leaving = List.copyOf(sessions);
        var spread = ThreadLocalRandom.current();
        leaving.forEach(session -> session.end(RECONNECT.plusMillis(spread.nextLong(RECONNECT.toMillis()))));
        return Future.join(leaving.stream().map(LiveSession::ended).toList()).mapEmpty();
    }
}
