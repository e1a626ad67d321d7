package ai.petty.pets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.config.PettyConfig;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who a serial is, asked of a real PostgreSQL. */
class CollarDirectoryTest {
    private static final Duration TTL = Duration.ofHours(1);
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Vertx VERTX = Vertx.vertx();

    @BeforeAll
    static void makeTheDemoHousehold() {
        await(registering("").prepare());
    }

    @AfterAll
    static void close() {
        await(VERTX.close());
        DATABASE.close();
    }

    /** As a process of its own would: with a pool of its own. */
    private static CollarDirectory registering(String pattern) {
        return new CollarDirectory(DATABASE.open(VERTX), new PettyConfig.Pets(true, pattern, TTL));
    }

    private static CollarDirectory strict() {
        return new CollarDirectory(DATABASE.open(VERTX), new PettyConfig.Pets(false, ".*", TTL));
    }

    private static List<String> serials(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + (1_000 + i)).toList();
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }

    @Test
    void what_is_asked_while_a_question_is_under_way_goes_as_one_more() throws SQLException {
        var serials = serials("BA-", 2_500);
        var directory = registering("BA-.*");
        var found = new ArrayList<Future<Optional<Collar>>>();
        var address = DATABASE.address();
        try (var connection = DriverManager.getConnection(
                        address.jdbcUrl(), address.user(), address.password().value());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table collar in access exclusive mode");
            serials.forEach(serial -> found.add(directory.find(serial)));
            Awaitility.await().until(() -> waiting() > 0);
            assertThat(waiting()).isEqualTo(1);
            connection.rollback();
        }
        for (var i = 0; i < serials.size(); i++) {
            assertThat(await(found.get(i)).orElseThrow().serial()).isEqualTo(serials.get(i));
        }
        assertThat(DATABASE.text("select count(*) from collar where serial like 'BA-%'"))
                .isEqualTo("2500");
    }

    private static int waiting() {
        return Integer.parseInt(DATABASE.text("""
                select count(*) from pg_stat_activity
                where wait_event_type = 'Lock' and datname = current_database()"""));
    }

    @Test
    void two_processes_register_a_collar_once() {
        var random = new Random(5);
        var directories = List.of(registering("TW-.*"), registering("TW-.*"));
        await(Future.all(directories.stream().map(CollarDirectory::prepare).toList()));
        for (var round = 0; round < 20; round++) {
            var serials = new ArrayList<>(serials("TW-" + round + "-", 30));
            var found = new ArrayList<Future<Optional<Collar>>>();
            for (var directory : directories) {
                Collections.shuffle(serials, random);
                serials.forEach(serial -> found.add(directory.find(serial)));
            }
            for (var one : found) {
                assertThat(await(one)).hasValueSatisfying(collar -> {
                    assertThat(collar.pairings()).hasSize(1);
                    assertThat(collar.inDemoHousehold()).isTrue();
                    assertThat(collar.credential()).isEmpty();
                });
            }
        }
        assertThat(DATABASE.texts("""
                select count(*) from collar where serial like 'TW-%'
                union all select count(*) from pet where name like 'TW-%'
                union all select count(*) from pairing join collar using (collar_id) where serial like 'TW-%'
                union all select count(*) from household where is_demo""")).containsExactly("600", "600", "600", "1");
    }

    @Test
    void what_the_configuration_does_not_let_in_is_not_registered() {
        assertThat(await(registering("OK-\\d+").find("OK-x"))).isEmpty();
        assertThat(await(registering(".*").find("no serial"))).isEmpty();
        assertThat(await(strict().find("OK-1"))).isEmpty();
        assertThat(DATABASE.texts("select serial from collar where serial like 'OK-%' or serial like 'no%'"))
                .isEmpty();
    }

    @Test
    void an_unknown_collar_is_known_as_soon_as_it_is_paired() {
        var directory = strict();
        assertThat(await(directory.find("UN-1"))).isEmpty();
        var household = TestHousehold.foreign(DATABASE);
        var pairing = household.pair(household.pet("Rex"), "UN-1");
        assertThat(await(directory.find("UN-1"))).hasValueSatisfying(collar -> {
            assertThat(collar.inDemoHousehold()).isFalse();
            assertThat(collar.pairingAt(0).orElseThrow().pairingId()).isEqualTo(pairing);
        });
    }

    @Test
    void a_known_collar_is_remembered_until_it_is_asked_for_afresh() {
        var directory = strict();
        var household = TestHousehold.foreign(DATABASE);
        household.pair(household.pet("Rex"), "RE-1");
        assertThat(await(directory.find("RE-1")).orElseThrow().lastSeq()).isZero();
        DATABASE.execute("update collar set last_seq = 7 where serial = 'RE-1'");
        assertThat(await(directory.find("RE-1")).orElseThrow().lastSeq()).isZero();
        assertThat(await(directory.fresh("RE-1")).orElseThrow().lastSeq()).isEqualTo(7);
        assertThat(await(directory.find("RE-1")).orElseThrow().lastSeq()).isEqualTo(7);
    }

    @Test
    void a_reading_belongs_to_the_pet_that_wore_the_collar_then() {
        var household = TestHousehold.foreign(DATABASE);
        var first = household.pair(household.pet("Ada"), "MO-1", "-infinity", "2026-03-01T10:00:00Z");
        var second = household.pair(household.pet("Bo"), "MO-1", "2026-03-01T12:00:00Z", "2026-04-01T00:00:00Z");
        var third = household.pair(household.pet("Cleo"), "MO-1", "2026-04-01T00:00:00Z", "infinity");
        var collar = await(strict().find("MO-1")).orElseThrow();
        assertThat(collar.pairings()).hasSize(3);
        assertThat(pairingAt(collar, "2020-01-01T00:00:00Z")).contains(first);
        assertThat(pairingAt(collar, "2026-03-01T09:59:59.999999Z")).contains(first);
        assertThat(pairingAt(collar, "2026-03-01T10:00:00Z")).isEmpty();
        assertThat(pairingAt(collar, "2026-03-01T11:59:59.999999Z")).isEmpty();
        assertThat(pairingAt(collar, "2026-03-01T12:00:00Z")).contains(second);
        assertThat(pairingAt(collar, "2026-03-31T23:59:59.999999Z")).contains(second);
        assertThat(pairingAt(collar, "2026-04-01T00:00:00Z")).contains(third);
        assertThat(pairingAt(collar, "2030-01-01T00:00:00Z")).contains(third);
    }

    private static Optional<Long> pairingAt(Collar collar, String time) {
        return collar.pairingAt(micros(time)).map(Collar.Pairing::pairingId);
    }
}
