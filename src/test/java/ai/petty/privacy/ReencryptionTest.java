package ai.petty.privacy;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.privacy.FieldCipher.Place;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReencryptionTest {
    private static final int ACCOUNTS = 150;
    private static final String SECRET_NAME = "petty/test/pii-keys";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration KEPT = Duration.ofDays(1);
    private static final List<EncipheredColumn> COLUMNS = List.of(
            EncipheredColumn.of("account", "email", "account_id"),
            EncipheredColumn.of("account", "name", "account_id"));

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final Database database = postgres.open(vertx);
    private final MemorySecrets secrets = new MemorySecrets();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final InstantSource clock = time::get;
    private final FieldKeyRotation rotation = new FieldKeyRotation(secrets, SECRET_NAME, database, clock);
    private final FieldKeyRing ring = ring();
    private final Map<UUID, String> emailByAccount = new LinkedHashMap<>();

    @BeforeEach
    void fill() {
        var cipher = ring.cipher();
        var rows = new ArrayList<Tuple>();
        for (var i = 0; i < ACCOUNTS; i++) {
            var account = new UUID(new Random(i).nextLong(), i);
            var email = "person" + i + "@example.com";
            rows.add(Tuple.of(
                    account,
                    Buffer.buffer(cipher.index("account.email", email)),
                    Buffer.buffer(cipher.seal(email, place("email", account))),
                    i % 3 == 0 ? null : Buffer.buffer(cipher.seal("Person " + i, place("name", account)))));
            emailByAccount.put(account, email);
        }
        await(database.ask(pool -> pool.preparedQuery(
                        "insert into account (account_id, email_hash, email, name) values ($1, $2, $3, $4)")
                .executeBatch(rows)));
    }

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    /** A process of its own. */
    private FieldKeyRing ring() {
        PettyConfig config = ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile("test"));
        return await(FieldKeyRing.open(vertx, secrets, config, database, clock));
    }

    private Reencryption job(FieldKeyRing keys, int batch) {
        var config = new PettyConfig.Reencryption(Duration.ofHours(1), batch, Duration.ofMillis(1), KEPT);
        return new Reencryption(vertx, database, keys, rotation, COLUMNS, config, clock, new SimpleMeterRegistry());
    }

    private static Place place(String column, UUID account) {
        return new Place("account", column, account.toString());
    }

    private long underKey(String id) {
        var head = HexFormat.of().formatHex(Envelope.head(id));
        return Long.parseLong(postgres.text("""
                select count(*) filter (where encode(email, 'hex') like ? || '%')
                    + count(*) filter (where encode(name, 'hex') like ? || '%') from account""", head, head));
    }

    private String rotated(Duration lead) {
        var id = await(rotation.rotate(lead));
        await(ring.refresh());
        return id;
    }

    private void assertEverythingOpens(FieldCipher cipher) {
        var read = await(database.ask(
                pool -> pool.query("select account_id, email from account").execute()));
        var opened = new LinkedHashMap<UUID, String>();
        read.forEach(row -> {
            var account = row.getUUID(0);
            opened.put(account, cipher.open(row.getBuffer(1).getBytes(), place("email", account)));
        });
        assertThat(opened).containsExactlyInAnyOrderEntriesOf(emailByAccount);
    }

    @Test
    void a_rotation_amid_writes_and_a_job_that_dies_half_way_leaves_nothing_behind_and_loses_nothing() {
        var old = ring.keys().activeAt(clock.instant());
        var hashes = postgres.texts("select email_hash from account order by 1");
        var late = ring();
        var fresh = rotated(Duration.ZERO);

        var job = job(ring, 7);
        var running = job.run();
        var random = new Random(7);
        // One process that has learned of the key and one that has not yet.
        var writers = List.of(ring.cipher(), late.cipher());
        var accounts = List.copyOf(emailByAccount.keySet());
        IntStream.range(0, 60).forEach(i -> {
            var account = accounts.get(random.nextInt(accounts.size()));
            write(writers.get(i % 2), account, "changed" + i + "@example.com");
            if (i == 20) {
                await(job.close());
            }
        });
        await(running);
        assertThat(underKey(fresh)).isPositive();
        assertThat(underKey(old)).isPositive();
        assertThat(postgres.texts(
                        "select table_name || '.' || column_name from reencryption where position is not null"))
                .isNotEmpty();

        var next = ring();
        await(job(next, 7).run());
        await(job(next, 7).run());
        assertThat(underKey(old)).isZero();
        assertThat(underKey(fresh)).isEqualTo(ACCOUNTS + 100);
        assertEverythingOpens(next.cipher());
        assertThat(postgres.texts("select email_hash from account order by 1")).isEqualTo(hashes);
        assertThat(next.cipher().index("account.email", "person1@example.com"))
                .isEqualTo(late.cipher().index("account.email", "person1@example.com"));
    }

    private void write(FieldCipher cipher, UUID account, String email) {
        var sealed = Buffer.buffer(cipher.seal(email, place("email", account)));
        await(database.ask(pool -> pool.preparedQuery("update account set email = $1 where account_id = $2")
                .execute(Tuple.of(sealed, account))));
        emailByAccount.put(account, email);
    }

    @Test
    void what_somebody_changes_while_a_step_is_on_its_way_is_not_overwritten() {
        rotated(Duration.ZERO);
        var account = emailByAccount.keySet().iterator().next();
        var sealed = Buffer.buffer(ring.cipher().seal("new@example.com", place("email", account)));
        emailByAccount.put(account, "new@example.com");
        var running = new AtomicReference<Future<Void>>();
        await(database.transact(transaction -> transaction
                .preparedQuery("update account set email = $1 where account_id = $2")
                .execute(Tuple.of(sealed, account))
                .onSuccess(updated -> running.set(job(ring, 1_000).run()))
                // The step has read the old envelope and waits for the row.
                .compose(updated -> vertx.<Void>executeBlocking(() -> {
                    await().until(() -> postgres.text("""
                            select count(*) from pg_stat_activity where datname = current_database()
                                and wait_event_type = 'Lock' and query like 'update account%'""").equals("1"));
                    return null;
                }))));
        await(running.get());
        assertEverythingOpens(ring.cipher());
    }

    @Test
    void an_old_key_is_removed_when_nobody_needs_it_and_everybody_has_had_time_to_learn_of_the_new_one() {
        var old = ring.keys().activeAt(clock.instant());
        var fresh = rotated(Duration.ofMinutes(10));
        await(job(ring, 50).run());
        assertThat(underKey(old)).as("the new key is not in use yet").isEqualTo(ACCOUNTS + 100);
        assertThatThrownBy(() -> await(rotation.rotate(Duration.ZERO)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("keys.rotating"));

        time.set(NOW.plus(Duration.ofMinutes(10)));
        await(job(ring, 50).run());
        assertThat(underKey(fresh)).isEqualTo(ACCOUNTS + 100);
        assertThat(ring.keys().key(old)).as("a process may still use it").isPresent();

        time.set(NOW.plus(Duration.ofMinutes(10)).plus(KEPT));
        await(job(ring, 50).run());
        assertThat(ring.keys().key(old)).isEmpty();
        assertThat(FieldKeys.parse(await(secrets.current(SECRET_NAME)).text()).key(old))
                .isEmpty();
        assertEverythingOpens(ring().cipher());
    }

    @Test
    void a_field_that_cannot_be_opened_keeps_its_key_and_stops_nobody_else() {
        var old = ring.keys().activeAt(clock.instant());
        var account = emailByAccount.keySet().iterator().next();
        postgres.execute(
                "update account set email = ? where account_id = ?",
                ring.cipher().seal("x", new Place("somewhere", "else", "1")),
                account);
        rotated(Duration.ZERO);
        time.set(NOW.plus(KEPT).plusSeconds(1));
        await(job(ring, 7).run());
        assertThat(underKey(old)).isEqualTo(1);
        assertThat(ring.keys().key(old)).isPresent();
    }

    @Test
    void a_key_that_came_while_the_job_was_at_work_takes_none_away_that_was_not_counted() {
        var first = ring.keys().activeAt(clock.instant());
        var second = rotated(Duration.ZERO);
        time.set(NOW.plus(KEPT));
        var stale = ring();
        // The job's process has not heard of this one: all that it brings over and counts is by the keys it knew when
        // it began.
        var third = await(rotation.rotate(Duration.ZERO));

        await(job(ring, 50).run());
        assertThat(stored().key(second)).as("every field is under it").isPresent();
        assertThat(stored().key(first))
                .as("a process may still use it: the third has just come into use")
                .isPresent();

        // The same of a job that took longer than keys are kept.
        time.set(NOW.plus(KEPT.multipliedBy(3)));
        await(job(stale, 50).run());
        assertThat(underKey(second)).isEqualTo(ACCOUNTS + 100);
        assertThat(stored().key(first)).as("counted, and nobody needs it").isEmpty();
        assertThat(stored().key(second)).isPresent();
        assertThat(stored().key(third)).isPresent();
        assertEverythingOpens(ring().cipher());
    }

    private FieldKeys stored() {
        return FieldKeys.parse(await(secrets.current(SECRET_NAME)).text());
    }

    @Test
    void a_table_that_no_statement_can_read_as_a_whole_is_brought_over_all_the_same() {
        var old = ring.keys().activeAt(clock.instant());
        // 3 s at the least for all of its rows; a statement has 1.5 s.
        postgres.execute("create table much (row_id bigint primary key, value bytea)");
        postgres.execute("""
                create function nap(bigint) returns boolean language plpgsql volatile as
                'begin perform pg_sleep(0.005); return true; end'""");
        postgres.execute("create view slow as select row_id, value from much where nap(row_id)");
        for (var setting : List.of("enable_seqscan", "enable_bitmapscan", "enable_sort")) {
            postgres.execute("alter database " + postgres.address().name() + " set " + setting + " = off");
        }
        for (var row = 0; row < 600; row++) {
            var sealed = row % 100 == 99 ? ring.cipher().seal("r" + row, new Place("slow", "value", "" + row)) : null;
            postgres.execute("insert into much values (?, ?)", row, sealed);
        }
        rotated(Duration.ZERO);
        time.set(NOW.plus(KEPT));

        var base = TestDatabase.config();
        var hurried = Database.open(
                vertx,
                new PettyConfig.Database(
                        base.url(),
                        base.user(),
                        base.password(),
                        base.tls(),
                        base.caCertificate(),
                        base.readConnections(),
                        base.waitQueue(),
                        base.connectionLifetime(),
                        base.connectTimeout(),
                        Duration.ofMillis(1_500),
                        base.breaker(),
                        base.embedded()),
                2,
                () -> Future.succeededFuture(postgres.address()),
                new SimpleMeterRegistry());
        var config = new PettyConfig.Reencryption(Duration.ofHours(1), 5, Duration.ofMillis(1), KEPT);
        var columns = new ArrayList<>(COLUMNS);
        columns.add(EncipheredColumn.of("slow", "value", "row_id"));
        await(new Reencryption(vertx, hurried, ring, rotation, columns, config, clock, new SimpleMeterRegistry())
                .run());

        assertThat(postgres.text("select count(*) from much where value is not null"))
                .isEqualTo("6");
        assertThat(postgres.text(
                        "select count(*) from much where encode(value, 'hex') like ? || '%'",
                        HexFormat.of().formatHex(Envelope.head(old))))
                .isEqualTo("0");
        assertThat(stored().key(old)).as("nobody needs it").isEmpty();
    }
}
