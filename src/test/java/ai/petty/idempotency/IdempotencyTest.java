package ai.petty.idempotency;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.idempotency.Idempotency.Request;
import ai.petty.privacy.TestCiphers;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What two processes, a crash, and time do to requests that come again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database database = postgres.open(vertx);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final Idempotency here = new Idempotency(database, TestCiphers.FIXED, now::get);
    private final Idempotency there = new Idempotency(database, TestCiphers.FIXED, now::get);
    private UUID account = new UUID(0, 0);

    @BeforeEach
    void somebody() {
        account = UUID.randomUUID();
        postgres.execute("insert into account (account_id) values (?)", account);
    }

    @AfterAll
    void close() {
        await(database.close());
        postgres.close();
        await(vertx.close());
    }

    private Request request(String content) {
        return new Request(account, "key", content, Optional.empty());
    }

    private Attempt first(Idempotency process) {
        return ((Turn.First) await(process.begin(request("make a pet")))).attempt();
    }

    private void takeEffect(Attempt attempt) {
        await(database.transact(attempt::take));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static void refused(String code, ThrowingCallable asking) {
        assertThatThrownBy(asking)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void theSameRequestGetsTheKeptAnswerForADay() {
        var attempt = first(here);
        takeEffect(attempt);
        await(here.keep(attempt, "Bella"));

        assertThat(await(there.begin(request("make a pet")))).isEqualTo(new Turn.Again("Bella"));
        pass(Duration.ofHours(24));
        assertThat(await(there.begin(request("make a pet")))).isEqualTo(new Turn.Again("Bella"));
        pass(Duration.ofSeconds(1));
        assertThat(await(there.begin(request("make a pet")))).isInstanceOf(Turn.First.class);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        await(here.keep(first(here), "Bella"));
        refused("idempotency.key_reused", () -> await(there.begin(request("make a cat"))));
        // nor while the first is at work
        await(here.begin(new Request(account, "other key", "make a pet", Optional.empty())));
        refused(
                "idempotency.key_reused",
                () -> await(here.begin(new Request(account, "other key", "make a cat", Optional.empty()))));
    }

    @Test
    void whileTheFirstIsAtWorkTheSecondIsToldToComeBack() {
        first(here);
        refused("idempotency.in_progress", () -> await(there.begin(request("make a pet"))));
    }

    @Test
    void alsoWhileItsTransactionIsOpen() {
        var attempt = first(here);
        pass(Duration.ofMinutes(2));
        await(database.transact(transaction -> attempt.take(transaction).compose(taken -> {
            var asked = there.begin(request("make a pet"));
            return asked.transform(done -> {
                assertThat(done.cause()).isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("idempotency.in_progress");
                    assertThat(refusal.retryAfter()).isPresent();
                });
                return Future.<Void>succeededFuture();
            });
        })));
    }

    @Test
    void whatWasGivenUpIsTriedAgainAtOnce() {
        await(here.giveUp(first(here)));
        takeEffect(first(there));
    }

    @Test
    void aProcessThatDiesBeforeTheChangeLeavesItToAnother() {
        var dead = first(here);
        pass(Duration.ofSeconds(61));
        var heir = first(there);
        takeEffect(heir);
        refused("idempotency.in_progress", () -> takeEffect(dead)); // it only seemed dead
    }

    @Test
    void aProcessThatDiesAfterTheChangeMakesNoSecondOne() {
        var dead = first(here);
        takeEffect(dead);
        refused("idempotency.in_progress", () -> await(there.begin(request("make a pet"))));
        pass(Duration.ofSeconds(61));
        refused("idempotency.answer_lost", () -> await(there.begin(request("make a pet"))));
    }

    @Test
    void aChangeWhoseFateIsUnknownIsNotMadeAgain() {
        var attempt = first(here);
        takeEffect(attempt); // the commit went through, its confirmation did not
        await(here.giveUp(attempt));
        refused("idempotency.answer_lost", () -> await(here.begin(request("make a pet"))));
    }

    @Test
    void aChangeThatIsUndoneHasNotTakenEffect() {
        var attempt = first(here);
        assertThatThrownBy(() -> await(database.transact(transaction ->
                        attempt.take(transaction).compose(taken -> Future.failedFuture(new IllegalStateException())))))
                .isInstanceOf(IllegalStateException.class);
        await(here.giveUp(attempt));
        takeEffect(first(there));
    }

    @Test
    void aKeyIsItsAccountsAlone() {
        await(here.keep(first(here), "Bella"));
        somebody();
        takeEffect(first(here));
    }

    @Test
    void nothingStandsThereInClear() {
        var asked = new Request(account, "a key that tells", "a pet called Zebedee", Optional.empty());
        await(here.keep(((Turn.First) await(here.begin(asked))).attempt(), "Zebedee it is"));
        assertThat(postgres.texts("""
                        select 1 from idempotency
                        where row_to_json(idempotency)::text like '%' || encode('Zebedee', 'hex') || '%'
                            or row_to_json(idempotency)::text like '%' || encode('a key that tells', 'hex') || '%'
                            or row_to_json(idempotency)::text ~ 'Zebedee|tells'""")).isEmpty();
        assertThat(postgres.text("select answer is not null from idempotency where account_id = ?", account))
                .isEqualTo("t");
    }

    @Test
    void upkeepForgetsWhatIsOlderThanADay() {
        first(here);
        pass(Duration.ofHours(23));
        await(there.begin(new Request(account, "younger", "make a pet", Optional.empty())));
        pass(Duration.ofHours(2));
        await(there.prune());
        assertThat(postgres.texts("select 1 from idempotency where account_id = ?", account))
                .hasSize(1);
    }

    @Test
    void itGoesWithTheAccount() {
        var attempt = first(here);
        postgres.execute("delete from account where account_id = ?", account);
        assertThat(postgres.texts("select 1 from idempotency where account_id = ?", account))
                .isEmpty();
        await(here.keep(attempt, "Bella"));
        refused("idempotency.in_progress", () -> takeEffect(attempt));
    }
}
