package ai.petty.inference.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.config.PettyConfig;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BehaviourStateTest {
    private final BehaviourMachine machine = new BehaviourRules(BehaviourOptions.standard());

    private static PettyConfig.Behaviour config(Duration longestGap) {
        var minutes = Duration.ofMinutes(3);
        return new PettyConfig.Behaviour(longestGap, minutes, minutes, minutes, minutes, minutes);
    }

    @Test
    void a_pairing_begins_with_nothing() {
        var begin = machine.start(1);
        assertThat(begin.last()).isEmpty();
        assertThat(begin.open()).isEmpty();
        assertThat(begin.unfinished()).isEmpty();
        assertThat(machine.decode(1, begin.encode()).last()).isEmpty();
        assertThat(machine.silence(begin, Story.BEGIN).ended()).isEmpty();
    }

    @Test
    void an_observation_from_before_the_last_one_is_a_mistake_of_the_caller() {
        var story = new Story().times(2, 0, 60);
        var state = story.tell().state();
        assertThatThrownBy(() -> machine.step(state, story.observations.getFirst()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_of_other_options_are_of_another_version() {
        var other = new BehaviourRules(BehaviourOptions.of(config(Duration.ofMinutes(9))));
        assertThat(other.version()).isNotEqualTo(machine.version());
        var bytes = new Story().times(20, 0, 60).tell().state().encode();
        assertThatThrownBy(() -> other.decode(1, bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_version_follows_from_the_options_alone() {
        assertThat(new BehaviourRules(BehaviourOptions.standard()).version()).isEqualTo(machine.version());
    }

    @Test
    void bytes_that_end_too_early_or_go_on_are_no_state() {
        var bytes =
                new Story().times(20, 0, 60).walks(10, 1, 90, 20).tell().state().encode();
        for (var length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> machine.decode(1, cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> machine.decode(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void bytes_that_are_broken_are_no_state_or_another_one(@ForAll byte[] noise, @ForAll int at) {
        var bytes =
                new Story().times(20, 0, 60).walks(10, 1, 90, 20).tell().state().encode();
        var begin = Math.floorMod(at, bytes.length);
        System.arraycopy(noise, 0, bytes, begin, Math.min(noise.length, bytes.length - begin));
        try {
            machine.decode(1, bytes);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @Test
    void a_state_of_a_day_like_any_other_is_small() {
        var story = new Story().every(Duration.ofSeconds(10));
        var largest = 0;
        for (var hour = 0; hour < 6; hour++) {
            story.times(200, 0, 60).walks(60, 1, 95, 14).walks(20, 2, 150, 60).times(80, 0, 55);
            largest = Math.max(largest, story.tell().state().encode().length);
        }
        assertThat(largest).isLessThan(1_024);
    }
}
