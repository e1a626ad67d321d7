package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.identity.Scope;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

class NeedsTest {
    @Test
    void oneScopeIsNeededWhicheverWayItIsWritten() {
        assertThat(Needs.of(new JsonArray("[{\"bearer\":[\"pets:read\"]}]")).scope())
                .contains(Scope.PETS_READ);
        var relayed = Needs.of(new JsonArray("""
                [{"bearer":["telemetry:write"]},{"bearer":[],"collarId":[]}]"""));
        assertThat(relayed.scope()).contains(Scope.TELEMETRY_WRITE);
        assertThat(relayed.collarsToo()).isTrue();
        assertThat(Needs.of(new JsonArray("[{}]"))).isEqualTo(Needs.NOTHING);
    }

    @Test
    void moreThanOneIsRefusedBecauseOnlyOneWouldBeLookedAt() {
        assertThatThrownBy(() -> Needs.of(new JsonArray("[{\"bearer\":[\"pets:read\",\"admin\"]}]")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than one scope");
        assertThatThrownBy(() -> Needs.of(new JsonArray("[{\"bearer\":[\"pets:read\"]},{\"bearer\":[\"admin\"]}]")))
                .isInstanceOf(IllegalStateException.class);
    }
}
