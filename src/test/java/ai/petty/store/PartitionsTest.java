package ai.petty.store;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.config.PettyConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static final PettyConfig.Store STORE = new PettyConfig.Store(Duration.ofDays(35), 3, Duration.ofHours(1));
    private static final Instant START = Instant.parse("2026-02-27T23:30:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase server = TestDatabase.fresh();
    private Instant now = START;
    private Database database;
    private Partitions target;

    @BeforeEach
    void open() {
        database = server.open(vertx);
        target = new Partitions(database, STORE, () -> now, meters);
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
        server.close();
    }

    private List<String> partitions(String table) {
        return server.texts(
                "select inhrelid::regclass::text from pg_inherits where inhparent = ?::regclass order by 1", table);
    }

    private double daysAhead() {
        return meters.get("petty.partitions.days.ahead").gauge().value();
    }

    @Test
    void the_whole_window_exists_from_the_oldest_accepted_time_to_days_ahead() {
        await(target.upkeep());

        for (var table : List.of("reading", "motion")) {
            assertThat(partitions(table))
                    .hasSize(35 + 1 + 3)
                    .startsWith(table + "_p20260123")
                    .contains(table + "_p20260228", table + "_p20260301")
                    .endsWith(table + "_p20260302");
        }
        assertThat(daysAhead()).isEqualTo(3);
        var household = TestHousehold.demo(server);
        var pairing = household.pair(household.pet("Bella"), "SN-1");
        household.store(pairing, TestHousehold.beat(START.minus(Duration.ofDays(35)), 60f));
        household.store(pairing, TestHousehold.beat(Instant.parse("2026-03-02T23:59:59.999999Z"), 60f));
        // No default partition: what has no place is an error that is seen.
        assertThatThrownBy(
                        () -> household.store(pairing, TestHousehold.beat(Instant.parse("2026-03-03T00:00:00Z"), 60f)))
                .hasMessageContaining("no partition");
    }

    @Test
    void what_is_past_retention_goes_and_the_rest_stays() {
        await(target.upkeep());
        var household = TestHousehold.demo(server);
        var pairing = household.pair(household.pet("Bella"), "SN-1");
        household.store(pairing, TestHousehold.beat(START.minus(Duration.ofDays(35)), 60f));
        household.store(pairing, TestHousehold.beat(START, 70f));
        server.execute("create table reading_from_elsewhere (like reading including all)");
        server.execute("alter table reading attach partition reading_from_elsewhere"
                + " for values from ('2020-01-01Z') to ('2020-02-01Z')");

        now = START.plus(Duration.ofDays(10));
        await(target.upkeep());

        assertThat(partitions("reading"))
                .hasSize(39 + 1)
                .contains("reading_from_elsewhere", "reading_p20260202", "reading_p20260312")
                .doesNotContain("reading_p20260201");
        assertThat(server.texts("select hr::int from reading")).containsExactly("70");
        assertThat(daysAhead()).isEqualTo(3);
    }

    @Test
    void the_meter_falls_while_there_is_no_upkeep() {
        assertThat(daysAhead()).isNegative();
        await(target.upkeep());
        now = START.plus(Duration.ofDays(2));
        assertThat(daysAhead()).isEqualTo(1);
        now = START.plus(Duration.ofDays(5));
        assertThat(daysAhead()).isEqualTo(-2);
    }

    @Test
    void processes_that_start_together_take_turns() {
        var databases = List.of(server.open(vertx), server.open(vertx), server.open(vertx));
        var upkeeps = new ArrayList<Future<Void>>();
        for (var one : databases) {
            upkeeps.add(new Partitions(one, STORE, () -> now, new SimpleMeterRegistry()).upkeep());
        }
        await(Future.all(upkeeps));
        assertThat(partitions("reading")).hasSize(39);
        assertThat(partitions("motion")).hasSize(39);
        await(Future.all(databases.stream().map(Database::close).toList()));
    }
}
