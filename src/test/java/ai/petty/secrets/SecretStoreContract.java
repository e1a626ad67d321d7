package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.secrets.SecretStore.Stage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of secrets does alike; each has a test that inherits this one. */
abstract class SecretStoreContract {
    abstract Vertx vertx();

    abstract SecretStore target();

    private final String name = "petty/test/" + UUID.randomUUID();

    @Test
    void whatWasPutIsInForce() {
        var put = await(target().put(name, "{\"key\":\"äö\\n\"}"));
        var got = await(target().current(name));
        assertThat(got).isEqualTo(put);
        assertThat(got.name()).isEqualTo(name);
        assertThat(got.text().value()).isEqualTo("{\"key\":\"äö\\n\"}");
    }

    @Test
    void theVersionBeforeIsKeptAndTheOneBeforeThatIsNot() {
        var first = await(target().put(name, "one"));
        assertThatThrownBy(() -> await(target().get(name, Stage.AWSPREVIOUS))).isInstanceOf(SecretMissing.class);
        var second = await(target().put(name, "two"));
        assertThat(second.versionId()).isNotEqualTo(first.versionId());
        assertThat(await(target().get(name, Stage.AWSPREVIOUS))).isEqualTo(first);
        var third = await(target().put(name, "three"));
        assertThat(await(target().current(name))).isEqualTo(third);
        assertThat(await(target().get(name, Stage.AWSPREVIOUS))).isEqualTo(second);
    }

    @Test
    void nothingIsPendingWhereNobodyRotates() {
        await(target().put(name, "one"));
        assertThatThrownBy(() -> await(target().get(name, Stage.AWSPENDING))).isInstanceOf(SecretMissing.class);
    }

    @Test
    void whatIsNotThereIsMissingAndNamed() {
        assertThatThrownBy(() -> await(target().current(name)))
                .isInstanceOf(SecretMissing.class)
                .hasMessageContaining(name);
    }

    @Test
    void itAnswersOnTheCallersContext() {
        await(target().put(name, "one"));
        var loop = vertx().getOrCreateContext();
        var seen = Future.<Context>future(promise -> loop.runOnContext(
                nothing -> target().fresh(name).onComplete(answer -> promise.complete(vertx().getOrCreateContext()))));
        assertThat(await(seen)).isSameAs(loop);
    }

    @Test
    void aVersionDoesNotPrintItsText() {
        var put = await(target().put(name, "p1anted-in-a-version"));
        assertThat(put.toString()).contains(name).doesNotContain("p1anted");
    }
}
