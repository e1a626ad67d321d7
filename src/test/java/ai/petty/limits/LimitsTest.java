package ai.petty.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.PettyConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final AtomicLong nanoTime = new AtomicLong(-5); // as System.nanoTime, it may be negative
    private final Limits target = new Limits(
            new PettyConfig.Limits(
                    new PettyConfig.Bucket(3, 1),
                    new PettyConfig.Bucket(2, 0.5),
                    new PettyConfig.Bucket(1, 1),
                    new PettyConfig.Bucket(1, 1),
                    new PettyConfig.Bucket(100, 10),
                    new PettyConfig.Bucket(200_000, 500),
                    new PettyConfig.Bucket(1, 1),
                    new PettyConfig.Bucket(1, 1),
                    new PettyConfig.Bucket(1, 1),
                    new PettyConfig.Bucket(1, 1),
                    Duration.ofMinutes(10)),
            nanoTime::get);

    @Test
    void theBurstIsThereAtOnceAndThenTheWaitIsTold() {
        for (var i = 0; i < 3; i++) {
            assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1)).isEmpty();
        }
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1)).contains(Duration.ofSeconds(1));
        pass(Duration.ofMillis(400));
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1)).contains(Duration.ofMillis(600));
        pass(Duration.ofMillis(600));
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1)).isEmpty();
    }

    @Test
    void halfATokenASecondIsALegalSpeed() {
        target.take(LimitName.V1_REALTIME, "anna", 2);
        assertThat(target.take(LimitName.V1_REALTIME, "anna", 1)).contains(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(2));
        assertThat(target.take(LimitName.V1_REALTIME, "anna", 1)).isEmpty();
    }

    @Test
    void keysAndLimitsDoNotShare() {
        assertThat(target.take(LimitName.V2_READS, "anna", 1)).isEmpty();
        assertThat(target.take(LimitName.V2_READS, "anna", 1)).isPresent();
        assertThat(target.take(LimitName.V2_READS, "ben", 1)).isEmpty();
        assertThat(target.take(LimitName.V2_FRAMES, "anna", 1)).isEmpty();
    }

    @Test
    void aRefusalTakesNothing() {
        target.take(LimitName.V1_INGEST, "SN-1", 2);
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 2)).isPresent();
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1)).isEmpty();
    }

    @Test
    void moreThanAFullBucketCountsAsAFullOne() {
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1_000)).isEmpty();
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 1_000)).contains(Duration.ofSeconds(3));
    }

    @Test
    void theNumbersForTheHeadersAreRight() {
        assertThat(target.ask(LimitName.V1_INGEST, "SN-1", 1))
                .isEqualTo(new Verdict(true, 3, 2, Duration.ofSeconds(1), Duration.ZERO));
        target.take(LimitName.V1_INGEST, "SN-1", 2);
        assertThat(target.ask(LimitName.V1_INGEST, "SN-1", 1))
                .isEqualTo(new Verdict(false, 3, 0, Duration.ofSeconds(3), Duration.ofSeconds(1)));
    }

    @Test
    void aBucketThatIsForgottenWasFull() {
        target.take(LimitName.V1_INGEST, "SN-1", 3);
        pass(Duration.ofMillis(2_900));
        assertThat(target.take(LimitName.V1_INGEST, "SN-1", 3)).isPresent();
        pass(Duration.ofHours(1));
        assertThat(target.ask(LimitName.V1_INGEST, "SN-1", 1).remaining()).isEqualTo(2);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
