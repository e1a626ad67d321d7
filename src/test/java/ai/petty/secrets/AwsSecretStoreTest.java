package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.secrets.SecretStore.Stage;
import ai.petty.secrets.SecretsManagerPeer.Fault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real SDK against a server of our own that speaks the protocol. */
class AwsSecretStoreTest extends SecretStoreContract {
    private static final String NAME = "petty/test/of-aws";

    private static final AwsPeer AWS = AwsPeer.start();
    private static final SecretsManagerPeer PEER = AWS.peer();

    private final AwsSecretStore target = AWS.store();

    @AfterEach
    void reset() {
        assertThat(PEER.complaints()).isEmpty();
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

    @Test
    void aRotationsPendingVersionCanBeRead() {
        PEER.stage(NAME, Stage.AWSCURRENT, "one");
        PEER.stage(NAME, Stage.AWSPENDING, "two");
        assertThat(await(target.get(NAME, Stage.AWSPENDING)).text().value()).isEqualTo("two");
        assertThat(await(target.current(NAME)).text().value()).isEqualTo("one");
    }

    @Test
    void twoThatMakeTheSameSecretAtTheSameTimeBothSucceed() {
        await(Future.all(target.put(NAME, "one"), target.put(NAME, "two")));
        assertThat(await(target.current(NAME)).text().value()).isIn("one", "two");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyFaultIsOneKindOfFailureThatTellsNothing(Fault fault) {
        PEER.stage(NAME, Stage.AWSCURRENT, "p1anted-text");
        PEER.fail(fault);
        var failure = catchThrowableOfType(SecretStoreException.class, () -> await(target.current(NAME)));
        assertThat(failure)
                .isNotNull()
                .hasMessageContaining(NAME)
                .hasMessageNotContaining("p1anted")
                .hasNoCause();
        assertThat(failure.isOutage()).isEqualTo(fault != Fault.DENIED && fault != Fault.NO_TEXT);
        PEER.fail(Fault.NONE);
        assertThat(await(target.current(NAME)).text().value()).isEqualTo("p1anted-text");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "SERVER_ERROR", "CUT"})
    void whatMayPassIsTriedAgain(Fault fault) {
        PEER.fail(fault);
        assertThatThrownBy(() -> await(target.current(NAME))).isInstanceOf(SecretStoreException.class);
        assertThat(PEER.asked()).hasSizeGreaterThan(1).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whatIsDeniedIsNotTriedAgain() {
        PEER.fail(Fault.DENIED);
        assertThatThrownBy(() -> await(target.current(NAME))).isInstanceOf(SecretStoreException.class);
        assertThat(PEER.asked()).containsExactly("GetSecretValue " + NAME + " AWSCURRENT");
    }

    @Test
    void aServerThatIsGoneIsAnOutage() {
        var nowhere = SecretsManagerPeer.config("http://127.0.0.1:1", Duration.ofSeconds(1));
        var store = await(AwsSecretStore.open(AWS.vertx(), nowhere, NAME, () -> SecretsManagerPeer.CREDENTIALS));
        var failure = catchThrowableOfType(SecretStoreException.class, () -> await(store.current(NAME)));
        assertThat(failure.isOutage()).isTrue();
        await(store.close());
    }
}
