package ai.petty.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UplinkProgressTest {
    private final UplinkProgress target = new UplinkProgress(10);

    @Test
    void isTheLastFrameOfAnUnbrokenRow() {
        for (var seq = 11; seq <= 13; seq++) {
            target.owe(seq);
        }
        target.settle(13);
        target.settle(11);
        assertThat(target.committedThrough()).isEqualTo(11);
        target.settle(12);
        assertThat(target.committedThrough()).isEqualTo(13);
    }

    @Test
    void aFrameToldToComeBackOnAnEarlierConnectionHoldsTheMarkBelowIt() {
        target.owe(12);
        target.settle(12);
        assertThat(target.committedThrough()).isEqualTo(10);
        target.owe(11);
        target.settle(11);
        assertThat(target.committedThrough()).isEqualTo(12);
    }

    @Test
    void anUnusableFrameMovesTheMarkOnlyWhereItWasDue() {
        target.skip(11);
        assertThat(target.committedThrough()).isEqualTo(11);
        target.skip(1L << 53);
        assertThat(target.committedThrough()).isEqualTo(11);
    }

    @Test
    void aCollarThatLostItsCounterGoesOnFromTheMark() {
        target.owe(1);
        target.settle(1);
        assertThat(target.committedThrough()).isEqualTo(10);
    }

    @Test
    void aCollarThatCountsFromElsewhereIsFollowed() {
        target.owe(5_000_000);
        target.settle(5_000_000);
        assertThat(target.committedThrough()).isEqualTo(5_000_000);
    }
}
