package ai.petty.timeline.days;

import ai.petty.inference.BehaviourSearch;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes days down before the readings behind them are dropped, when nothing that is still taken can change them any more. Any number of
 * processes may do it at once: a pet is one transaction's at a time, and a day that is sealed stays as it is. A pet is looked at once a
 * day at least, so that nobody has to know which pets have been silent.
 */
public final class Sealing {
    private static final int MOST_DAYS = 40;
    private static final long A_DAY = Duration.ofDays(1).toNanos() / 1_000;
    private static final long SOON = Duration.ofMinutes(10).toNanos() / 1_000;

    private final Database database;
    private final Days days;
    private final BehaviourSearch search;
    private final long after;
    private final int mostPets;
    private final InstantSource clock;
    private final Counter written;

    /**
     * @param after how long after its end a day is sealed: by then no reading of it is taken any more
     * @param mostPets how many are looked at in one go
     */
    public Sealing(
            Database database,
            Days days,
            BehaviourSearch search,
            Duration after,
            int mostPets,
            InstantSource clock,
            MeterRegistry meters) {
        this.database = database;
        this.days = days;
        this.search = search;
        this.after = after.toNanos() / 1_000;
        this.mostPets = mostPets;
        this.clock = clock;
        this.written = Counter.builder("petty.days.sealed")
                .description("Days of pets that were written down for good")
                .register(meters);
    }

    /** Seals what is due, of a bounded number of pets; what is left comes next time. */
    public Future<Void> run() {
        return database.ask(SealRepository::adopt).compose(adopted -> some(mostPets));
    }

    private Future<Void> some(int most) {
        return most == 0
                ? Future.succeededFuture()
                : database.transact(this::one).compose(found -> found ? some(most - 1) : Future.succeededFuture());
    }

    private Future<Boolean> one(SqlConnection transaction) {
        var now = Micros.of(clock.instant());
        return SealRepository.claim(transaction, now)
                .compose(claimed -> claimed.map(
                                petId -> seal(transaction, petId, now).map(true))
                        .orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Void> seal(SqlConnection transaction, UUID petId, long now) {
        return DayRepository.holdFacts(transaction, petId)
                .compose(found -> found.map(pet -> SealRepository.dirtyFrom(transaction, petId)
                                .compose(dirty -> seal(transaction, pet, until(now, dirty), now)))
                        .orElseGet(() -> SealRepository.lookAgain(transaction, petId, now + A_DAY)));
    }

    /** What ends by then is sealed: old enough, and evaluated. */
    private long until(long now, Optional<Long> dirtyFrom) {
        return Math.min(now - after, dirtyFrom.orElse(Long.MAX_VALUE));
    }

    private Future<Void> seal(SqlConnection transaction, PetFacts pet, long until, long now) {
        var last = LocalDay.at(until, pet.zone()).plus(-1);
        if (pet.isSealed(last.date())) {
            return SealRepository.lookAgain(transaction, pet.petId(), dueAt(last, now));
        }
        return search.firstBin(pet.petId(), first(pet)).compose(begin -> {
            if (begin.isEmpty() || begin.get() >= last.end()) {
                return SealRepository.note(transaction, pet.petId(), last.date(), last.end(), dueAt(last, now));
            }
            var from = LocalDay.at(begin.get(), pet.zone());
            var to = from.plus(MOST_DAYS - 1).date().isBefore(last.date()) ? from.plus(MOST_DAYS - 1) : last;
            return days.computed(pet, firstDay(pet, from.date()), to.date())
                    .compose(computed -> withStreaks(transaction, pet, computed))
                    .compose(done -> DayRepository.insert(transaction, pet.petId(), done)
                            .onSuccess(stored -> written.increment(done.size())))
                    .compose(stored -> SealRepository.note(
                            transaction,
                            pet.petId(),
                            to.date(),
                            to.end(),
                            to.date().equals(last.date()) ? dueAt(last, now) : now));
        });
    }

    private static long first(PetFacts pet) {
        return pet.sealedDay() == null ? 0 : new LocalDay(pet.sealedDay(), pet.zone()).end();
    }

    /** An hour that both of two zones' days have is in both of them, when the pet's zone was changed in between. */
    private static LocalDate firstDay(PetFacts pet, LocalDate begin) {
        return pet.isSealed(begin) ? new LocalDay(begin, pet.zone()).plus(1).date() : begin;
    }

    private Future<List<Day>> withStreaks(SqlConnection transaction, PetFacts pet, List<Day> computed) {
        return DayRepository.streak(
                        transaction, pet.petId(), computed.getFirst().date().minusDays(1))
                .map(before -> {
                    var streak = before;
                    var known = new ArrayList<Day>();
                    for (var day : computed) {
                        streak = day.reached() == Day.Reached.YES ? streak + 1 : 0;
                        if (day.isKnown()) {
                            known.add(day.withStreak(streak));
                        }
                    }
                    return known;
                });
    }

    /**
     * When the next day is old enough, and tomorrow at the latest: something old may come of which nothing is known yet. A pet that waits
     * to be evaluated is not looked at again at once, or the others would never be.
     */
    private long dueAt(LocalDay last, long now) {
        return Math.clamp(last.plus(1).end() + after, now + SOON, now + A_DAY);
    }
}
