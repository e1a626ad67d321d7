package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.secrets.SecretStore.Stage;
import ai.petty.secrets.SecretsManagerPeer.Fault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is tried after a refusal, with the front, the real SDK and our own server of its protocol; only the clock is injected. */
class DatabaseCredentialsTest {
    private static final String NAME = "petty/test/database";
    private static final String FETCH = "GetSecretValue " + NAME + " AWSCURRENT";
    private static final AwsPeer AWS = AwsPeer.start();
    private static final SecretsManagerPeer PEER = AWS.peer();

    private final AtomicLong nanoTime = new AtomicLong(-7);
    private CachedSecretStore front;
    private DatabaseCredentials target;

    @BeforeEach
    void start() {
        PEER.reset();
        front = AWS.front(nanoTime::get);
        target = new DatabaseCredentials(front, NAME, nanoTime::get);
        put(Stage.AWSCURRENT, "one");
    }

    @AfterAll
    static void close() {
        AWS.close();
    }

    private static void put(Stage stage, String password) {
        PEER.stage(NAME, stage, "{\"username\":\"petty\",\"password\":\"" + password + "\"}");
    }

    private String password() {
        var credentials = await(target.current());
        assertThat(credentials.username()).isEqualTo("petty");
        return credentials.password().value();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private long fetches() {
        return PEER.asked().stream().filter(FETCH::equals).count();
    }

    private boolean refused() {
        return await(target.refused());
    }

    @Test
    void whatIsInForceIsFetchedOnceForAllThatAreRefusedAtTheSameTime() {
        assertThat(password()).isEqualTo("one");
        put(Stage.AWSCURRENT, "two");
        var gate = PEER.holdBack();
        var all = IntStream.range(0, 20).mapToObj(i -> target.refused()).toList();
        Awaitility.await().until(() -> fetches() == 2);
        gate.complete();
        await(Future.all(all));
        assertThat(all).allMatch(Future::result);
        assertThat(password()).isEqualTo("two");
        assertThat(refused()).as("within the pause").isTrue();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void theLateRefusalOfAnOldVersionDoesNotGiveUpTheNewOne() {
        assertThat(password()).isEqualTo("one");
        put(Stage.AWSCURRENT, "two");
        // the front learns of it by itself, while a connection is being made with the old one
        await(front.fresh(NAME));
        assertThat(password()).isEqualTo("two");
        assertThat(refused()).isTrue();
        assertThat(password()).isEqualTo("two");

        pass(Duration.ofSeconds(5));
        assertThat(refused()).isTrue();
        assertThat(password()).as("now it is the new one that is refused").isEqualTo("one");
    }

    @Test
    void whatIsPendingIsTriedBeforeWhatWasBefore() {
        put(Stage.AWSCURRENT, "two");
        put(Stage.AWSPENDING, "three");
        assertThat(password()).isEqualTo("two");
        refused();
        assertThat(password()).isEqualTo("three");
        pass(Duration.ofSeconds(5));
        refused();
        assertThat(password()).isEqualTo("one");
        pass(Duration.ofSeconds(5));
        refused();
        assertThat(password()).as("when nothing fits, what is in force").isEqualTo("two");
    }

    @Test
    void aNewVersionInForceEndsTheUseOfAnother() {
        put(Stage.AWSPENDING, "two");
        password();
        refused();
        assertThat(password()).isEqualTo("two");
        put(Stage.AWSCURRENT, "three");
        await(front.fresh(NAME));
        assertThat(password()).isEqualTo("three");
    }

    @Test
    void whileTheStoreIsAwayAnotherTryIsStillWorthWhile() {
        password();
        PEER.fail(Fault.DENIED);
        assertThat(refused()).isTrue();
        assertThat(password()).isEqualTo("one");
    }

    @Test
    void whatHoldsNoUserAndPasswordIsToldWithoutWhatItHolds() {
        var others = new String[] {"p1anted", "[\"p1anted\"]", "{\"username\":\"p1anted\"}"};
        for (var text : others) {
            PEER.stage(NAME, Stage.AWSCURRENT, text);
            await(front.fresh(NAME));
            assertThatThrownBy(() -> await(target.current()))
                    .isInstanceOf(SecretStoreException.class)
                    .hasMessageContaining(NAME)
                    .hasMessageNotContaining("p1anted")
                    .hasNoCause();
        }
    }
}
