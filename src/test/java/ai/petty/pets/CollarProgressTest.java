package ai.petty.pets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far a collar has come, written down in a real PostgreSQL. */
class CollarProgressTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger COLLARS = new AtomicInteger();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Database database = DATABASE.open(VERTX);
    private final CollarProgress progress = new CollarProgress(VERTX, database);
    private long collarId;

    @BeforeEach
    void aCollar() {
        var serial = "PR-" + COLLARS.incrementAndGet();
        var household = TestHousehold.foreign(DATABASE);
        household.pair(household.pet("Rex"), serial);
        collarId = Long.parseLong(DATABASE.text("select collar_id from collar where serial = ?", serial));
    }

    @AfterAll
    static void close() {
        await(VERTX.close());
        DATABASE.close();
    }

    private String written() {
        return DATABASE.text("""
                select concat_ws(' ', last_seq, to_char(last_seen_at at time zone 'UTC', 'HH24:MI:SS'),
                                 coalesce(firmware, '-'), coalesce(battery_pct::text, '-'))
                from collar where collar_id = ?""", collarId);
    }

    @Test
    void the_last_of_what_was_noted_is_written_down() {
        progress.hello(collarId, NOON, Optional.of("1.2"), Optional.of(80f));
        progress.committed(collarId, 5, NOON.plusSeconds(1));
        progress.committed(collarId, 9, NOON.plusSeconds(2));
        progress.committed(collarId, 7, NOON.plusSeconds(3));
        assertThat(progress.lastSeq(collarId)).contains(9L);
        await(progress.flush());
        assertThat(written()).isEqualTo("9 12:00:03 1.2 80");
        assertThat(progress.lastSeq(collarId)).isEmpty();
    }

    @Test
    void nothing_goes_back_when_two_processes_write() {
        var other = new CollarProgress(VERTX, DATABASE.open(VERTX));
        progress.hello(collarId, NOON, Optional.of("1.2"), Optional.of(80f));
        progress.committed(collarId, 9, NOON.plusSeconds(9));
        await(progress.flush());
        other.hello(collarId, NOON, Optional.of("1.3"), Optional.empty());
        other.committed(collarId, 4, NOON.plusSeconds(4));
        await(other.flush());
        assertThat(written()).isEqualTo("9 12:00:09 1.3 80");
    }

    @Test
    void an_older_battery_never_takes_the_place_of_a_newer_one() {
        progress.heard(collarId, NOON, Optional.of(new BatteryLevel(50, NOON)));
        progress.heard(collarId, NOON.minusSeconds(60), Optional.of(new BatteryLevel(70, NOON.minusSeconds(60))));
        await(progress.flush());
        assertThat(written()).isEqualTo("0 12:00:00 - 50");
        progress.heard(collarId, NOON.plusSeconds(9), Optional.of(new BatteryLevel(60, NOON.minusSeconds(30))));
        await(progress.flush());
        assertThat(written()).isEqualTo("0 12:00:09 - 50");
        progress.heard(collarId, NOON.plusSeconds(10), Optional.of(new BatteryLevel(49, NOON.plusSeconds(10))));
        await(progress.flush());
        assertThat(written()).isEqualTo("0 12:00:10 - 49");
    }

    @Test
    void what_is_noted_while_it_is_being_written_is_written_next_time() throws SQLException {
        progress.committed(collarId, 5, NOON);
        Future<Void> flushed;
        var address = DATABASE.address();
        try (var connection = DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().value());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table collar in exclusive mode");
            flushed = progress.flush();
            Awaitility.await().until(() -> !DATABASE.texts("""
                            select pid from pg_stat_activity
                            where wait_event_type = 'Lock' and datname = current_database()""").isEmpty());
            progress.committed(collarId, 6, NOON.plusSeconds(1));
            connection.rollback();
        }
        await(flushed);
        assertThat(written()).isEqualTo("5 12:00:00 - -");
        assertThat(progress.lastSeq(collarId)).contains(6L);
        await(progress.flush());
        assertThat(written()).isEqualTo("6 12:00:01 - -");
    }

    @Test
    void what_cannot_be_written_now_is_written_later() {
        progress.committed(collarId, 5, NOON);
        DATABASE.execute("alter table collar rename to collar_away");
        try {
            var failed = progress.flush().map(false).otherwise(true);
            assertThat(await(failed).booleanValue()).isTrue();
        } finally {
            DATABASE.execute("alter table collar_away rename to collar");
        }
        assertThat(progress.lastSeq(collarId)).contains(5L);
        await(progress.flush());
        assertThat(written()).isEqualTo("5 12:00:00 - -");
    }
}
