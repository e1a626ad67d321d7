package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.PettyConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowBatteryTest {
    private final LowBattery target = new LowBattery(new PettyConfig.BatteryRule(15, 20));
    private final List<Change> changes = new ArrayList<>();
    private LowBattery.State state = LowBattery.State.START;
    private long now;

    private void charge(double pct, boolean isLive) {
        var turn = target.step(state, ++now, (float) pct, isLive);
        state = turn.state();
        turn.change().ifPresent(changes::add);
    }

    @Test
    void opens_below_the_limit_and_not_at_it() {
        charge(15, true);
        assertThat(changes).isEmpty();
        charge(14.9, true);
        assertThat(changes).singleElement().isInstanceOf(Change.Opened.class);
    }

    @Test
    void ends_only_above_the_higher_limit() {
        charge(10, true);
        for (var pct : new double[] {15, 14, 18, 12, 20, 14.9}) {
            charge(pct, true);
        }
        assertThat(changes).hasSize(1);
        charge(20.1, true);
        assertThat(changes.getLast()).isEqualTo(new Change.Ended(now, Ending.CLEARED));
        charge(14, true);
        assertThat(changes).hasSize(3);
    }

    @Test
    void what_comes_late_opens_nothing_but_may_end_it() {
        charge(5, false);
        assertThat(changes).isEmpty();
        charge(5, true);
        charge(80, false);
        assertThat(changes).hasSize(2);
    }
}
