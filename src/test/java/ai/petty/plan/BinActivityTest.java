package ai.petty.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Bin;
import ai.petty.store.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinActivityTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private static Bin bin(String start, float observedS, float walkingS) {
        return new Bin(
                Micros.of(Instant.parse(start)),
                observedS,
                observedS - walkingS,
                walkingS,
                0,
                0,
                0,
                null,
                0,
                null,
                0,
                10);
    }

    @Test
    void nothing_seen_is_nothing_known() {
        assertThat(BinActivity.of(List.of(), TOKYO)).isEmpty();
    }

    @Test
    void days_are_the_pets_own_and_the_middle_one_counts() {
        var bins = new ArrayList<Bin>();
        bins.add(bin("2026-03-01T14:45:00Z", 900, 600)); // still the first of March in Tokyo
        bins.add(bin("2026-03-01T15:00:00Z", 900, 900)); // the second
        bins.add(bin("2026-03-02T15:00:00Z", 900, 60)); // the third
        var seen = BinActivity.of(bins, TOKYO).orElseThrow();
        assertThat(seen.days()).isEqualTo(3);
        assertThat(seen.medianActiveMinutes()).isCloseTo(10, within(1e-6));
        assertThat(seen.coverage()).isCloseTo(900.0 / 86_400, within(1e-6));
    }

    @Test
    void two_collars_at_once_do_not_make_twice_the_walk() {
        var seen = BinActivity.of(
                        List.of(bin("2026-03-01T12:00:00Z", 900, 600), bin("2026-03-01T12:00:00Z", 300, 300)), TOKYO)
                .orElseThrow();
        assertThat(seen.medianActiveMinutes()).isCloseTo(10, within(1e-6));
    }
}
