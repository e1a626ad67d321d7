package ai.petty.alerts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.alerts.rules.Offline.Heard;
import ai.petty.alerts.rules.Offline.State;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OfflineTest {
    private static final long A_SECOND = 1_000_000;
    private static final long HEARD = 1_000 * A_SECOND;

    private final Offline target = new Offline(Duration.ofSeconds(45), 3);

    private Turn<State> at(State before, long heard, long listening, long secondsLater) {
        return target.step(before, new Heard(heard, listening, 10 * A_SECOND), HEARD + secondsLater * A_SECOND);
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
    void ends_when_the_collar_has_been_heard_for_a_while_and_not_when_somebody_brings_what_it_said_long_ago() {
        var silent = silentSince(HEARD);
        assertThat(at(silent, HEARD + 3_000 * A_SECOND, 0, 3_600)).isEqualTo(Turn.quiet(silent));

        var back = at(silent, HEARD + 3_590 * A_SECOND, 0, 3_600);
        assertThat(back.change()).isEmpty();
        assertThat(at(back.state(), HEARD + 3_880 * A_SECOND, 0, 3_889).change())
                .isEmpty();
        assertThat(at(back.state(), HEARD + 3_880 * A_SECOND, 0, 3_890).change())
                .contains(new Change.Ended(HEARD + 3_590 * A_SECOND, Ending.CLEARED));
    }

    @Test
    void another_silence_shortly_after_is_the_same_one() {
        var back = at(silentSince(HEARD), HEARD + 600 * A_SECOND, 0, 600);
        var again = at(back.state(), HEARD + 600 * A_SECOND, 0, 646);
        assertThat(again).isEqualTo(Turn.quiet(silentSince(HEARD)));
        var backAgain = at(again.state(), HEARD + 700 * A_SECOND, 0, 700);
        assertThat(at(backAgain.state(), HEARD + 990 * A_SECOND, 0, 999).change())
                .isEmpty();
        assertThat(at(backAgain.state(), HEARD + 990 * A_SECOND, 0, 1_000).change())
                .isPresent();
    }

    @Test
    void a_collar_that_reports_rarely_may_miss_as_many_reports_as_others() {
        var aMinute = new Heard(HEARD, 0, 60 * A_SECOND);
        assertThat(target.step(State.START, aMinute, HEARD + 180 * A_SECOND).change())
                .isEmpty();
        assertThat(target.step(State.START, aMinute, HEARD + 181 * A_SECOND).change())
                .isPresent();
    }

    @Test
    void what_is_usual_follows_what_comes_and_not_one_long_silence() {
        var reports = Reports.START;
        var now = HEARD;
        for (var i = 0; i < 30; i++) {
            reports = reports.with(now);
            reports = reports.with(now + A_SECOND / 2);
            now += 60 * A_SECOND;
        }
        assertThat(reports.usual()).isBetween(59 * A_SECOND, 62 * A_SECOND);
        reports = reports.with(now + 86_400 * A_SECOND);
        assertThat(reports.usual()).isBetween(60 * A_SECOND, 80 * A_SECOND);
        assertThat(Reports.START.with(HEARD).usual())
                .as("when the next will come is not known")
                .isGreaterThan(600 * A_SECOND);
    }

    private static State silentSince(long t) {
        return new State(OptionalLong.of(t), OptionalLong.empty());
    }

    @Test
    void listening_anew_is_not_hearing() {
        assertThat(at(silentSince(HEARD), HEARD, HEARD + 600 * A_SECOND, 601).change())
                .isEmpty();
    }
}
