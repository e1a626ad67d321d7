package ai.petty.ingest;

import static ai.petty.ingest.TestIngest.failure;
import static ai.petty.ingest.TestIngest.reading;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPostgres;
import ai.petty.problem.Refusal;
import ai.petty.store.DatabaseAddress;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one writer of a process, on a real PostgreSQL whose locks say when a group may go on. */
final class GroupWriterTest {
    private static final DatabaseAddress ADDRESS = TestPostgres.shared().fresh();
    private static final AtomicInteger COLLARS = new AtomicInteger(100);
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final String HOLD_READINGS = "lock table reading in access exclusive mode";

    private final long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final Rows rows = rows();
    private @Nullable TestIngest target;
    private long pairingId;

    private static Rows rows() {
        try {
            return Rows.of(ADDRESS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aCollar() {
        pairingId = target(Map.of()).pairingId("GW-" + COLLARS.incrementAndGet());
    }

    @AfterEach
    void close() throws SQLException {
        rows.close();
        if (target != null) {
            target.close();
        }
    }

    /** A fresh writer with these settings, in the place of the one there was. */
    private TestIngest target(Map<String, String> settings) {
        if (target != null) {
            target.close();
        }
        var fresh = TestIngest.on(ADDRESS, settings);
        target = fresh;
        return fresh;
    }

    /** Waits until so many statements wait for a lock: of a table, or of a transaction, which belongs to no database. */
    private void awaitBlocked(int statements) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rows.count("from pg_locks where not granted") == statements);
    }

    private static Entry.OfMotion motion(long pairingId, long t0, int seed) {
        var samples = new byte[60];
        new Random(seed).nextBytes(samples);
        return new Entry.OfMotion(pairingId, new Motion(t0, 10, 0.001f, null, Buffer.buffer(samples)));
    }

    @Test
    void acknowledgesNothingBeforeItsCommit() throws SQLException {
        var writer = target(Map.of());
        var entry = reading(pairingId, now, 80);
        Future<Void> done;
        try (var held = rows.hold("insert into reading (pairing_id, t, received_at, n) values (%d, %s, now(), 0)"
                .formatted(pairingId, at(now)))) {
            assertThat(held).isNotNull();
            done = writer.submit(entry);
            awaitBlocked(1);
            assertThat(done.isComplete()).isFalse();
        }
        TestIngest.await(done);
        assertThat(entry.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(rows.texts("select hr from reading where pairing_id = " + pairingId))
                .containsExactly("80");
        assertThat(writer.told).hasSize(1);
    }

    @Test
    void whatIsAcknowledgedIsSeenByASecondConnectionAtThatMoment() {
        var writer = target(Map.of());
        for (var i = 0; i < 50; i++) {
            var t = now - i * SECOND;
            var seen = writer.submit(reading(pairingId, t, 80))
                    // not on the event loop, which the look would block
                    .compose(nothing -> writer.vertx.executeBlocking(() ->
                            rows.count("from reading where pairing_id = %d and t = %s".formatted(pairingId, at(t)))));
            assertThat(TestIngest.await(seen)).isEqualTo(1);
        }
    }

    @Test
    void refusesWhatItCannotHoldAndTakesItLater() throws SQLException {
        var writer = target(Map.of("ingest.max-group-bytes", "1KiB", "ingest.max-waiting-bytes", "1KiB"));
        var entries = new ArrayList<Entry.OfReading>();
        var taken = new ArrayList<Future<Void>>();
        var shed = new ArrayList<Future<Void>>();
        try (var held = rows.hold(HOLD_READINGS)) {
            assertThat(held).isNotNull();
            for (var i = 0; i < 30; i++) {
                var entry = reading(pairingId, now - i * SECOND, 80);
                entries.add(entry);
                var done = writer.submit(entry);
                (done.isComplete() ? shed : taken).add(done);
            }
            assertThat(taken).hasSize((int) (1024 / entries.getFirst().bytes()));
            for (var done : shed) {
                assertThat(failure(done)).isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
                    assertThat(refusal.code()).isEqualTo("server.busy");
                    assertThat(refusal.retryAfter()).isPresent();
                });
            }
        }
        taken.forEach(TestIngest::await);
        assertThat(rows.count("from reading where pairing_id = " + pairingId)).isEqualTo(taken.size());
        // What was refused left no trace in the budget: as much fits again.
        entries.stream().skip(taken.size()).forEach(entry -> TestIngest.await(writer.submit(entry)));
        assertThat(rows.count("from reading where pairing_id = " + pairingId)).isEqualTo(entries.size());
    }

    @Test
    void aFrameThatWaitsTooLongIsToldToComeBack() throws SQLException {
        var writer = target(Map.of("ingest.write-slots", "1", "ingest.write-deadline", "1ms"));
        Future<Void> first;
        Future<Void> late;
        try (var held = rows.hold(HOLD_READINGS)) {
            assertThat(held).isNotNull();
            first = writer.submit(reading(pairingId, now, 80));
            awaitBlocked(1);
            late = writer.submit(reading(pairingId, now - SECOND, 80));
        }
        assertThat(failure(late))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).isPresent());
        TestIngest.await(first);
        assertThat(rows.count("from reading where pairing_id = " + pairingId)).isEqualTo(1);
    }

    @Test
    void onePoisonedItemCostsTheOthersOfItsGroupNothing() throws SQLException {
        var writer = target(Map.of("ingest.write-slots", "1"));
        var gone = now - 20 * DAY;
        rows.execute("drop table reading_p" + day(gone));
        rows.execute("drop table motion_p" + day(gone));
        var entries = new ArrayList<Entry>();
        for (var i = 0; i < 7; i++) {
            entries.add(reading(pairingId, now - i * SECOND, 80 + i));
        }
        var poisonedReading = reading(pairingId, gone, 80);
        var echoOfPoison = reading(pairingId, gone, 81);
        var poisonedMotion = motion(pairingId, gone, 1);
        var motion = motion(pairingId, now, 1);
        entries.addAll(List.of(motion, poisonedReading, echoOfPoison, poisonedMotion));
        asOneGroup(writer, entries);
        for (var entry : entries) {
            var poison = entry == poisonedReading || entry == echoOfPoison || entry == poisonedMotion;
            assertThat(entry.outcome()).isEqualTo(poison ? Outcome.UNPLACED : Outcome.ACCEPTED);
        }
        assertThat(rows.count("from reading where pairing_id = " + pairingId)).isEqualTo(8);
        assertThat(rows.count("from motion where pairing_id = " + pairingId)).isEqualTo(1);
        assertThat(writer.told.stream().map(stored -> stored.reading().t()).distinct())
                .as("each stored reading is told once, the poison never")
                .hasSize(writer.told.size())
                .hasSize(8)
                .doesNotContain(gone);
        // The next upkeep makes the day again, and then it is good.
        target(Map.of());
    }

    /** Lets one reading block the only slot, so that all of these go into the next group. */
    private void asOneGroup(TestIngest writer, List<? extends Entry> entries) throws SQLException {
        var done = new ArrayList<Future<Void>>();
        try (var held = rows.hold(HOLD_READINGS)) {
            assertThat(held).isNotNull();
            done.add(writer.submit(reading(pairingId, now - DAY, 60)));
            awaitBlocked(1);
            entries.forEach(entry -> done.add(writer.submit(entry)));
        }
        done.forEach(TestIngest::await);
    }

    @Test
    void itemsThatRepeatAKeyInOneGroupAreToldApart() throws SQLException {
        var writer = target(Map.of("ingest.write-slots", "1"));
        var stored = now - 10 * SECOND;
        TestIngest.await(writer.submit(reading(pairingId, stored, 70)));
        var fresh = now - 20 * SECOND;
        var first = reading(pairingId, fresh, 80);
        var same = reading(pairingId, fresh, 80);
        var other = reading(pairingId, fresh, 81);
        var losing = reading(pairingId, stored, 71);
        var losingAgain = reading(pairingId, stored, 71);
        var losingToo = reading(pairingId, stored, 72);
        var likeStored = reading(pairingId, stored, 70);
        var window = motion(pairingId, fresh, 1);
        var sameWindow = motion(pairingId, fresh, 1);
        var otherWindow = motion(pairingId, fresh, 2);
        asOneGroup(
                writer,
                List.of(
                        first,
                        same,
                        other,
                        losing,
                        losingAgain,
                        losingToo,
                        likeStored,
                        window,
                        sameWindow,
                        otherWindow));
        assertThat(first.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(same.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(other.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(losing.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(losingAgain.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(losingToo.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(likeStored.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(window.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(sameWindow.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(otherWindow.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(rows.texts(
                        "select hr from reading where pairing_id = %d order by t desc limit 2".formatted(pairingId)))
                .containsExactly("70", "80");
        assertThat(writer.told).hasSize(3);
    }

    @Test
    void theMarkIsTheOldestNewTimeAndLaterReadingsDoNotRaiseIt() throws SQLException {
        var writer = target(Map.of());
        TestIngest.await(writer.submit(
                reading(pairingId, now - 3 * SECOND, 80),
                reading(pairingId, now - 5 * SECOND, 80),
                motion(pairingId, now - 4 * SECOND, 1)));
        assertThat(mark()).isEqualTo(now - 5 * SECOND);
        TestIngest.await(writer.submit(reading(pairingId, now, 80)));
        assertThat(mark()).isEqualTo(now - 5 * SECOND);
        TestIngest.await(writer.submit(motion(pairingId, now - 9 * SECOND, 1)));
        assertThat(mark()).isEqualTo(now - 9 * SECOND);
        rows.execute("update pairing set dirty_from = null where pairing_id = " + pairingId);
        TestIngest.await(writer.submit(reading(pairingId, now + SECOND, 80)));
        assertThat(mark()).isEqualTo(now + SECOND);
    }

    private long mark() throws SQLException {
        return Long.parseLong(rows.texts("select (extract(epoch from dirty_from) * 1000000)::bigint from pairing"
                        + " where pairing_id = " + pairingId)
                .getFirst());
    }

    @Test
    void closingTakesNothingMoreAndWaitsForWhatWasTaken() throws SQLException {
        var writer = target(Map.of("ingest.write-slots", "1"));
        var taken = new ArrayList<Future<Void>>();
        Future<Void> closed;
        try (var held = rows.hold(HOLD_READINGS)) {
            assertThat(held).isNotNull();
            taken.add(writer.submit(reading(pairingId, now, 80)));
            awaitBlocked(1);
            taken.add(writer.submit(reading(pairingId, now - SECOND, 80)));
            closed = writer.writer.close();
            assertThat(failure(writer.submit(reading(pairingId, now - 2 * SECOND, 80))))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE));
            assertThat(closed.isComplete()).isFalse();
        }
        var answered =
                closed.map(nothing -> taken.stream().filter(Future::succeeded).count());
        TestIngest.await(answered);
        taken.forEach(TestIngest::await);
        assertThat(rows.count("from reading where pairing_id = " + pairingId)).isEqualTo(2);
    }

    @Test
    void withoutADatabaseNothingIsAcknowledgedAndAllIsWellWhenItIsBack() throws SQLException {
        try (var postgres = TestPostgres.start()) {
            var address = postgres.fresh();
            try (var writer = TestIngest.on(address, Map.of("database.breaker.reset", "100ms"))) {
                outage(postgres, address, writer);
            }
        }
    }

    private void outage(TestPostgres postgres, DatabaseAddress address, TestIngest writer) throws SQLException {
        var pairing = writer.pairingId("GW-001");
        var acknowledged = new ArrayList<Entry.OfReading>();
        var pending = new ArrayList<Future<Void>>();
        var entries = new ArrayList<Entry.OfReading>();
        for (var i = 0; i < 400; i++) {
            var entry = reading(pairing, now - i * SECOND, 80);
            entries.add(entry);
            pending.add(writer.submit(entry));
            if (i == 200) {
                // in the middle of what is being written
                postgres.stopAtOnce();
            }
        }
        var down = new ArrayList<Future<Void>>();
        for (var i = 0; i < 20; i++) {
            var done = writer.submit(reading(pairing, now - DAY - i * SECOND, 80));
            assertThat(failure(done)).isInstanceOf(Refusal.class);
            down.add(done);
        }
        assertThat(down).allMatch(Future::failed);
        for (var i = 0; i < pending.size(); i++) {
            var outcome = failure(pending.get(i));
            if (pending.get(i).succeeded()) {
                acknowledged.add(entries.get(i));
            } else {
                assertThat(outcome).isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
                    assertThat(refusal.retryAfter()).isPresent();
                });
            }
        }
        postgres.startAgain();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> writer.submit(reading(pairing, now - 2 * DAY, 80))
                        .transform(done -> Future.succeededFuture(done.succeeded()))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get());
        try (var after = Rows.of(address)) {
            for (var entry : acknowledged) {
                assertThat(after.count(
                                "from reading where pairing_id = %d and t = %s".formatted(pairing, at(entry.time()))))
                        .isEqualTo(1);
            }
        }
        for (var entry : entries) {
            TestIngest.await(writer.submit(entry));
            assertThat(entry.outcome()).isIn(Outcome.ACCEPTED, Outcome.DUPLICATE);
        }
    }

    @Test
    void twoProcessesThatWriteTheSameKeysStoreEachOnce() throws SQLException {
        var one = target(Map.of());
        var random = new Random(7);
        try (var two = TestIngest.on(ADDRESS, Map.of())) {
            var pairings = new ArrayList<Long>();
            for (var i = 0; i < 40; i++) {
                pairings.add(one.pairingId("GX-" + (100 + i)));
            }
            var all = new ArrayList<List<Entry>>();
            var done = new ArrayList<Future<Void>>();
            for (var round = 0; round < 25; round++) {
                for (var writer : List.of(one, two)) {
                    var body = new ArrayList<Entry>();
                    for (var id : pairings) {
                        body.add(reading(id, now - round * SECOND, 80));
                        body.add(motion(id, now - round * SECOND, 1));
                    }
                    Collections.shuffle(body, random);
                    all.add(body);
                    done.add(writer.writer.submit(body));
                }
            }
            done.forEach(TestIngest::await);
            var accepted = all.stream()
                    .flatMap(List::stream)
                    .filter(entry -> entry.outcome() == Outcome.ACCEPTED)
                    .count();
            assertThat(accepted).isEqualTo(25L * 40 * 2);
            assertThat(all.stream().flatMap(List::stream))
                    .allMatch(entry -> entry.outcome() == Outcome.ACCEPTED || entry.outcome() == Outcome.DUPLICATE);
            assertThat(rows.count("from reading where pairing_id in (select pairing_id from pairing"
                            + " join collar using (collar_id) where serial like 'GX-%')"))
                    .isEqualTo(25L * 40);
        }
    }

    private static String at(long micros) {
        return "timestamptz 'epoch' + %d * interval '1 microsecond'".formatted(micros);
    }

    private static String day(long micros) {
        return LocalDate.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC)
                .format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
