package ai.petty.timeline.days;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is usual for each pet. */
public final class Baselines {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration FORGOTTEN = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 100_000;

    private final Days days;
    private final AsyncLoadingCache<UUID, Optional<Usual>> petToHeartRate;

    public Baselines(Days days) {
        this.days = days;
        this.petToHeartRate = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .refreshAfterWrite(REMEMBERED)
                .expireAfterAccess(FORGOTTEN)
                .buildAsync((petId, executor) ->
                        now(petId).map(Baseline::heartRate).toCompletionStage().toCompletableFuture());
    }

    /** By the last seven days that are over; of rates at rest today counts, too. */
    public Future<Baseline> now(UUID petId) {
        return days.facts(petId).compose(pet -> {
            var today = days.today(pet);
            return days.between(pet, today.minusDays(Baseline.DAYS), today)
                    .map(found -> Baseline.of(pet.species(), found, today.minusDays(1)));
        });
    }

    /**
     * The pet's own resting heart rate in beats a minute, drawn to that of its species while little is known of it. At most ten minutes
     * old: a week moves slowly. Complete at once where it is remembered.
     */
    public Future<Optional<Usual>> restingHeartRate(UUID petId) {
        return Future.fromCompletionStage(petToHeartRate.get(petId));
    }

    /** How a pet was on a day; of the last day that is over when none is named. */
    public Future<Wellness> wellness(UUID petId, Optional<LocalDate> date) {
        return days.facts(petId).compose(pet -> {
            var today = days.today(pet);
            var of = date.orElse(today.minusDays(1));
            if (of.isAfter(today)) {
                return Future.failedFuture(Wellness.notYet());
            }
            return days.between(pet, of.minusDays(Baseline.DAYS), of).map(found -> {
                List<Day> before = found.subList(0, found.size() - 1);
                return Wellness.of(found.getLast(), Baseline.of(pet.species(), before, of.minusDays(1)));
            });
        });
    }
}
