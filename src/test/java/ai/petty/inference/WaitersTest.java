package ai.petty.inference;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private static final UUID PET = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final Vertx vertx = Vertx.vertx();
    private final List<Promise<Boolean>> asked = new CopyOnWriteArrayList<>();
    private final Waiters waiters = new Waiters(vertx, petId -> {
        asked.add(Promise.promise());
        return asked.getLast().future();
    });

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** On the one event loop that it belongs to. */
    private void onLoop(Runnable what) {
        var done = Promise.<Void>promise();
        vertx.getOrCreateContext().runOnContext(loop -> {
            what.run();
            done.complete();
        });
        await(done.future());
    }

    private void untilAsked(int times) {
        Awaitility.await().until(() -> asked.size() == times);
    }

    @Test
    void many_who_wait_for_one_pet_ask_once() {
        var waits = new ArrayList<Future<Void>>();
        onLoop(() -> {
            for (var i = 0; i < 100; i++) {
                waits.add(waiters.wait(PET));
            }
            asked.getFirst().complete(true);
        });
        untilAsked(2);
        assertThat(waits).noneMatch(Future::isComplete);
        onLoop(() -> asked.getLast().complete(false));
        waits.forEach(wait -> await(wait));
        assertThat(asked).hasSize(2);
    }

    @Test
    void who_comes_while_it_is_asked_waits_for_an_answer_of_their_own() {
        var waits = new ArrayList<Future<Void>>();
        onLoop(() -> {
            waits.add(waiters.wait(PET));
            waits.add(waiters.wait(PET));
            asked.getFirst().complete(false);
        });
        await(waits.getFirst());
        assertThat(waits.getLast().isComplete()).isFalse();
        untilAsked(2);
        onLoop(() -> asked.getLast().complete(false));
        await(waits.getLast());
    }

    @Test
    void nobody_waits_for_a_question_that_fails() {
        var waits = new ArrayList<Future<Void>>();
        onLoop(() -> {
            waits.add(waiters.wait(PET));
            asked.getFirst().fail("the database is away");
        });
        await(waits.getFirst());
    }
}
