package ai.petty.pets;

import ai.petty.config.PettyConfig;
import ai.petty.store.Database;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Knows which collar a serial names and on which pet it was when. Remembers for a short while; look-ups that come while
 * one is under way go together as the next one, so that a storm of reconnecting collars costs a few statements.
 */
public final class CollarDirectory {
    private static final int MOST_REMEMBERED = 200_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int STALE_FACTOR = 6;
    private static final long JUST_NOW_NANOS = 500_000_000;

    private final CollarRepository repository;
    private final Optional<Pattern> autoRegister;
    private final long freshNanos;
    private final Cache<String, Remembered> rememberedBySerial;

    private final Object lock = new Object();
    private Map<String, Promise<Optional<Collar>>> waiting = new LinkedHashMap<>();
    private boolean asking;

    private record Remembered(Collar collar, long at, AtomicBoolean refreshing) {}

    public CollarDirectory(Database database, PettyConfig.Pets config) {
        this.repository = new CollarRepository(database, config.autoRegister());
        this.autoRegister =
                config.autoRegister() ? Optional.of(Pattern.compile(config.autoRegisterPattern())) : Optional.empty();
        this.freshNanos = config.directoryTtl().toNanos();
        this.rememberedBySerial = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(config.directoryTtl().multipliedBy(STALE_FACTOR))
                .build();
    }

    /** Makes what collars that register themselves are put into; only where the configuration lets them. */
    public Future<Void> prepare() {
        return autoRegister.isPresent() ? repository.ensureDemoHousehold() : Future.succeededFuture();
    }

    /**
     * The collar with this serial, from memory when it was asked for lately; an answer past its time is used once more
     * while a new one is fetched. Where the configuration says so, an unknown collar is registered on first sight.
     */
    public Future<Optional<Collar>> find(String serial) {
        var remembered = rememberedBySerial.getIfPresent(serial);
        if (remembered == null) {
            return fresh(serial);
        }
        if (System.nanoTime() - remembered.at() > freshNanos
                && remembered.refreshing().compareAndSet(false, true)) {
            fresh(serial).onFailure(cause -> remembered.refreshing().set(false));
        }
        return Future.succeededFuture(Optional.of(remembered.collar()));
    }

    /** As {@link #find}, but registers nothing: for who has not proved yet to be anybody. */
    public Future<Optional<Collar>> known(String serial) {
        return autoRegister.isEmpty() || rememberedBySerial.getIfPresent(serial) != null
                ? find(serial)
                : knownAfresh(serial);
    }

    /** As {@link #known}, but asks the database unless that was done just now. */
    public Future<Optional<Collar>> knownAfresh(String serial) {
        var remembered = rememberedBySerial.getIfPresent(serial);
        if (remembered != null && System.nanoTime() - remembered.at() < JUST_NOW_NANOS) {
            return Future.succeededFuture(Optional.of(remembered.collar()));
        }
        return autoRegister.isEmpty()
                ? fresh(serial)
                : repository.find(List.of(serial)).map(found -> remember(serial, found));
    }

    /** As {@link #find}, but an answer past its time is not used any more. */
    public Future<Optional<Collar>> recent(String serial) {
        var remembered = rememberedBySerial.getIfPresent(serial);
        return remembered == null || System.nanoTime() - remembered.at() > freshNanos
                ? fresh(serial)
                : Future.succeededFuture(Optional.of(remembered.collar()));
    }

    /** Something about this collar has changed: what was known before is not used any more. */
    public Future<Optional<Collar>> renew(String serial) {
        rememberedBySerial.invalidate(serial);
        // A question that was under way may still remember what it saw; this one comes after it.
        return fresh(serial);
    }

    /** As {@link #find}, but asks the database in any case. */
    public Future<Optional<Collar>> fresh(String serial) {
        if (!Collar.isWellFormed(serial)) {
            return Future.succeededFuture(Optional.empty());
        }
        Promise<Optional<Collar>> promise;
        boolean first;
        synchronized (lock) {
            promise = waiting.computeIfAbsent(serial, absent -> Promise.promise());
            first = !asking;
            asking = true;
        }
        if (first) {
            askNext();
        }
        return onCallersContext(promise.future());
    }

    /** One answer may be for many callers, each on an event loop of its own: it must come to each on that. */
    private static Future<Optional<Collar>> onCallersContext(Future<Optional<Collar>> shared) {
        var caller = ContextInternal.current();
        if (caller == null) {
            return shared;
        }
        var own = caller.<Optional<Collar>>promise();
        shared.onComplete(own);
        return own.future();
    }

    private void askNext() {
        Map<String, Promise<Optional<Collar>>> batch;
        synchronized (lock) {
            batch = takeBatch();
            asking = !batch.isEmpty();
        }
        if (batch.isEmpty()) {
            return;
        }
        Future.succeededFuture()
                .compose(nothing -> findOrRegister(batch.keySet()))
                .onComplete(outcome -> {
                    batch.forEach((serial, promise) -> {
                        if (outcome.succeeded()) {
                            promise.complete(remember(serial, outcome.result()));
                        } else {
                            promise.fail(outcome.cause());
                        }
                    });
                    askNext();
                });
    }

    private Map<String, Promise<Optional<Collar>>> takeBatch() {
        if (waiting.size() <= MOST_AT_ONCE) {
            var all = waiting;
            waiting = new LinkedHashMap<>();
            return all;
        }
        var some = new LinkedHashMap<String, Promise<Optional<Collar>>>();
        var entries = waiting.entrySet().iterator();
        while (some.size() < MOST_AT_ONCE) {
            var entry = entries.next();
            some.put(entry.getKey(), entry.getValue());
            entries.remove();
        }
        return some;
    }

    private Optional<Collar> remember(String serial, Map<String, Collar> collarBySerial) {
        var found = Optional.ofNullable(collarBySerial.get(serial));
        // An unknown collar is not remembered: it may be paired in a moment, and its readings must not be refused then.
        found.ifPresentOrElse(
                collar ->
                        rememberedBySerial.put(serial, new Remembered(collar, System.nanoTime(), new AtomicBoolean())),
                () -> rememberedBySerial.invalidate(serial));
        return found;
    }

    private Future<Map<String, Collar>> findOrRegister(Collection<String> serials) {
        return repository.find(serials).compose(found -> {
            var unknown = registrable(serials, found);
            return unknown.isEmpty()
                    ? Future.succeededFuture(found)
                    : repository
                            .register(unknown)
                            .compose(registered -> repository.find(unknown))
                            .map(added -> {
                                var all = new HashMap<>(found);
                                all.putAll(added);
                                return all;
                            });
        });
    }

    private List<String> registrable(Collection<String> serials, Map<String, Collar> found) {
        var unknown = new ArrayList<String>();
        autoRegister.ifPresent(pattern -> serials.stream()
                .filter(serial ->
                        !found.containsKey(serial) && pattern.matcher(serial).matches())
                .sorted()
                .forEach(unknown::add));
        return unknown;
    }
}
