package ai.petty.feedback;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the confidence that the rules give into what people's verdicts say it is worth, in two steps: for all pets by what everybody
 * said, then for one pet by what its own people said.
 *
 * <p>For all pets a verdict counts a quarter and an account at most one, nothing moves before three are together (so at least twelve
 * verdicts of three people), and the prior weighs five: one account, however much it says, moves a confidence of others by
 * {@link #MOST_BY_ONE_ACCOUNT} at the most. For one pet a verdict of an owner or carer counts one and their account at most twenty; who
 * may only see the pet counts as for all, and who may not any more does not count; nothing moves before five.
 */
public final class Calibration {
    static final double A_VERDICT = 0.25;
    static final double AN_ACCOUNT = 1;
    static final OffsetFit OF_ALL = new OffsetFit(3, 5);

    /** 1 / (4 · 5); {@link OffsetFit} says why. */
    public static final double MOST_BY_ONE_ACCOUNT = AN_ACCOUNT / (4 * OF_ALL.precision());

    /** What verdicts of those who own or keep a pet weigh for it, and those of others who may see it. */
    private static final CalibrationRepository.Weight OF_KEEPER = new CalibrationRepository.Weight(1, 20);

    private static final CalibrationRepository.Weight OF_ANYBODY =
            new CalibrationRepository.Weight(A_VERDICT, AN_ACCOUNT);
    static final OffsetFit OF_PET = new OffsetFit(5, 5);

    private static final Logger LOG = LoggerFactory.getLogger(Calibration.class);
    private static final int MOST_PETS = 50_000;

    private final Database database;
    private final InstantSource clock;
    private final Rereading rereading;
    private final Cache<UUID, Calibrated> byPet;
    private volatile Map<Behaviour, Double> ofAll = Map.of();

    /** @param fresh how long what was made of one pet's verdicts is used without asking again */
    public Calibration(Database database, Duration fresh, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.rereading = new Rereading(database);
        this.byPet = Caffeine.newBuilder()
                .maximumSize(MOST_PETS)
                .expireAfterWrite(fresh)
                .build();
    }

    /** What holds for the events of this pet. */
    public Future<Calibrated> forPet(UUID petId) {
        var remembered = byPet.getIfPresent(petId);
        if (remembered != null) {
            return Future.succeededFuture(remembered);
        }
        return database.ask(pool ->
                        CalibrationRepository.ofPet(pool, petId, Micros.of(clock.instant()), OF_KEEPER, OF_ANYBODY))
                .map(said -> {
                    var made = made(ofAll, said);
                    byPet.put(petId, made);
                    return made;
                });
    }

    private static Calibrated made(Map<Behaviour, Double> ofAll, Map<Behaviour, List<OffsetFit.Said>> ofPet) {
        if (ofPet.isEmpty()) {
            return ofAll.isEmpty() ? Calibrated.AS_IT_WAS : new Calibrated(ofAll);
        }
        var offsets = new EnumMap<Behaviour, Double>(Behaviour.class);
        offsets.putAll(ofAll);
        ofPet.forEach((behaviour, said) -> {
            double base = ofAll.getOrDefault(behaviour, 0.0);
            var own = OF_PET.offset(said, base);
            if (own != 0) {
                offsets.put(behaviour, base + own);
            }
        });
        return new Calibrated(Map.copyOf(offsets));
    }

    /** Somebody has said something to an event of this pet. */
    void heard(UUID petId) {
        byPet.invalidate(petId);
    }

    /** Reads what everybody said, in this process or another, when there is something new. To be called one at a time. */
    public Future<Void> refresh() {
        return rereading
                .whenThereIsNews(() -> database.ask(pool -> CalibrationRepository.all(pool, OF_ANYBODY))
                        .map(this::read))
                .onFailure(cause -> LOG.atWarn()
                        .addKeyValue("cause", cause.getClass().getSimpleName())
                        .log("What people said could not be read; confidences stay as they are"));
    }

    private Void read(Map<Behaviour, List<OffsetFit.Said>> saidOf) {
        var offsets = new EnumMap<Behaviour, Double>(Behaviour.class);
        saidOf.forEach((behaviour, said) -> {
            var offset = OF_ALL.offset(said, 0);
            if (offset != 0) {
                offsets.put(behaviour, offset);
            }
        });
        if (!offsets.equals(ofAll)) {
            ofAll = Map.copyOf(offsets);
            byPet.invalidateAll();
        }
        return null;
    }
}
