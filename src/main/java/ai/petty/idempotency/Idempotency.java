package ai.petty.idempotency;

import ai.petty.privacy.FieldCipher;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Remembers for a day what was asked for with an {@code Idempotency-Key}, and how it was answered. That a change is made once
 * rests on {@link Once}, which is part of the change's own transaction; the times here only decide who has to come back.
 */
public final class Idempotency {
    private static final Duration REMEMBERED = Duration.ofHours(24);

    /** Longer than any request takes: by then it was answered, or the process that worked on it is gone. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(60);

    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final Database database;
    private final FieldCipher cipher;
    private final IdempotencyRepository repository;
    private final InstantSource clock;

    public Idempotency(Database database, FieldCipher cipher, InstantSource clock) {
        this.database = database;
        this.cipher = cipher;
        this.repository = new IdempotencyRepository(cipher);
        this.clock = clock;
    }

    /**
     * A request that may come again.
     *
     * @param account who asks: a key is theirs alone
     * @param key as they chose it
     * @param content what makes it the same request
     * @param pet whose path it is asked under; with the pet goes what is remembered
     */
    public record Request(UUID account, String key, String content, Optional<UUID> pet) {
        @Override
        public String toString() {
            return "Request[masked]";
        }
    }

    /**
     * Whose turn it is.
     *
     * @return fails with {@code idempotency.key_reused} (another request had this key), {@code idempotency.in_progress} (the first has not
     *     been answered yet), {@code idempotency.answer_lost} (it took effect, and nobody knows its answer)
     */
    public Future<Turn> begin(Request request) {
        var now = clock.instant();
        var asked = new IdempotencyRepository.Asked(
                request.account(),
                request.pet(),
                Buffer.buffer(cipher.index("idempotency.key", request.account() + "/" + request.key())),
                Buffer.buffer(cipher.index("idempotency.request", request.content())),
                Micros.of(now),
                Micros.of(now.plus(LONGEST_ATTEMPT)));
        return database.transact(transaction -> repository
                .forget(transaction, asked, Micros.of(now.minus(REMEMBERED)))
                .compose(forgotten -> repository.enter(transaction, asked))
                .compose(entered -> entered.isPresent()
                        ? Future.succeededFuture(new Turn.First(entered.get()))
                        : repository
                                .find(transaction, asked)
                                .compose(found -> found.map(before -> again(before, asked)
                                                .map(Future::<Turn>succeededFuture)
                                                .orElseGet(() -> repository
                                                        .retry(transaction, before, asked)
                                                        .map(Turn.First::new)))
                                        .orElseGet(() -> Future.failedFuture(inProgress())))));
    }

    /** The answer of before; empty when the attempt of before has changed nothing and is over. */
    private static Optional<Turn> again(IdempotencyRepository.Before before, IdempotencyRepository.Asked asked) {
        if (!before.isSameRequest()) {
            throw Refusal.of(
                    Refusal.Kind.UNPROCESSABLE,
                    "idempotency.key_reused",
                    "Another request has had this Idempotency-Key: take a new key for a new request.");
        }
        if (before.answer().isPresent()) {
            return before.answer().map(Turn.Again::new);
        }
        if (before.attemptUntil() > asked.now()) {
            throw inProgress();
        }
        if (before.tookEffect()) {
            throw Refusal.of(
                    Refusal.Kind.CONFLICT,
                    "idempotency.answer_lost",
                    "This request took effect, and its answer was lost: look for what it made before asking with a new key.");
        }
        return Optional.empty();
    }

    static Refusal inProgress() {
        return Refusal.conflict(
                "idempotency.in_progress", "The first request with this Idempotency-Key is still at work.", COME_BACK);
    }

    /** To be done before the answer is given. Nothing is kept when the account is gone meanwhile. */
    public Future<Void> keep(Attempt attempt, String answer) {
        return database.ask(pool -> repository.keep(pool, attempt, answer));
    }

    /** There was no answer worth keeping: the same request may be tried again at once, unless it has taken effect. */
    public Future<Void> giveUp(Attempt attempt) {
        return database.ask(pool -> IdempotencyRepository.end(pool, attempt, Micros.of(clock.instant())));
    }

    /** Forgets what is older than a day; to be called now and then. */
    public Future<Void> prune() {
        var before = Micros.of(clock.instant().minus(REMEMBERED));
        return database.ask(pool -> IdempotencyRepository.prune(pool, before));
    }
}
