package ai.petty.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.identity.OpaqueToken;
import ai.petty.identity.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The next pair, as the database has it: for who presents the token again, and nobody else. */
class SuccessorSealTest {
    private final OpaqueToken token = OpaqueToken.fresh();
    private final TokenPair pair = new TokenPair(
            new UUID(1, 2),
            "header.claims.signature",
            Instant.parse("2026-03-01T12:15:00Z"),
            OpaqueToken.fresh().text(),
            Instant.parse("2026-03-08T12:00:00Z"),
            Set.of(Scope.PETS_READ, Scope.ADMIN));

    @Test
    void thePresentedTokenOpensIt() {
        assertThat(SuccessorSeal.open(token, SuccessorSeal.seal(token, pair))).isEqualTo(pair);
    }

    @Test
    void noOtherTokenOpensItNorWhatTheDatabaseHasOfTheRightOne() {
        var envelope = SuccessorSeal.seal(token, pair);
        for (var other : new OpaqueToken[] {
            OpaqueToken.fresh(),
            new OpaqueToken(HexFormat.of().formatHex(token.hash())),
            new OpaqueToken(pair.refreshToken())
        }) {
            assertThatThrownBy(() -> SuccessorSeal.open(other, envelope)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void itShowsNothingAndNeverLooksTheSameTwice() {
        var envelope = SuccessorSeal.seal(token, pair);
        assertThat(new String(envelope, StandardCharsets.ISO_8859_1))
                .doesNotContain(pair.refreshToken(), pair.accessToken(), token.text());
        assertThat(SuccessorSeal.seal(token, pair)).isNotEqualTo(envelope);
        envelope[envelope.length - 1] ^= 1;
        assertThatThrownBy(() -> SuccessorSeal.open(token, envelope)).isInstanceOf(IllegalStateException.class);
    }
}
