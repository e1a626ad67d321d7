package ai.petty.feedback;

import ai.petty.pets.Pets;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Owns what hears people's verdicts and what follows from them; keeps calibration and precision as new as what other processes hear. */
public final class FeedbackVerticle extends VerticleBase {
    private final Duration refresh;
    private final Feedbacks feedbacks;
    private final Calibration calibration;
    private final Precision precision;
    private final Corrections corrections;
    private boolean reading;

    /** @param refresh how often it is looked whether somebody has said something */
    public FeedbackVerticle(
            Database database,
            FieldCipher cipher,
            Pets pets,
            WindowEvidence windows,
            Duration refresh,
            InstantSource clock) {
        this.refresh = refresh;
        this.calibration = new Calibration(database, refresh, clock);
        this.feedbacks = new Feedbacks(database, cipher, pets, windows, clock, this::heard);
        this.precision = new Precision(database);
        this.corrections = new Corrections(database, clock);
    }

    public Feedbacks feedbacks() {
        return feedbacks;
    }

    public Calibration calibration() {
        return calibration;
    }

    public Precision precision() {
        return precision;
    }

    public Corrections corrections() {
        return corrections;
    }

    private void heard(UUID petId) {
        calibration.heard(petId);
    }

    /** A database that is away now is asked again: nothing waits for it. */
    @Override
    public Future<?> start() {
        read();
        vertx.setPeriodic(refresh.toMillis(), timer -> read());
        return Future.succeededFuture();
    }

    private void read() {
        if (!reading) {
            reading = true;
            Future.join(calibration.refresh(), precision.refresh()).onComplete(done -> reading = false);
        }
    }
}
