package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.secrets.SecretStore.Stage;
import ai.petty.secrets.SecretsManagerPeer.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front before the real SDK, which talks to a server of our own; only the clock is injected. */
class CachedSecretStoreTest extends SecretStoreContract {
    private static final String NAME = "petty/test/jwt-keys";
    private static final SecretNames NAMES = new SecretNames(
            NAME, Optional.of("petty/test/database"), "petty/test/api-keys/{service}", "petty/test/pii-keys");

    private static final AwsPeer AWS = AwsPeer.start();
    private static final SecretsManagerPeer PEER = AWS.peer();

    private final AtomicLong nanoTime = new AtomicLong(-7);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CachedSecretStore target = AWS.front(nanoTime::get);

    @BeforeEach
    void meter() {
        target.meter(NAMES, meters);
    }

    @AfterEach
    void reset() {
        PEER.reset();
    }

    @AfterAll
    static void close() {
        AWS.close();
    }

    @Override
    Vertx vertx() {
        return AWS.vertx();
    }

    @Override
    SecretStore target() {
        return target;
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private String current() {
        return await(target.current(NAME)).text().value();
    }

    private double age(String kind) {
        return meters.get("petty.secrets.age").tag("kind", kind).gauge().value();
    }

    @Test
    void oneFetchServesAllForFiveMinutes() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        var all = IntStream.range(0, 100).mapToObj(i -> target.current(NAME)).toList();
        await(Future.all(all));
        pass(Duration.ofSeconds(299));
        assertThat(current()).isEqualTo("one");
        assertThat(PEER.asked()).hasSize(1);
        assertThat(age("jwt-keys")).isEqualTo(299);
        assertThat(age("pii-keys")).isNaN();
    }

    @Test
    void itIsRefreshedAheadSoThatNobodyWaits() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        assertThat(current()).isEqualTo("one");
        PEER.stage(NAME, Stage.AWSCURRENT, "two");

        pass(Duration.ofSeconds(239));
        target.refreshAhead();
        assertThat(PEER.asked()).hasSize(1);

        pass(Duration.ofSeconds(1));
        var gate = PEER.holdBack();
        target.refreshAhead();
        assertThat(target.current(NAME).succeeded())
                .as("answered while the store is asked")
                .isTrue();
        gate.complete();
        Awaitility.await().untilAsserted(() -> assertThat(current()).isEqualTo("two"));
        assertThat(PEER.asked()).hasSize(2);
        assertThat(age("jwt-keys")).isZero();
    }

    @Test
    void afterItsTimeTheStoreIsAskedFirst() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        current();
        PEER.stage(NAME, Stage.AWSCURRENT, "two");
        pass(Duration.ofMinutes(5));
        assertThat(current()).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theLastValueStaysInUseWhateverTheStoreDoes(Fault fault) {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        current();
        PEER.fail(fault);
        pass(Duration.ofSeconds(301));
        assertThat(current()).isEqualTo("one");
        assertThat(target.isStale()).isTrue();
        assertThat(age("jwt-keys")).isEqualTo(301);
        assertThat(target.current(NAME).succeeded())
                .as("nobody waits for a store that failed")
                .isTrue();

        PEER.stage(NAME, Stage.AWSCURRENT, "two");
        PEER.fail(Fault.NONE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(current()).isEqualTo("two"));
        assertThat(target.isStale()).isFalse();
        assertThat(age("jwt-keys")).isZero();
    }

    @Test
    void aSecretThatIsDeletedStaysInUseHereUntilItIsRotated() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        current();
        PEER.remove(NAME);
        pass(Duration.ofSeconds(301));
        assertThat(current()).isEqualTo("one");
        assertThat(target.isStale()).isTrue();
        assertThatThrownBy(() -> await(target.fresh(NAME))).isInstanceOf(SecretMissing.class);
    }

    @Test
    void theBreakerOpensForAnOutageAndThenTheStoreIsLeftAlone() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        current();
        PEER.fail(Fault.SERVER_ERROR);
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> await(target.fresh(NAME))).isInstanceOf(SecretStoreException.class);
        }
        assertThat(target.state()).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(meters.get("petty.breaker.open").gauge().value()).isEqualTo(1);
        var before = PEER.asked().size();
        assertThatThrownBy(() -> await(target.fresh(NAME))).isInstanceOf(SecretStoreException.class);
        assertThat(current()).isEqualTo("one");
        assertThat(PEER.asked()).hasSize(before);
    }

    @Test
    void oneSecretThatIsDeniedDoesNotShutTheOthersOut() {
        PEER.fail(Fault.DENIED);
        for (var i = 0; i < 5; i++) {
            assertThatThrownBy(() -> await(target.current("petty/test/denied")))
                    .isInstanceOf(SecretStoreException.class);
        }
        assertThat(target.state()).isEqualTo(CircuitBreakerState.CLOSED);
        PEER.fail(Fault.NONE);
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        assertThat(current()).isEqualTo("one");
    }

    @Test
    void withoutAnythingRememberedAnOutageIsTold() {
        PEER.fail(Fault.SILENT);
        assertThatThrownBy(() -> current()).isInstanceOf(SecretStoreException.class);
    }

    @Test
    void aFreshAnswerIsAskedForAfterTheQuestion() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        var gate = PEER.holdBack();
        var before = target.current(NAME);
        Awaitility.await().until(() -> PEER.asked().size() == 1);
        // rotated while an answer is under way
        PEER.stage(NAME, Stage.AWSCURRENT, "two");
        var after = IntStream.range(0, 50).mapToObj(i -> target.fresh(NAME)).toList();
        gate.complete();
        await(Future.all(after));
        assertThat(await(before).text().value()).isEqualTo("one");
        assertThat(after)
                .allSatisfy(each -> assertThat(each.result().text().value()).isEqualTo("two"));
        assertThat(current()).isEqualTo("two");
        assertThat(PEER.asked()).as("one flight for all fifty").hasSize(2);
    }

    @Test
    void whatWasPutIsNotOverwrittenByAnOlderAnswer() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        current();
        var gate = PEER.holdBack();
        pass(Duration.ofMinutes(4));
        target.refreshAhead();
        Awaitility.await().until(() -> PEER.asked().size() == 2);
        pass(Duration.ofSeconds(1));
        var put = target.put(NAME, "two");
        gate.complete();
        await(put);
        assertThat(current()).isEqualTo("two");
        assertThat(PEER.asked()).filteredOn(each -> each.startsWith("Get")).hasSize(2);
    }

    @Test
    void ageIsTheSameForEveryKindAndNeverLabelledByName() {
        for (var name :
                new String[] {"petty/test/database", "petty/test/api-keys/smtp", "petty/test/pii-keys", "else"}) {
            PEER.stage(name, Stage.AWSCURRENT, "one");
            await(target.current(name));
        }
        pass(Duration.ofSeconds(10));
        for (var kind : new String[] {"database", "api-keys", "pii-keys", "other"}) {
            assertThat(age(kind)).as(kind).isEqualTo(10);
        }
        assertThat(meters.find("petty.secrets.age").gauges()).hasSize(SecretKind.values().length);
    }
}
