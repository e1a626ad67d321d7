package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** The real SDK before a server of our own that speaks its protocol. One for a test class: the SDK takes seconds to close. */
record AwsPeer(Vertx vertx, SecretsManagerPeer peer, AwsSecretStore store) implements AutoCloseable {
    static AwsPeer start() {
        var vertx = Vertx.vertx();
        var peer = SecretsManagerPeer.start(vertx);
        return new AwsPeer(vertx, peer, peer.open(vertx));
    }

    /** A front that remembers, as every process has one. */
    CachedSecretStore front(LongSupplier nanoTime) {
        return new CachedSecretStore(vertx, new GuardedStore(vertx, store, peer.config()), peer.config(), nanoTime);
    }

    @Override
    public void close() {
        await(store.close());
        peer.close();
        await(vertx.close());
    }
}
