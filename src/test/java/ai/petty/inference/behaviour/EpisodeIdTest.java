package ai.petty.inference.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpisodeIdTest {
    @Property
    void a_name_says_which_episode_it_is(
            @ForAll @LongRange(min = 1, max = 1L << 60) long pairingId,
            @ForAll Behaviour behaviour,
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000_000L) long from) {
        var target = new EpisodeId(pairingId, behaviour, from);
        assertThat(EpisodeId.parse(target.text())).contains(target);
    }

    @Test
    void a_name_never_changes() {
        assertThat(new EpisodeId(71, Behaviour.RESTING, 1_755_527_400_000_000L).text())
                .isEqualTo("evt_1z_4_" + Long.toString(1_755_527_400_000_000L, 36));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evt_", "evt_1_zz_1", "evt_1_4_1 ", "EVT_1_4_1", "evt_1_4_-1", "evt_1_4_zzzzzzzzzzzzz"})
    void what_is_no_name_is_no_episode(String text) {
        assertThat(EpisodeId.parse(text)).isEmpty();
    }
}
