package ai.petty.identity.password;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.config.ConfigLoader;
import ai.petty.config.DataSize;
import ai.petty.config.PettyConfig;
import ai.petty.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    private static PasswordHasher hasher(String memory, int iterations, int waiting) {
        return new PasswordHasher(
                VERTX,
                new PettyConfig.Passwords(8, DataSize.parse(memory), iterations, 1, 1, waiting),
                new SimpleMeterRegistry());
    }

    @Test
    void keepsAPhcStringWithOwaspsParametersAndKnowsThePasswordAgain() {
        var target = hasher("19MiB", 2, 8);

        var hash = await(target.hash("correct horse battery staple"));

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(await(target.verify("correct horse battery staple", Optional.of(hash))))
                .isEqualTo(new PasswordHasher.Verdict(true, Optional.empty()));
        assertThat(await(target.verify("correct horse battery stable", Optional.of(hash)))
                        .right())
                .isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        var target = hasher("1MiB", 1, 8);

        assertThat(await(target.hash("correct horse"))).isNotEqualTo(await(target.hash("correct horse")));
    }

    @Test
    void aRightPasswordUnderOldParametersIsHashedAnewAWrongOneIsNot() {
        var old = await(hasher("1MiB", 1, 8).hash("correct horse"));
        var target = hasher("2MiB", 2, 8);

        var upgrade = await(target.verify("correct horse", Optional.of(old))).upgrade();

        assertThat(upgrade.orElseThrow()).startsWith("$argon2id$v=19$m=2048,t=2,p=1$");
        assertThat(await(target.verify("correct horse", upgrade)).right()).isTrue();
        assertThat(await(target.verify("wrong horse", Optional.of(old))).upgrade())
                .isEmpty();
    }

    @Test
    void whereThereIsNothingToVerifyTheSameIsDoneAndItIsNeverRight() {
        var target = hasher("1MiB", 1, 8);
        var before = target.count();

        assertThat(await(target.verify("of nobody", Optional.empty())).right()).isFalse();

        assertThat(target.count()).isEqualTo(before + 1);
    }

    @Test
    void aStormIsShedWithATimeToReturn() {
        var target = hasher("19MiB", 2, 2);

        var storm = IntStream.range(0, 20).mapToObj(i -> target.hash("storm")).toList();

        await(Future.join(storm).otherwiseEmpty());
        assertThat(storm.stream().filter(Future::succeeded)).hasSizeGreaterThanOrEqualTo(2);
        var shed = storm.stream().filter(Future::failed).toList();
        assertThat(shed).isNotEmpty().allSatisfy(one -> {
            assertThat(one.cause()).isInstanceOf(Refusal.class);
            var refusal = (Refusal) one.cause();
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
            assertThat(refusal.retryAfter()).isPresent();
        });
        await(target.hash("after the storm"));
    }

    @Test
    void whoWaitsWhenItEndsIsTold() {
        var target = hasher("19MiB", 2, 20);
        var waiting = IntStream.range(0, 20).mapToObj(i -> target.hash("waits")).toList();

        await(target.close());

        await(Future.join(waiting).otherwiseEmpty());
        assertThat(waiting).allMatch(Future::isComplete);
        assertThat(waiting.stream().filter(Future::failed))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.cause()).isInstanceOf(Refusal.class));
    }

    @Test
    void whatIsTooLongForAPasswordIsNotHashedAndNeverRight() {
        var target = hasher("1MiB", 1, 8);
        var tooLong = "x".repeat(1_025);
        var before = target.count();

        assertThat(await(target.verify(tooLong, Optional.of(await(target.hash(tooLong)))))
                        .right())
                .isFalse();
        assertThat(await(target.verify("", Optional.of(await(target.hash("something")))))
                        .right())
                .isFalse();

        assertThat(target.count()).isEqualTo(before + 4);
        assertThatThrownBy(() -> new PasswordRules(8).require("/password", tooLong, "ada@example.com"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void lengthCountsAndCompositionDoesNot() {
        var rules = new PasswordRules(8);

        rules.require("/password", "elephant lamp", "ada@example.com");
        rules.require("/password", "ööööäääü", "ada@example.com");
        rules.require("/password", "\uD83D\uDC15\uD83D\uDC08".repeat(4), "ada@example.com");
        for (var bad : new String[] {"lamp", "\uD83D\uDC15".repeat(7), "12345678", "PASSWORD1", "ada.lovelace1"}) {
            assertThatThrownBy(() -> rules.require("/password", bad, "ada.lovelace@example.com"))
                    .as(bad)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void fifteenCharactersAreNeededWhereThePasswordIsAllThatIsAskedFor() {
        var shipped =
                ConfigLoader.load(ConfigLoader.Request.of(Map.of())).identity().passwords();
        var rules = new PasswordRules(shipped.minLength());

        rules.require("/password", "elephant lamp 1", "ada@example.com");
        rules.require("/password", "\uD83D\uDC15\uD83D\uDC08\uD83D\uDC01".repeat(5), "ada@example.com");
        assertThat(code(rules, "elephant lamp ")).isEqualTo("password.too_short");
        assertThat(code(rules, "password1")).isEqualTo("password.too_common");
    }

    private static String code(PasswordRules rules, String password) {
        var refusal =
                catchThrowableOfType(Refusal.class, () -> rules.require("/password", password, "ada@example.com"));
        return refusal.errors().getFirst().code();
    }
}
