package ai.petty.live;

import ai.petty.store.Micros;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other rooms what is new of pets that are watched, all of them in one question, and hands it to who watches. */
final class NewsDesk {
    private static final Logger LOG = LoggerFactory.getLogger(NewsDesk.class);

    /** What was changed becomes visible when its transaction ends, up to half a minute later; and clocks differ. */
    private static final Duration OVERLAP = Duration.ofSeconds(40);

    /** What a viewer who comes now is told of what was. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    private final List<NewsSource> sources = new CopyOnWriteArrayList<>();
    private final Map<UUID, PetWatch> petToWatch;
    private final InstantSource clock;
    private final Set<UUID> hurried = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean hurrying = new AtomicBoolean();
    private volatile long answered;
    private volatile Wishes wishes = accounts -> Future.succeededFuture(Map.of());

    NewsDesk(Map<UUID, PetWatch> petToWatch, InstantSource clock) {
        this.petToWatch = petToWatch;
        this.clock = clock;
    }

    void follow(NewsSource source) {
        sources.add(source);
    }

    void respect(Wishes theirs) {
        wishes = theirs;
    }

    /** Asks what these do not want to be shown. Never fails: until it is known they are shown what they were. */
    Future<Void> learnWishes(Collection<LiveSession> those) {
        var accounts =
                those.stream().flatMap(session -> session.account().stream()).collect(Collectors.toSet());
        return accounts.isEmpty()
                ? Future.succeededFuture()
                : wishes.unwanted(accounts)
                        .onSuccess(accountToUnwanted -> those.forEach(session -> session.account()
                                .ifPresent(account ->
                                        session.leaveOut(accountToUnwanted.getOrDefault(account, Set.of())))))
                        .<Void>mapEmpty()
                        .recover(NewsDesk::later);
    }

    /** Asks about everything that is watched. Never fails: what could not be told now is told by the next answer. */
    Future<Void> ask(Collection<UUID> watched) {
        var now = now();
        var since = Math.max(answered, now - micros(LATELY)) - micros(OVERLAP);
        return ask(watched, since, this::hand).onSuccess(all -> answered = now).recover(NewsDesk::later);
    }

    /** Tells one viewer who has just come what has happened lately. */
    Future<Void> catchUp(LiveSession session) {
        return learnWishes(List.of(session))
                .compose(known -> ask(List.of(session.petId()), now() - micros(LATELY), session::offer))
                .recover(NewsDesk::later);
    }

    /** Something has just changed: whoever watches the pet need not wait for the next question. From any thread. */
    void hurry(UUID petId) {
        if (!sources.isEmpty() && petToWatch.containsKey(petId)) {
            hurried.add(petId);
            hurryOn();
        }
    }

    /** One question at a time; what is hurried meanwhile goes together as the next one. */
    private void hurryOn() {
        if (hurried.isEmpty() || !hurrying.compareAndSet(false, true)) {
            return;
        }
        var those = List.copyOf(hurried);
        hurried.removeAll(those);
        ask(those, now() - micros(OVERLAP), this::hand).recover(NewsDesk::later).onComplete(answer -> {
            hurrying.set(false);
            hurryOn();
        });
    }

    private Future<Void> ask(Collection<UUID> petIds, long since, Consumer<News> to) {
        return Future.join(sources.stream()
                        .map(source -> source.since(petIds, since).onSuccess(news -> news.forEach(to)))
                        .toList())
                .mapEmpty();
    }

    private void hand(News news) {
        var watch = petToWatch.get(news.petId());
        if (watch != null) {
            watch.offer(news);
        }
    }

    private static Future<Void> later(Throwable cause) {
        LOG.atDebug().setCause(cause).log("Could not ask what is new");
        return Future.succeededFuture();
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
