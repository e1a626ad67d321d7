package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.rules.Offline.State;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OfflineTest {
    private static final long A_SECOND = 1_000_000;
    private static final long HEARD = 1_000 * A_SECOND;

    private final Offline target = new Offline(Duration.ofSeconds(45));

    private Turn<State> at(State before, long heard, long listening, long secondsLater) {
        return target.step(before, heard, listening, HEARD + secondsLater * A_SECOND);
    }

    @Test
    void opens_after_the_longest_silence_and_not_at_it() {
        assertThat(at(State.START, HEARD, 0, 45).change()).isEmpty();
        var turn = at(State.START, HEARD, 0, 46);
        assertThat(turn.change())
                .hasValueSatisfying(
                        change -> assertThat(((Change.Opened) change).since()).isEqualTo(HEARD));
        assertThat(at(turn.state(), HEARD, 0, 400).change()).isEmpty();
    }

    @Test
    void nobody_is_silent_while_nobody_listened() {
        assertThat(at(State.START, HEARD, HEARD + 3_000 * A_SECOND, 3_040).change())
                .isEmpty();
        assertThat(at(State.START, HEARD, HEARD + 3_000 * A_SECOND, 3_046).change())
                .isPresent();
    }

    @Test
    void ends_when_the_collar_is_heard_and_not_when_somebody_brings_what_it_said_long_ago() {
        var silent = new State(OptionalLong.of(HEARD));
        assertThat(at(silent, HEARD + 3_000 * A_SECOND, 0, 3_600).change()).isEmpty();
        assertThat(at(silent, HEARD + 3_590 * A_SECOND, 0, 3_600).change())
                .contains(new Change.Ended(HEARD + 3_590 * A_SECOND, Ending.CLEARED));
    }

    @Test
    void listening_anew_is_not_hearing() {
        assertThat(at(new State(OptionalLong.of(HEARD)), HEARD, HEARD + 600 * A_SECOND, 601)
                        .change())
                .isEmpty();
    }
}
