package ai.petty.inference;

import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Ends a turn: what was found, how far it came and what others make of it are committed together, if the turn is still ours. */
final class Settlement {
    private static final long A_DAY = Duration.ofDays(1).toNanos() / 1_000;

    private final Database database;
    private final SealedUntil seals;
    private final List<EvaluationFollower> followers;
    private final UUID owner;
    private final int machine;

    /** @param owner this run of this process */
    Settlement(Database database, SealedUntil seals, List<EvaluationFollower> followers, UUID owner, int machine) {
        this.database = database;
        this.seals = seals;
        this.followers = List.copyOf(followers);
        this.owner = owner;
        this.machine = machine;
    }

    /**
     * What is to be written.
     *
     * @param oldest what began before that is not touched, microseconds since 1970 UTC
     */
    record Account(Claim claim, Evaluation.Outcome outcome, Progress progress, long oldest, long now) {}

    /** What changes of what stood. */
    private record Changes(Difference<EpisodeId, Episode> episodes, Difference<Long, Bin> bins) {
        boolean isNone() {
            return episodes.changed().isEmpty()
                    && episodes.gone().isEmpty()
                    && bins.changed().isEmpty()
                    && bins.gone().isEmpty();
        }
    }

    /**
     * Writes it down.
     *
     * @return what others were told; empty when there was nothing to tell; fails with {@link Overtaken}
     */
    Future<Optional<Evaluated>> settle(Account account) {
        return database.transact(
                transaction -> write(transaction, account),
                told -> told.ifPresent(evaluated -> followers.forEach(follower -> follower.committed(evaluated))));
    }

    private Future<Optional<Evaluated>> write(SqlConnection transaction, Account account) {
        var claim = account.claim();
        return ClaimRepository.hold(transaction, owner, claim)
                .compose(held -> held ? untouchable(transaction, account) : Future.failedFuture(new Overtaken()))
                .compose(oldest -> changes(transaction, account, oldest))
                .compose(changes -> put(transaction, claim.pairingId(), changes)
                        .compose(put -> checkpoints(transaction, account))
                        .compose(put -> ClaimRepository.done(transaction, claim.pairingId(), account.progress()))
                        .compose(done -> tell(transaction, evaluated(account, changes))));
    }

    /** What began before that stays as it is. */
    private Future<Long> untouchable(SqlConnection transaction, Account account) {
        var from = from(account);
        return from > account.now() - A_DAY
                ? Future.succeededFuture(account.oldest())
                : seals.of(transaction, account.claim().pairingId()).map(until -> Math.max(until, account.oldest()));
    }

    private static long from(Account account) {
        return account.outcome().stretches().stream()
                .mapToLong(Stretch::from)
                .min()
                .orElse(account.now());
    }

    private static Future<Changes> changes(SqlConnection transaction, Account account, long oldest) {
        var pairingId = account.claim().pairingId();
        var standing = new HashMap<EpisodeId, Found<Episode>>();
        var standingBins = new HashMap<Long, Found<Bin>>();
        var read = Future.<Void>succeededFuture();
        for (var stretch : account.outcome().stretches()) {
            read = read.compose(before -> Future.all(
                            FindingsRepository.episodes(transaction, pairingId, stretch)
                                    .onSuccess(standing::putAll),
                            FindingsRepository.bins(transaction, pairingId, stretch)
                                    .onSuccess(standingBins::putAll))
                    .mapEmpty());
        }
        return read.map(nothing -> {
            var found = new HashMap<EpisodeId, Found<Episode>>();
            var foundBins = new HashMap<Long, Found<Bin>>();
            for (var stretch : account.outcome().stretches()) {
                stretch.episodes().forEach(one -> found.put(one.what().id(), withoutNegativeZero(one)));
                stretch.bins().forEach(one -> foundBins.put(one.what().start(), one));
            }
            List.of(standing, found).forEach(map -> map.keySet().removeIf(id -> id.from() < oldest));
            List.of(standingBins, foundBins).forEach(map -> map.keySet().removeIf(start -> start < oldest));
            return new Changes(Difference.of(standing, found), Difference.of(standingBins, foundBins));
        });
    }

    /** A numeric column knows none: it would come back as another number than went in, and be changed for ever. */
    private static Found<Episode> withoutNegativeZero(Found<Episode> found) {
        var episode = found.what();
        Map<String, Double> evidence = new TreeMap<>(episode.evidence());
        evidence.replaceAll((name, number) -> number + 0.0);
        return new Found<>(
                new Episode(
                        episode.id(),
                        episode.to(),
                        episode.isOpen(),
                        episode.confidence(),
                        episode.coverage(),
                        episode.model(),
                        new TreeMap<>(evidence)),
                found.settledAt());
    }

    private static Future<Void> put(SqlConnection transaction, long pairingId, Changes changes) {
        return FindingsRepository.removeEpisodes(
                        transaction, pairingId, changes.episodes().gone())
                .compose(gone -> FindingsRepository.putEpisodes(
                        transaction, pairingId, changes.episodes().put()))
                .compose(put -> FindingsRepository.removeBins(
                        transaction, pairingId, changes.bins().gone()))
                .compose(gone -> FindingsRepository.putBins(
                        transaction, pairingId, changes.bins().put()));
    }

    private Future<Void> checkpoints(SqlConnection transaction, Account account) {
        var claim = account.claim();
        var written = Future.<Void>succeededFuture();
        for (var stretch : account.outcome().stretches()) {
            var isBehindAll = claim.head().isEmpty()
                    || stretch.from() > claim.head().get().t();
            written = written.compose(before -> isBehindAll
                    ? CheckpointRepository.put(transaction, claim.pairingId(), machine, stretch.checkpoints())
                    : CheckpointRepository.replace(transaction, claim.pairingId(), machine, stretch));
        }
        return written.compose(nothing -> tidy(transaction, account));
    }

    /** When another hour has begun for the pairing, or long ago. */
    private static Future<Void> tidy(SqlConnection transaction, Account account) {
        var pairingId = account.claim().pairingId();
        var before = account.claim().head().map(Claim.Head::t).map(t -> Checkpoint.floor(t, Checkpoint.COARSE));
        var after = account.outcome().head().map(Claim.Head::t).map(t -> Checkpoint.floor(t, Checkpoint.COARSE));
        if (before.isEmpty() || after.isEmpty()) {
            return Future.succeededFuture();
        }
        if (after.get() < account.oldest()) {
            return CheckpointRepository.forget(transaction, pairingId, account.now());
        }
        if (after.get() <= before.get()) {
            return Future.succeededFuture();
        }
        return CheckpointRepository.thin(
                        transaction, pairingId, before.get() - 2 * Checkpoint.COARSE, after.get() - Checkpoint.COARSE)
                .compose(thinned -> CheckpointRepository.forget(transaction, pairingId, account.oldest()));
    }

    private static Optional<Evaluated> evaluated(Account account, Changes changes) {
        var fresh = account.outcome().fresh();
        if (changes.isNone() && fresh.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Evaluated(
                account.claim().pairingId(),
                account.claim().petId(),
                from(account),
                fresh,
                List.copyOf(changes.episodes().changed()),
                List.copyOf(changes.episodes().gone())));
    }

    private Future<Optional<Evaluated>> tell(SqlConnection transaction, Optional<Evaluated> evaluated) {
        var told = Future.<Void>succeededFuture();
        if (evaluated.isPresent()) {
            for (var follower : followers) {
                told = told.compose(before -> follower.follow(transaction, evaluated.get()));
            }
        }
        return told.map(nothing -> evaluated);
    }
}
