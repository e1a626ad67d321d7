package ai.petty.identity.tokens;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import ai.petty.secrets.SecretMissing;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final Duration ROTATION = Duration.ofDays(30);
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration TOKEN = Duration.ofMinutes(15);
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private final TokenHouse house = new TokenHouse(Map.of());

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void processesThatStartTogetherAgreeOnOneKey() {
        var processes = List.of(house.keys(), house.keys(), house.keys());
        await(Future.all(processes.stream().map(SigningKeys::open).toList()));
        assertThat(processes.stream()
                        .map(keys ->
                                keys.published().stream().map(PublishedKey::kid).toList()))
                .containsOnly(List.of(stored().keys().getFirst().kid()));
        var first = house.tokens(processes.getFirst());
        var second = house.tokens(processes.get(1));
        await(second.verify(token(first)));
        await(first.verify(token(second)));
        assertThat(kid(token(first))).isEqualTo(kid(token(second)));
    }

    @Test
    void theNextKeyIsPublishedBeforeItSignsAndAllChangeOverTogether() {
        var one = opened();
        var other = opened();
        var old = kid(token(house.tokens(one)));
        var rotated = await(one.rotate(false));
        assertThat(rotated.signsFrom()).isEqualTo(TokenHouse.START.plus(OVERLAP));
        await(other.refresh());
        assertThat(other.published()).extracting(PublishedKey::kid).containsExactly(old, rotated.kid());
        house.pass(OVERLAP.minusSeconds(1));
        assertThat(kid(token(house.tokens(one)))).isEqualTo(old);
        assertThat(kid(token(house.tokens(other)))).isEqualTo(old);
        house.pass(Duration.ofSeconds(1));
        assertThat(kid(token(house.tokens(one)))).isEqualTo(rotated.kid());
        assertThat(kid(token(house.tokens(other)))).isEqualTo(rotated.kid());
    }

    @Test
    void aTokenSignedBeforeARotationStaysGoodUntilItExpires() {
        var one = opened();
        var other = opened();
        var rotated = await(one.rotate(false));
        await(other.refresh());
        house.pass(OVERLAP.minusSeconds(1));
        var token = token(house.tokens(one));
        house.pass(TOKEN.plus(LEEWAY).minusSeconds(1));
        assertThat(kid(token)).isNotEqualTo(rotated.kid());
        await(house.tokens(one).verify(token));
        await(house.tokens(other).verify(token));
        house.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> await(house.tokens(other).verify(token)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("auth.token_expired"));
    }

    @Test
    void aKeyIsGoneWhenEverythingItCouldHaveSignedHasExpired() {
        var one = opened();
        var old = one.published().getFirst().kid();
        await(one.rotate(true));
        house.pass(OVERLAP.plus(TOKEN).plus(LEEWAY).minusSeconds(1));
        assertThat(one.published()).extracting(PublishedKey::kid).contains(old);
        assertThat(await(one.check(old))).isPresent();
        house.pass(Duration.ofSeconds(1));
        assertThat(one.published()).extracting(PublishedKey::kid).doesNotContain(old);
        assertThat(await(one.check(old))).isEmpty();
        await(one.rotate(true));
        assertThat(stored().keys()).extracting(SigningKey::kid).doesNotContain(old);
    }

    @Test
    void theScheduleRotatesOnceWhateverTheNumberOfProcesses() {
        var one = opened();
        var other = opened();
        house.pass(ROTATION.minus(OVERLAP).minusSeconds(1));
        await(Future.all(one.refresh(), other.refresh()));
        assertThat(stored().keys()).hasSize(1);
        house.pass(Duration.ofSeconds(1));
        await(Future.all(one.refresh(), other.refresh()));
        assertThat(stored().keys()).hasSize(2);
        assertThat(stored().keys().getLast().signsFrom()).isEqualTo(TokenHouse.START.plus(ROTATION));
        house.pass(OVERLAP);
        await(Future.all(one.refresh(), other.refresh()));
        assertThat(stored().keys()).hasSize(2);
        assertThat(kid(token(house.tokens(other))))
                .isEqualTo(stored().keys().getLast().kid());
    }

    @Test
    void aProcessThatSleptForMonthsPublishesBeforeItSigns() {
        var one = opened();
        var old = one.published().getFirst().kid();
        house.pass(ROTATION.multipliedBy(4));
        await(one.refresh());
        assertThat(kid(token(house.tokens(one)))).isEqualTo(old);
        house.pass(OVERLAP);
        assertThat(kid(token(house.tokens(one)))).isNotEqualTo(old);
    }

    @Test
    void aTokenOfAKeyThatIsNotKnownYetIsAskedAboutOnce() {
        var one = opened();
        var other = opened();
        await(one.rotate(true));
        var token = token(house.tokens(one));
        assertThat(other.published()).extracting(PublishedKey::kid).doesNotContain(kid(token));
        var asked = house.secrets.asked();
        await(house.tokens(other).verify(token));
        assertThat(house.secrets.asked()).isEqualTo(asked + 1);
        for (var i = 0; i < 20; i++) {
            assertThat(await(other.check("nobody-" + i))).isEmpty();
        }
        assertThat(house.secrets.asked()).isEqualTo(asked + 1);
    }

    @Test
    void rotatingTwiceInARowMakesOneKey() {
        var one = opened();
        var first = await(one.rotate(false));
        assertThat(await(one.rotate(false))).isEqualTo(first);
        assertThat(await(one.rotate(true)).kid()).isEqualTo(first.kid());
        assertThat(stored().keys()).hasSize(2);
        assertThat(kid(token(house.tokens(one)))).isEqualTo(first.kid());
    }

    @Test
    void whatLeakedKeysSignedIsRefusedByEveryProcessThatHasReadTheKeysAgain() {
        var one = opened();
        var other = opened();
        var dropped = new AtomicInteger();
        other.onDropped(dropped::incrementAndGet);
        var leaked = await(one.rotate(false)); // the next one leaked with the others
        var tokens = house.tokens(other);
        var known = token(house.tokens(one));
        var unseen = token(house.tokens(one));
        var stream = await(tokens.verify(known));

        var only = await(one.replaceAll());
        assertThat(stored().keys()).extracting(SigningKey::kid).containsExactly(only.kid());
        assertThat(kid(token(house.tokens(one)))).isEqualTo(only.kid()).isNotEqualTo(leaked.kid());
        assertThatThrownBy(() -> await(house.tokens(one).verify(unseen))).isInstanceOf(Refusal.class);

        assertThat(other.dropped(stream)).isFalse();
        await(other.refresh());
        assertThat(other.dropped(stream)).isTrue();
        assertThat(dropped).hasValue(1);
        assertThatThrownBy(() -> await(tokens.verify(known))).as("seen before").isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> await(tokens.verify(unseen))).as("never seen").isInstanceOf(Refusal.class);
        await(tokens.verify(token(tokens)));
    }

    @Test
    void noKeyIsMadeWhereTheConfigurationDoesNotLetThem() {
        try (var strict = new TokenHouse(Map.of("secrets.store", "aws"))) {
            var keys = strict.keys();
            assertThatThrownBy(() -> await(keys.open())).isInstanceOf(SecretMissing.class);
            assertThatThrownBy(() -> await(keys.rotate(true))).isInstanceOf(SecretMissing.class);
            assertThatThrownBy(() -> await(strict.secrets.current("petty/test/jwt-keys")))
                    .isInstanceOf(SecretMissing.class);
        }
        try (var lenient = new TokenHouse(Map.of("secrets.store", "aws", "secrets.make-missing", "true"))) {
            var keys = lenient.keys();
            await(keys.open());
            assertThat(keys.published()).hasSize(1);
        }
    }

    @Test
    void aSecretThatIsDeletedTakesNoKeyAway() {
        var one = opened();
        var tokens = house.tokens(one);
        var token = token(tokens);
        house.secrets.delete("petty/test/jwt-keys");
        assertThat(await(one.check("nobody"))).isEmpty();
        await(tokens.verify(token));
        await(tokens.verify(token(tokens)));
    }

    @Test
    void whileTheStoreIsAwayTheKnownKeysGoOn() {
        var one = opened();
        house.secrets.goAway(true);
        assertThatThrownBy(() -> await(one.refresh()));
        var tokens = house.tokens(one);
        await(tokens.verify(token(tokens)));
        assertThat(await(one.check("nobody"))).isEmpty();
    }

    @Test
    void aDamagedSecretDoesNotTakeTheKnownKeysAway() {
        var one = opened();
        await(house.secrets.put("petty/test/jwt-keys", "[{\"kid\":\"x\",\"private\":\"c2VjcmV0LWtleQ\"}]"));
        assertThatThrownBy(() -> await(one.refresh()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("c2VjcmV0");
        var tokens = house.tokens(one);
        await(tokens.verify(token(tokens)));
    }

    @Test
    void noPrivateKeyIsPrinted() {
        opened();
        assertThat(stored().toString() + stored().keys()).doesNotContain("private", "PRIVATE", "MII");
    }

    private SigningKeys opened() {
        var keys = house.keys();
        await(keys.open());
        return keys;
    }

    private KeyRing stored() {
        return KeyRing.ofText(
                await(house.secrets.current("petty/test/jwt-keys")).text().value());
    }

    private static String token(AccessTokens tokens) {
        return await(tokens.issue(new UUID(1, 2), new UUID(3, 4), Set.of(Scope.PETS_READ), 0))
                .token();
    }

    private static String kid(String token) {
        var header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new JsonObject(new String(header, StandardCharsets.UTF_8)).getString("kid");
    }
}
