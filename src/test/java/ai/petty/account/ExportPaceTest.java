package ai.petty.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However much there is, an export holds no more of it than its reader takes at once. */
class ExportPaceTest {
    private static final int READINGS = 60_000;
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final PettyTestServer server = PettyTestServer.shared();

    @Test
    void it_reads_on_only_when_the_reader_has_taken_what_there_was() {
        var world = new ExportWorld(server);
        world.read(READINGS);
        var vertx = Vertx.vertx();
        var reader = new SlowReader(vertx);
        var export = server.server().house().rights().export();
        try {
            TestDatabase.await(export.begin(world.ada.accountId(), grantOf(world.ada), Visitor.NOBODY)
                    .compose(account -> export.write(account, reader, Visitor.NOBODY)));
        } finally {
            TestDatabase.await(vertx.close());
        }
        assertThat(reader.ended).isTrue();
        assertThat(reader.mostWaiting).isBetween(1, MOST_AT_ONCE);
        assertThat(reader.total).as("it was far more than what was ever held").isGreaterThan(10L * MOST_AT_ONCE);
    }

    private static Optional<Principal.Grant> grantOf(TestPerson person) {
        return Optional.of(new Principal.Grant(
                "a token",
                Optional.empty(),
                Optional.of(person.sessionId()),
                Optional.empty(),
                Optional.empty(),
                Instant.MAX));
    }

    /** Takes each piece a little later than it is given. */
    private static final class SlowReader implements WriteStream<Buffer> {
        private final Vertx vertx;
        private int waiting;
        int mostWaiting;
        long total;
        boolean ended;

        SlowReader(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        public synchronized Future<Void> write(Buffer data) {
            waiting += data.length();
            mostWaiting = Math.max(mostWaiting, waiting);
            total += data.length();
            var taken = Promise.<Void>promise();
            vertx.setTimer(1, timer -> {
                synchronized (this) {
                    waiting -= data.length();
                }
                taken.complete();
            });
            return taken.future();
        }

        @Override
        public Future<Void> end() {
            ended = true;
            return Future.succeededFuture();
        }

        @Override
        public SlowReader exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public SlowReader setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false; // who asks this and does not wait fills the memory
        }

        @Override
        public SlowReader drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
