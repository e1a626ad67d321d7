package ai.petty.privacy;

import ai.petty.config.PettyConfig;
import ai.petty.privacy.ReencryptionRepository.NewField;
import ai.petty.privacy.ReencryptionRepository.OldField;
import ai.petty.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings personal fields over to the active key, in small steps behind what the servers do. There is work as long as the
 * secret holds an old key; when no envelope needs it any more, and every process has long learned of the new one, it is removed.
 *
 * <p>Each step is a transaction that moves some rows and the position behind them, so that a process that dies loses nothing and another
 * one goes on. One process at a time takes a step.
 */
public final class Reencryption {
    private static final Logger LOG = LoggerFactory.getLogger(Reencryption.class);

    /** So many rows are read to find a field to move: most of a table's are new ones near the end of a rotation. */
    private static final int ROWS_FOR_A_FIELD = 10;

    private final Vertx vertx;
    private final Database database;
    private final FieldKeyRing ring;
    private final FieldCipher cipher;
    private final FieldKeyRotation rotation;
    private final List<EncipheredColumn> columns;
    private final PettyConfig.Reencryption config;
    private final InstantSource clock;
    private final AtomicLong left = new AtomicLong();
    /** The old keys that {@code left} is of. */
    private volatile Set<String> counted = Set.of();

    private final Counter unreadable;

    private final AtomicBoolean running = new AtomicBoolean();
    private final Promise<Void> stopped = Promise.promise();
    private volatile boolean closing;
    private volatile long timer = -1;

    public Reencryption(
            Vertx vertx,
            Database database,
            FieldKeyRing ring,
            FieldKeyRotation rotation,
            List<EncipheredColumn> columns,
            PettyConfig.Reencryption config,
            InstantSource clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.database = database;
        this.ring = ring;
        this.cipher = ring.cipher();
        this.rotation = rotation;
        this.columns = List.copyOf(columns);
        this.config = config;
        this.clock = clock;
        this.unreadable = Counter.builder("petty.privacy.fields.unreadable")
                .description("Fields that cannot be brought over to a new key; alert above 0")
                .register(meters);
        Gauge.builder("petty.privacy.fields.left", left, AtomicLong::get)
                .description("Personal fields that are still under an old key")
                .register(meters);
    }

    /** Looks for work from now on. */
    public void start() {
        timer = vertx.setPeriodic(
                config.interval().toMillis(),
                tick -> run().onFailure(cause -> LOG.atWarn()
                        .setCause(cause)
                        .log("Bringing personal fields over to a new key was interrupted; it goes on later")));
    }

    /** Takes no further step; completes when the one under way has ended. */
    public Future<Void> close() {
        closing = true;
        vertx.cancelTimer(timer);
        if (!running.get()) {
            stopped.tryComplete();
        }
        return stopped.future();
    }

    /** Does what there is to do. Completes when there is no more, or another process does it, or this one closes. */
    Future<Void> run() {
        var now = clock.instant();
        var keys = ring.keys();
        var active = keys.activeAt(now);
        var old = keys.oldAt(now);
        var usedSince = now.minus(config.keepOldKeys());
        if (old.isEmpty() || closing || !running.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        var heads = old.stream().map(id -> Buffer.buffer(Envelope.head(id))).toList();
        var mayForget = keys.mayForgetAt(usedSince);
        return (old.equals(counted) ? Future.<Void>succeededFuture() : count(old, heads))
                // Nothing to do until the old keys may go; then everything is looked at once more.
                .compose(nothing -> left.get() == 0 && !mayForget
                        ? Future.succeededFuture()
                        : each(0, active, heads)
                                .compose(walked -> count(old, heads))
                                .compose(known -> left.get() == 0 && !closing && mayForget
                                        ? remove(old, usedSince)
                                        : Future.<Void>succeededFuture()))
                .onComplete(done -> {
                    running.set(false);
                    if (closing) {
                        stopped.tryComplete();
                    }
                });
    }

    private Future<Void> remove(Set<String> unused, Instant usedSince) {
        return rotation.remove(unused, usedSince)
                .onSuccess(kept -> {
                    if (unused.stream().noneMatch(id -> kept.key(id).isPresent())) {
                        LOG.info("No personal field needs an old key; it was removed");
                    }
                })
                .compose(kept -> ring.refresh());
    }

    /** Counts the envelopes under these keys, in small steps as all the rest. One that is cut short tells nothing. */
    private Future<Void> count(Set<String> old, List<Buffer> heads) {
        var sum = new AtomicLong();
        var done = Future.<Void>succeededFuture();
        for (var column : columns) {
            done = done.compose(before -> database.ask(pool -> ReencryptionRepository.keyTypes(pool, column)))
                    .compose(types -> count(column, types, heads, Optional.empty(), sum));
        }
        return done.onSuccess(counting -> {
            if (!closing) {
                left.set(sum.get());
                counted = old;
            }
        });
    }

    private Future<Void> count(
            EncipheredColumn column,
            List<String> types,
            List<Buffer> heads,
            Optional<List<String>> after,
            AtomicLong sum) {
        if (closing) {
            return Future.succeededFuture();
        }
        return database.ask(pool -> ReencryptionRepository.next(pool, column, types, heads, after, rowsAtOnce()))
                .compose(stretch -> {
                    sum.addAndGet(stretch.fields().size());
                    return stretch.last().isEmpty()
                            ? Future.succeededFuture()
                            : pause().compose(paused -> count(column, types, heads, stretch.last(), sum));
                });
    }

    private int rowsAtOnce() {
        return config.batch() * ROWS_FOR_A_FIELD;
    }

    private Future<Void> pause() {
        return vertx.timer(config.pause().toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private Future<Void> each(int index, String active, List<Buffer> heads) {
        return index == columns.size() || closing
                ? Future.succeededFuture()
                : steps(columns.get(index), active, heads).compose(done -> each(index + 1, active, heads));
    }

    private Future<Void> steps(EncipheredColumn column, String active, List<Buffer> heads) {
        return database.transact(transaction -> step(transaction, column, active, heads))
                .compose(more -> more && !closing
                        ? pause().compose(paused -> steps(column, active, heads))
                        : Future.succeededFuture());
    }

    /** @return whether there may be more to do in this column */
    private Future<Boolean> step(
            SqlConnection transaction, EncipheredColumn column, String active, List<Buffer> heads) {
        return ReencryptionRepository.tryLock(transaction)
                .compose(locked -> locked
                        ? ReencryptionRepository.keyTypes(transaction, column)
                                .compose(types -> ReencryptionRepository.position(transaction, column, active)
                                        .compose(after -> ReencryptionRepository.next(
                                                transaction, column, types, heads, after, rowsAtOnce()))
                                        .map(stretch -> stretch.cut(config.batch()))
                                        // At the end of the table it begins again: a process that learned late of the
                                        // key may have left
                                        // something behind.
                                        .compose(stretch -> ReencryptionRepository.replace(
                                                        transaction, column, types, resealed(column, stretch.fields()))
                                                .compose(replaced -> ReencryptionRepository.setPosition(
                                                        transaction, column, active, stretch.last()))
                                                .map(moved -> stretch.last().isPresent())))
                        : Future.succeededFuture(false));
    }

    private List<NewField> resealed(EncipheredColumn column, List<OldField> fields) {
        var resealed = new ArrayList<NewField>();
        for (var field : fields) {
            var place = column.place(field.key());
            try {
                var value = cipher.open(field.envelope().getBytes(), place);
                resealed.add(new NewField(field, Buffer.buffer(cipher.seal(value, place))));
            } catch (UnreadableField e) {
                unreadable.increment();
                LOG.atError().addKeyValue("column", column).log("A personal field cannot be opened; its key is kept");
            }
        }
        return resealed;
    }
}
