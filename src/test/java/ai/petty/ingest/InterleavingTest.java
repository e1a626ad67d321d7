package ai.petty.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPostgres;
import ai.petty.limits.LimitName;
import ai.petty.store.DatabaseAddress;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * However the same readings come (twice, late, in another order, in another framing, through another process), the same
 * readings are stored, and each is accepted once. jqwik prints the seed of a failure.
 */
class InterleavingTest {
    private static final int TRIES = 60;
    private static final int IDENTITIES = 12;
    private static final Map<String, String> LIMITLESS = Map.of("limits.v2-frames.burst", "1000000");
    private static final DatabaseAddress ADDRESS = TestPostgres.shared().fresh();
    private static final AtomicInteger COLLARS = new AtomicInteger(100);
    private static final List<TestIngest> PROCESSES = new ArrayList<>();
    private static long begin;

    @BeforeContainer
    static void startTwoProcesses() {
        // One clock that stands still: both processes count up from the same microsecond, so their groups' times meet.
        var clock = InstantSource.fixed(Instant.now());
        begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now().minus(Duration.ofMinutes(1)));
        for (var i = 0; i < 2; i++) {
            PROCESSES.add(TestIngest.on(ADDRESS, LIMITLESS, clock));
        }
    }

    @AfterContainer
    static void stopThem() {
        PROCESSES.forEach(TestIngest::close);
        PROCESSES.clear();
    }

    /** What names a reading. */
    record Identity(long t, int n) {
        static Identity of(Reading reading) {
            return new Identity(reading.t(), reading.n());
        }
    }

    /** A reading of the set, or another reading that claims its identity. */
    record Item(int index, int variant) {
        Reading reading() {
            var value = new Random(31L * index + variant);
            var hasFix = value.nextBoolean();
            return new Reading(
                    begin + index / 2 * 1_000_003L,
                    index % 2,
                    40 + value.nextInt(1000) / 10f + variant * 0.125f,
                    value.nextBoolean() ? 10 + value.nextInt(100) / 10f : null,
                    (short) value.nextInt(3),
                    hasFix ? value.nextInt(-90_000_000, 90_000_001) : null,
                    hasFix ? value.nextInt(-180_000_000, 180_000_001) : null,
                    hasFix ? 5.5f : null,
                    value.nextBoolean() ? 30 + value.nextInt(100) / 10f : null,
                    (float) value.nextInt(101));
        }
    }

    /** One body or frame; the next one waits for its answer or does not. */
    record Delivery(Framing framing, int process, List<Item> items, boolean awaited, long taste) {}

    @Provide
    Arbitrary<List<Delivery>> sameReadings() {
        return deliveries(0);
    }

    @Provide
    Arbitrary<List<Delivery>> quarrels() {
        return deliveries(2);
    }

    private static Arbitrary<List<Delivery>> deliveries(int mostVariant) {
        var items = Combinators.combine(
                        Arbitraries.integers().between(0, IDENTITIES - 1),
                        Arbitraries.integers().between(0, mostVariant))
                .as(Item::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(15);
        return Combinators.combine(
                        Arbitraries.of(Framing.class),
                        Arbitraries.integers().between(0, 1),
                        items,
                        Arbitraries.of(true, false, false),
                        Arbitraries.longs())
                .as(Delivery::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    /** A delivery and what was answered to it. */
    private record Answered(Delivery delivery, Future<Receipt> answer) {
        Receipt receipt() {
            return TestIngest.await(answer);
        }
    }

    private static Answered send(String serial, Delivery delivery) {
        var ingest = PROCESSES.get(delivery.process()).ingest;
        var readings = delivery.items().stream().map(Item::reading).toList();
        var items = delivery.framing().carry(serial, readings, ingest.v2Window(), new Random(delivery.taste()));
        var answer = ingest.receive(
                delivery.framing().sender(serial), LimitName.V2_FRAMES, items, Optional.of(Instant.now()));
        return new Answered(delivery, answer);
    }

    private static List<Answered> sendAll(String serial, List<Delivery> deliveries) {
        var answered = new ArrayList<Answered>();
        for (var delivery : deliveries) {
            var sent = send(serial, delivery);
            if (delivery.awaited()) {
                sent.receipt();
            }
            answered.add(sent);
        }
        answered.forEach(Answered::receipt);
        return answered;
    }

    private static String freshSerial() {
        return "IL-" + COLLARS.incrementAndGet();
    }

    @Property(tries = TRIES)
    void anyInterleavingStoresTheSameAndAcceptsEachOnce(@ForAll("sameReadings") List<Delivery> deliveries)
            throws SQLException {
        var serial = freshSerial();
        var answered = sendAll(serial, deliveries);

        var sent = new HashMap<Identity, Reading>();
        var items = 0;
        for (var delivery : deliveries) {
            items += delivery.items().size();
            delivery.items().forEach(item -> sent.put(Identity.of(item.reading()), item.reading()));
        }
        assertThat(stored(serial)).isEqualTo(sent);
        assertThat(answered)
                .allSatisfy(each -> assertThat(each.receipt().rejected()).isEmpty());
        assertThat(sum(answered, true)).isEqualTo(sent.size());
        assertThat(sum(answered, false)).isEqualTo(items - sent.size());
        assertToldOnce(serial, sent.keySet());
    }

    @Property(tries = TRIES)
    void ofTwoThatClaimOneIdentityTheFirstStoredStays(@ForAll("quarrels") List<Delivery> deliveries)
            throws SQLException {
        var serial = freshSerial();
        var stored = new HashMap<Identity, Reading>();
        var answered = new ArrayList<Answered>();
        for (var part : List.of(deliveries.subList(0, deliveries.size() / 2), deliveries)) {
            answered.addAll(sendAll(serial, part));
            var now = stored(serial);
            assertThat(now).as("what was stored stays").containsAllEntriesOf(stored);
            stored.putAll(now);
        }

        var claimed = new HashSet<Identity>();
        var good = 0;
        for (var each : answered) {
            var conflicts = new ArrayList<Integer>();
            var items = each.delivery().items();
            for (var i = 0; i < items.size(); i++) {
                var reading = items.get(i).reading();
                claimed.add(Identity.of(reading));
                if (!reading.equals(stored.get(Identity.of(reading)))) {
                    conflicts.add(i);
                }
            }
            good += items.size() - conflicts.size();
            var rejected = each.receipt().rejected();
            assertThat(rejected.stream().map(Receipt.Rejected::index)).isEqualTo(conflicts);
            assertThat(rejected)
                    .allSatisfy(
                            one -> assertThat(one.errors().getFirst().code()).isEqualTo("reading.conflict"));
        }
        assertThat(stored.keySet()).isEqualTo(claimed);
        assertThat(sum(answered, true)).isEqualTo(claimed.size());
        assertThat(sum(answered, false)).isEqualTo(good - claimed.size());
        assertToldOnce(serial, claimed);
        assertFirstOfThoseThatWaitedWon(deliveries, stored);
    }

    /** As long as every sender waits for its answer there is no doubt who came first. */
    private static void assertFirstOfThoseThatWaitedWon(List<Delivery> deliveries, Map<Identity, Reading> stored) {
        var first = new HashMap<Identity, Reading>();
        for (var delivery : deliveries) {
            delivery.items().forEach(item -> first.putIfAbsent(Identity.of(item.reading()), item.reading()));
            if (!delivery.awaited()) {
                break;
            }
            assertThat(stored).containsAllEntriesOf(first);
        }
    }

    private static int sum(List<Answered> answered, boolean accepted) {
        return answered.stream()
                .map(Answered::receipt)
                .mapToInt(receipt -> accepted ? receipt.accepted() : receipt.duplicates())
                .sum();
    }

    /** Viewers hear of each stored reading once, from the process that stored it. */
    private static void assertToldOnce(String serial, Set<Identity> identities) {
        var pairingId = PROCESSES.getFirst().pairingId(serial);
        var told = PROCESSES.stream()
                .flatMap(process -> process.told.stream())
                .filter(stored -> stored.pairingId() == pairingId)
                .map(stored -> Identity.of(stored.reading()))
                .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(identities);
    }

    private static Map<Identity, Reading> stored(String serial) throws SQLException {
        var stored = new HashMap<Identity, Reading>();
        try (var connection = TestPostgres.connect(ADDRESS);
                var statement = connection.prepareStatement("""
                        select reading.*, (extract(epoch from t) * 1000000)::bigint as micros
                        from reading join pairing using (pairing_id) join collar using (collar_id)
                        where serial = ?""")) {
            statement.setString(1, serial);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var reading = reading(rows);
                    assertThat(stored.put(Identity.of(reading), reading))
                            .as("stored twice")
                            .isNull();
                }
            }
        }
        return stored;
    }

    private static Reading reading(ResultSet row) throws SQLException {
        return new Reading(
                row.getLong("micros"),
                row.getInt("n"),
                row.getObject("hr", Float.class),
                row.getObject("br", Float.class),
                (short) row.getInt("activity"),
                row.getObject("lat_e6", Integer.class),
                row.getObject("lon_e6", Integer.class),
                row.getObject("accuracy_m", Float.class),
                row.getObject("temperature_c", Float.class),
                row.getObject("battery_pct", Float.class));
    }
}
