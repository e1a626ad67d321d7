package ai.petty.audit;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.petty.config.PettyConfig;
import ai.petty.privacy.TestCiphers;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private static Refusal refusal(Future<?> recorded) {
        return catchThrowableOfType(Refusal.class, () -> await(recorded));
    }

    @Test
    void the_table_refuses_every_change_but_an_added_row() {
        await(TestAudit.open(vertx, database).record(TestAudit.entry(Optional.empty(), "pet:1")));
        for (var statement : List.of(
                "update audit set object = ''",
                "delete from audit",
                "truncate audit",
                "set session_replication_role = replica; delete from audit",
                "insert into audit select * from audit on conflict (run, n) do update set object = ''")) {
            assertThatThrownBy(() -> postgres.execute(statement)).hasStackTraceContaining("only ever added to");
        }
        assertThat(TestAudit.verify(database).rows()).isEqualTo(2);
    }

    @Test
    void a_pseudonym_is_the_same_in_every_run_until_the_account_is_forgotten() {
        var anna = TestAudit.account(postgres);
        var ben = TestAudit.account(postgres);
        var first = TestAudit.open(vertx, database);
        var second = TestAudit.open(vertx, database);
        await(first.record(TestAudit.entry(Optional.of(anna), "1")));
        await(second.record(TestAudit.entry(Optional.of(anna), "2")));
        await(second.record(TestAudit.entry(Optional.of(ben), "account:" + anna)));
        assertThat(postgres.texts("select distinct actor from audit where object in ('1', '2')"))
                .hasSize(1)
                .doesNotContainNull();
        assertThat(postgres.text("select count(distinct actor) from audit")).isEqualTo("2");
        assertThat(postgres.text("""
                select count(*) from audit
                where object = 'person:' || encode((select actor from audit where object = '1'), 'hex')""")).isEqualTo("1");

        await(database.transact(transaction -> first.forget(transaction, anna)));
        assertThat(postgres.texts("select account_id from audit_actor")).containsExactly(ben.toString());
        postgres.execute("delete from account where account_id = ?", anna);
        await(second.record(TestAudit.entry(Optional.of(anna), "3")));
        assertThat(postgres.text("select actor from audit where object = '3'")).isNull();
        assertThat(postgres.texts("select account_id from audit_actor")).containsExactly(ben.toString());
        assertThat(postgres.texts("select audit::text from audit"))
                .allSatisfy(row -> assertThat(row).doesNotContain(anna.toString()));
        assertThat(TestAudit.verify(database).firstBreak()).isEmpty();
    }

    @Test
    void an_account_that_is_being_erased_gets_no_key_back_and_nobody_waits() {
        var anna = TestAudit.account(postgres);
        var log = TestAudit.open(vertx, database);
        await(database.transact(transaction -> transaction
                .query("delete from account")
                .execute()
                .compose(deleted -> log.record(TestAudit.entry(Optional.of(anna), "meanwhile")))));
        assertThat(postgres.text("select actor from audit where object = 'meanwhile'"))
                .isNull();
        assertThat(postgres.texts("select account_id from audit_actor")).isEmpty();
    }

    @Test
    void an_address_is_kept_as_a_keyed_hash() {
        var log = TestAudit.open(vertx, database);
        await(log.record(TestAudit.entry(Optional.empty(), "1")));
        await(log.record(TestAudit.entry(Optional.empty(), "2")));
        assertThat(postgres.texts("select distinct address from audit where address is not null"))
                .hasSize(1);
        assertThat(postgres.texts("select audit::text from audit"))
                .allSatisfy(row -> assertThat(row).doesNotContain("192.0.2.7"));
    }

    @Test
    void where_somebody_came_from_is_nobodys_to_confirm_when_their_account_is_gone() {
        var anna = TestAudit.account(postgres);
        var ben = TestAudit.account(postgres);
        var log = TestAudit.open(vertx, database);
        for (var actor : List.of(anna, ben, anna)) {
            await(log.record(TestAudit.entry(Optional.of(actor), "pet:1")));
        }
        await(log.record(TestAudit.entry(Optional.empty(), "pet:1")));
        // All from one address; each account's is hashed with the key that dies with the account.
        assertThat(postgres.text("select count(distinct address) from audit where object = 'pet:1'"))
                .isEqualTo("3");
        assertThat(postgres.text("select count(distinct (actor, address)) from audit where actor is not null"))
                .isEqualTo("2");
    }

    @Test
    void a_run_that_nobody_has_anchored_yet_is_told() {
        var first = TestAudit.open(vertx, database);
        assertThat(TestAudit.verify(database).unanchored()).hasSize(1);
        await(TestAudit.open(vertx, database).close());
        var latest = postgres.text("select run from audit where action = 'audit.stopped'");
        assertThat(TestAudit.verify(database).unanchored()).containsExactly(latest);
        await(first.anchor());
        assertThat(TestAudit.verify(database).unanchored()).isEmpty();
    }

    @Test
    void an_anchor_is_made_without_a_look_at_every_run_that_ever_was() {
        var theirs = postgres.open(vertx);
        postgres.execute("""
                insert into audit (run, n, at, action, object, outcome, previous, hash)
                select gen_random_uuid(), 1, '2020-01-01Z', 'audit.started', '', 'done', '', '' from generate_series(1, 300)""");
        var before = looks();
        var log = TestAudit.open(vertx, theirs);
        await(TestAudit.open(vertx, theirs).close());
        await(log.anchor());
        await(log.close());
        await(theirs.close());
        assertThat(looks() - before).isLessThan(100);
        assertThat(postgres.text("select object from audit where action = 'audit.anchored'"))
                .hasSizeGreaterThan(100);
    }

    /** How often an index of the log was gone through; backends tell it at their end at the latest. */
    private long looks() {
        Awaitility.await().until(() -> postgres.text("""
                select count(*) from pg_stat_activity
                where application_name = 'petty' and datname = current_database()""").equals("0"));
        return Long.parseLong(postgres.text("select sum(idx_scan) from pg_stat_user_indexes where relname = 'audit'"));
    }

    @Test
    void text_that_postgresql_cannot_hold_spoils_nothing() {
        var log = TestAudit.open(vertx, database);
        await(Future.all(
                log.record(TestAudit.entry(Optional.empty(), "\0")),
                log.record(TestAudit.entry(Optional.empty(), "\ud800")),
                log.record(TestAudit.entry(Optional.empty(), "\ud83d\udc15".repeat(5_000)))));
        assertThat(TestAudit.verify(database))
                .satisfies(verdict -> assertThat(verdict.firstBreak()).isEmpty())
                .satisfies(verdict -> assertThat(verdict.rows()).isEqualTo(4));
    }

    @Test
    void entries_from_many_event_loops_are_each_stored_once_and_a_callers_own_in_order() {
        var log = TestAudit.open(vertx, database);
        var callers = IntStream.range(0, 8)
                .mapToObj(caller -> {
                    var recorded = new ArrayList<Future<?>>();
                    var done = Promise.<Void>promise();
                    vertx.runOnContext(nothing -> {
                        for (var i = 0; i < 200; i++) {
                            recorded.add(log.record(TestAudit.entry(Optional.empty(), caller + "-" + i)));
                        }
                        Future.all(recorded).<Void>mapEmpty().onComplete(done);
                    });
                    return done.future();
                })
                .toList();
        await(Future.all(callers));
        var stored = postgres.texts("select object from audit where action = 'pet.read' order by n");
        assertThat(stored).hasSize(8 * 200).doesNotHaveDuplicates();
        for (var caller = 0; caller < 8; caller++) {
            var prefix = caller + "-";
            assertThat(stored.stream().filter(object -> object.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(i -> prefix + i).toList());
        }
        assertThat(TestAudit.verify(database).firstBreak()).isEmpty();
    }

    @Test
    void more_than_may_wait_is_refused_and_what_was_taken_is_stored() {
        var log = TestAudit.open(vertx, database, new PettyConfig.Audit(10, Duration.ofDays(1)));
        var recorded = new ArrayList<Future<Void>>();
        for (var i = 0; i < 1_000; i++) {
            recorded.add(log.record(TestAudit.entry(Optional.empty(), "pet:" + i)));
        }
        await(Future.join(recorded).otherwiseEmpty());
        var refused = recorded.stream().filter(Future::failed).toList();
        assertThat(refused)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(refusal(each))
                        .returns(Refusal.Kind.UNAVAILABLE, Refusal::kind)
                        .returns("audit.unavailable", Refusal::code));
        assertThat(postgres.text("select count(*) from audit where action = 'pet.read'"))
                .isEqualTo(Integer.toString(1_000 - refused.size()));
    }

    @Test
    void connections_that_are_cut_lose_nothing_and_break_no_chain() {
        var log = TestAudit.open(vertx, database);
        var acknowledged = new ArrayList<String>();
        for (var round = 0; round < 40; round++) {
            var recorded = new ArrayList<Future<Void>>();
            for (var i = 0; i < 20; i++) {
                var object = round + "-" + i;
                recorded.add(
                        log.record(TestAudit.entry(Optional.empty(), object)).onSuccess(stored -> {
                            synchronized (acknowledged) {
                                acknowledged.add(object);
                            }
                        }));
            }
            cut();
            await(Future.join(recorded).otherwiseEmpty());
        }
        var stored = postgres.texts("select object from audit where action = 'pet.read'");
        assertThat(stored).doesNotHaveDuplicates().hasSize(40 * 20);
        assertThat(acknowledged).hasSize(40 * 20);
        // By connections of its own: the breaker before the others may still be open.
        assertThat(TestAudit.verify(postgres.open(vertx)).firstBreak()).isEmpty();
    }

    /** A database that can be away: connections are cut, and new ones refused. */
    private final AtomicBoolean away = new AtomicBoolean();

    private Database fickle() {
        var there = postgres.address();
        var nowhere = new DatabaseAddress(there.host(), 1, there.name(), there.user(), there.password());
        return Database.open(
                vertx,
                TestDatabase.config(),
                2,
                () -> Future.succeededFuture(away.get() ? nowhere : there),
                new SimpleMeterRegistry());
    }

    private void cut() {
        postgres.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'petty' and datname = current_database()");
    }

    @Test
    void what_was_done_while_the_database_was_away_is_written_down_when_it_is_back() {
        var fickle = fickle();
        var log = TestAudit.open(vertx, fickle, new PettyConfig.Audit(10, Duration.ofDays(1)));
        away.set(true);
        cut();
        var recorded = IntStream.range(0, 10)
                .mapToObj(i -> log.record(TestAudit.entry(Optional.empty(), "pet:" + i)))
                .toList();
        assertThat(refusal(log.record(TestAudit.entry(Optional.empty(), "one too many"))))
                .returns("audit.unavailable", Refusal::code);
        // Asked in vain more than once.
        for (var i = 0; i < 3; i++) {
            assertThat(refusal(fickle.ask(pool -> pool.query("select 1").execute())))
                    .returns(Refusal.Kind.UNAVAILABLE, Refusal::kind);
        }
        away.set(false);
        await(Future.all(recorded));
        assertThat(postgres.texts("select object from audit where action = 'pet.read' order by n"))
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "pet:" + i).toList());
        await(log.close());
        assertThat(TestAudit.verify(database).firstBreak()).isEmpty();
    }

    @Test
    void a_server_that_goes_down_while_the_database_is_away_does_not_wait_for_it() {
        var log = TestAudit.open(vertx, fickle());
        away.set(true);
        cut();
        var recorded = log.record(TestAudit.entry(Optional.empty(), "pet:1"));
        await(log.close());
        assertThat(refusal(recorded)).returns(Refusal.Kind.UNAVAILABLE, Refusal::kind);
    }

    @Test
    void a_crash_that_loses_the_queue_leaves_a_clean_log() {
        var doomed = Vertx.vertx();
        var log = TestAudit.open(doomed, postgres.open(doomed));
        for (var i = 0; i < 5_000; i++) {
            log.record(TestAudit.entry(Optional.empty(), "pet:" + i));
        }
        await(doomed.close());
        var next = TestAudit.open(vertx, database);
        assertThat(TestAudit.verify(database))
                .satisfies(verdict -> assertThat(verdict.firstBreak()).isEmpty())
                .satisfies(verdict -> assertThat(verdict.rows()).isLessThan(5_000))
                .satisfies(verdict -> assertThat(verdict.runs()).isEqualTo(2))
                .satisfies(verdict -> assertThat(verdict.anchors()).isEqualTo(1));
        await(next.close());
    }

    @Test
    void the_last_rows_of_all_are_missed_only_where_their_heads_were_kept_elsewhere() {
        var log = TestAudit.open(vertx, database);
        await(log.record(TestAudit.entry(Optional.empty(), "pet:1")));
        var kept = String.join("\n", TestAudit.verify(database).heads());
        postgres.execute("alter table audit disable trigger audit_append_only; delete from audit where n = 2");
        assertThat(TestAudit.verify(database).firstBreak()).isEmpty();
        assertThat(TestAudit.verify(database, kept).firstBreak())
                .hasValueSatisfying(found -> assertThat(found).asString().contains("row 2: it is missing"));
        assertThatThrownBy(() -> TestAudit.verify(database, "nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Else whoever can write the table could make rows that fit. */
    @Test
    void hashes_are_made_with_the_keys_of_the_secret_store() {
        await(TestAudit.open(vertx, database).record(TestAudit.entry(Optional.empty(), "pet:1")));
        assertThat(TestAudit.verify(database).firstBreak()).isEmpty();
        assertThat(await(AuditVerifier.verify(database, TestCiphers.OTHER, List.of()))
                        .firstBreak())
                .hasValueSatisfying(found -> assertThat(found).asString().contains("it is not as it was written"));
    }

    @Test
    void a_long_log_with_many_runs_is_read_to_its_end() {
        for (var run = 0; run < 120; run++) {
            await(TestAudit.open(vertx, database).close());
        }
        var log = TestAudit.open(vertx, database);
        var recorded = IntStream.range(0, 4_500)
                .mapToObj(i -> log.record(TestAudit.entry(Optional.of(new UUID(0, i)), "pet:" + i)))
                .toList();
        await(Future.all(recorded));
        var verdict = TestAudit.verify(database);
        assertThat(verdict.firstBreak()).isEmpty();
        assertThat(verdict.runs()).isEqualTo(121);
        // Its start has two anchor rows: one holds a hundred heads.
        assertThat(verdict.rows()).isGreaterThanOrEqualTo(240 + 2 + 4_500);
        assertThat(verdict.anchors()).isGreaterThanOrEqualTo(120);
    }
}
