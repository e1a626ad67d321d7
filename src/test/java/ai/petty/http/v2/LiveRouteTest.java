package ai.petty.http.v2;

import static ai.petty.store.TestDatabase.await;
import static ai.petty.store.TestHousehold.beat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.store.Micros;
import ai.petty.store.TestHousehold;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveRouteTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestReadback target = readback(NEVER, NEVER, 10);
    private UUID pet = target.household.pet("Bella");
    private long pairing = target.household.pair(pet, "SN-424242");

    enum Transport {
        EVENTS,
        WEB_SOCKET
    }

    private TestReadback readback(Duration poll, Duration heartbeat, int viewers) {
        var readback = new TestReadback(new PettyConfig.Live(poll, heartbeat, viewers, 100));
        opened.add(readback);
        return readback;
    }

    private void restart(Duration poll, Duration heartbeat, int viewers) {
        target.close();
        opened.clear();
        target = readback(poll, heartbeat, viewers);
        pet = target.household.pet("Bella");
        pairing = target.household.pair(pet, "SN-424242");
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    private LiveClient watch(Transport transport, String... headers) throws IOException {
        var path = "/v2/pets/" + pet + "/live";
        var client = transport == Transport.EVENTS
                ? LiveClient.events(target.port, path, headers)
                : LiveClient.webSocket(target.port, path, headers);
        opened.add(client);
        return client;
    }

    private static Instant at(int second) {
        return TestReadback.START.minusSeconds(1_000).plusSeconds(second);
    }

    private Stored store(int second) {
        return target.household.store(pairing, beat(at(second), 60f + second % 100));
    }

    private void commit(Stored... stored) {
        target.feed.committed(List.of(stored));
    }

    private static String id(Stored stored) {
        return stored.reading().t() + "." + stored.reading().n();
    }

    @ParameterizedTest
    @EnumSource
    void a_viewer_sees_where_the_pet_is_and_then_what_changes(Transport transport) throws Exception {
        store(1);
        var snapshot = store(2);
        var viewer = watch(transport);

        var first = viewer.next();
        assertThat(first.type()).isEqualTo("snapshot");
        assertThat(first.id()).isEqualTo(id(snapshot));
        assertThat(new JsonObject(first.data())).isEqualTo(new JsonObject("""
                        {"t":"2026-03-01T11:43:22Z","n":0,"hr":62,"received_at":"2026-03-01T11:43:22.100Z"}"""));

        var third = store(3);
        var fourth = store(4);
        commit(third, fourth);
        assertThat(viewer.next(2))
                .extracting(LiveClient.Event::type, LiveClient.Event::id)
                .containsExactly(tuple("reading", id(third)), tuple("reading", id(fourth)));
        assertThat(viewer.status()).isEqualTo(transport == Transport.EVENTS ? 200 : 101);
    }

    @ParameterizedTest
    @EnumSource
    void the_first_reading_of_all_is_the_snapshot(Transport transport) throws Exception {
        var viewer = watch(transport);
        viewer.status();
        var first = store(1);
        commit(first);
        assertThat(viewer.next().type()).isEqualTo("snapshot");
    }

    @Test
    void the_view_never_moves_back_and_waits_for_the_future() throws Exception {
        restart(OFTEN, NEVER, 10);
        store(10);
        var viewer = watch(Transport.EVENTS);
        viewer.next();

        var future = target.household.store(pairing, beat(TestReadback.START.plusSeconds(60), 99f));
        var late = store(5);
        var next = store(11);
        commit(future, late, next);
        assertThat(viewer.next().id()).isEqualTo(id(next));

        target.now.set(TestReadback.START.plusSeconds(60));
        assertThat(viewer.next().id()).isEqualTo(id(future));
    }

    @Test
    void what_other_processes_store_is_seen_also_of_a_collar_that_was_paired_later() throws Exception {
        restart(OFTEN, NEVER, 10);
        store(1);
        var viewer = watch(Transport.EVENTS);
        viewer.next();

        var second = store(2);
        assertThat(viewer.next().id()).isEqualTo(id(second));

        var newPairing = target.household.pair(pet, "SN-111111");
        var third = target.household.store(newPairing, beat(at(3), 80f));
        assertThat(viewer.next().id()).isEqualTo(id(third));
        // From now on it is known here, too.
        var fourth = target.household.store(newPairing, beat(at(4), 80f));
        commit(fourth);
        assertThat(viewer.next().id()).isEqualTo(id(fourth));
    }

    @ParameterizedTest
    @EnumSource
    void a_viewer_that_comes_back_gets_what_it_missed(Transport transport) throws Exception {
        var all = IntStream.range(0, 90).mapToObj(this::store).toList();
        var viewer = watch(transport, "Last-Event-ID: " + id(all.get(9)));
        assertThat(viewer.next(80))
                .extracting(LiveClient.Event::id)
                .containsExactlyElementsOf(
                        all.subList(10, 90).stream().map(LiveRouteTest::id).toList());
        var next = store(90);
        commit(next);
        var event = viewer.next();
        assertThat(event.type()).isEqualTo("reading");
        assertThat(event.id()).isEqualTo(id(next));
    }

    @Test
    void a_viewer_that_missed_too_much_or_names_what_never_was_gets_a_snapshot() throws Exception {
        var all = IntStream.range(0, 102).mapToObj(this::store).toList();
        for (var last : List.of(id(all.getFirst()), "nonsense", "99999999999999999.0", "1.99999999999")) {
            var viewer = watch(Transport.EVENTS, "Last-Event-ID: " + last);
            var first = viewer.next();
            assertThat(first.type()).isEqualTo("snapshot");
            assertThat(first.id()).isEqualTo(id(all.getLast()));
        }
        var path = "/v2/pets/" + pet + "/live?last_event_id=" + id(all.get(100));
        try (var viewer = LiveClient.events(target.port, path)) {
            assertThat(viewer.next().id()).isEqualTo(id(all.getLast()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_slow_reader_loses_what_is_old_and_never_the_newest_and_costs_no_memory(Transport transport)
            throws Exception {
        store(0);
        var viewer = watch(transport);
        viewer.next();

        // 6 MB of readings, more than the kernel's buffers and the socket's queue hold together.
        var rounds = 20_000;
        var start = TestReadback.START.minusSeconds(900);
        for (var i = 1; i <= rounds; i++) {
            var reading = beat(start.plusNanos(i * 1_000_000L), 80f);
            commit(new Stored(pairing, reading, reading.t()));
            if (i % 32 == 0) {
                target.reachViewers(); // as over time it would: nothing is lost on the way to the socket
            }
        }
        var newest = Micros.of(start.plusNanos(rounds * 1_000_000L)) + ".0";

        var seen = new ArrayList<Long>();
        LiveClient.Event event;
        do {
            event = viewer.next();
            seen.add(Long.parseLong(event.id().substring(0, event.id().indexOf('.'))));
        } while (!event.id().equals(newest));
        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeLessThan(rounds / 2);
        assertThat(viewer.bytes()).isLessThan(1_000_000);

        var next = store(999);
        commit(next);
        assertThat(viewer.next().id()).isEqualTo(id(next));
    }

    @ParameterizedTest
    @EnumSource
    void who_reads_nothing_for_a_minute_is_closed(Transport transport) throws Exception {
        restart(NEVER, OFTEN, 10);
        store(0);
        var viewer = watch(transport);
        viewer.next();
        var t = new int[] {0};
        // Writes until the way is full, then lets a minute pass.
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    for (var i = 0; i < 50; i++) {
                        var reading = beat(TestReadback.START.minusSeconds(900).plusNanos(++t[0] * 1_000L), 80f);
                        commit(new Stored(pairing, reading, reading.t()));
                    }
                    return t[0] > 30_000;
                });
        assertThat(target.viewers()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            target.now.updateAndGet(now -> now.plusSeconds(10));
            return target.viewers() == 0;
        });
        assertThatThrownBy(() -> {
                    while (true) {
                        viewer.next();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_quiet_stream_is_kept_open() throws Exception {
        restart(NEVER, OFTEN, 10);
        for (var transport : Transport.values()) {
            var viewer = watch(transport);
            assertThat(viewer.any().type()).isEqualTo("ping");
            assertThat(viewer.any().type()).isEqualTo("ping");
        }
    }

    @Test
    void a_full_house_refuses_and_a_seat_that_is_left_is_free_again() throws Exception {
        restart(NEVER, OFTEN, 2);
        var first = watch(Transport.EVENTS);
        var second = watch(Transport.WEB_SOCKET);
        first.any();
        second.any();
        assertThat(watch(Transport.EVENTS).status()).isEqualTo(503);
        assertThat(watch(Transport.WEB_SOCKET).status()).isEqualTo(503);
        assertThat(target.viewers()).isEqualTo(2);

        first.close();
        second.close();
        await().until(() -> target.viewers() == 0);
        assertThat(watch(Transport.WEB_SOCKET).status()).isEqualTo(101);
    }

    @Test
    void nothing_is_asked_while_nobody_watches() throws Exception {
        restart(OFTEN, NEVER, 10);
        store(1);
        var viewer = watch(Transport.EVENTS);
        viewer.next();
        var before = target.clockReads.get();
        await().until(() -> target.clockReads.get() > before + 3);
        viewer.close();
        // The server only learns of it when it writes.
        var second = new int[] {1};
        await().until(() -> {
            commit(store(++second[0]));
            return target.viewers() == 0;
        });
        await().during(OFTEN.multipliedBy(10)).atMost(Duration.ofSeconds(30)).until(() -> {
            var reads = target.clockReads.get();
            commit(new Stored(pairing, beat(at(950), 60f), 0));
            return reads == target.clockReads.get();
        });
        var asked = target.clockReads.get();
        await().during(OFTEN.multipliedBy(10)).until(() -> target.clockReads.get() == asked);

        var again = watch(Transport.EVENTS);
        again.next();
        var seen = store(960);
        assertThat(again.next().id()).isEqualTo(id(seen));
    }

    @Test
    void a_closing_server_says_good_bye_and_takes_nobody_more() throws Exception {
        store(1);
        var events = watch(Transport.EVENTS);
        var socket = watch(Transport.WEB_SOCKET);
        events.next();
        socket.next();
        var drained = target.feed.drain();

        var goodbye = events.next();
        assertThat(goodbye.type()).isEqualTo("goodbye");
        assertThat(new JsonObject(goodbye.data()).getInteger("reconnect_after_ms"))
                .isBetween(2_000, 4_000);
        assertThat(events.next().type()).isEqualTo("end");
        var close = socket.next();
        assertThat(close.type()).isEqualTo("close");
        assertThat(close.id()).isEqualTo("1001");
        socket.close();
        await(drained);
        assertThat(target.viewers()).isZero();
        assertThat(watch(Transport.EVENTS).status()).isEqualTo(503);
    }

    @Test
    void what_a_caller_may_not_see_is_the_same_as_what_does_not_exist() throws Exception {
        store(1);
        var foreign = TestHousehold.foreign(target.server).pet("Rex");
        for (var unseen : List.of(foreign, UUID.randomUUID())) {
            var answer = target.get("/v2/pets/" + unseen + "/live");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"code\":\"pet.unknown\",\"errors\":[]}");
        }
        for (var stranger : List.of(new Principal.Anonymous(), new Principal.Collar("SN-424242"))) {
            target.caller = stranger;
            assertThat(watch(Transport.EVENTS).status()).isEqualTo(404);
            assertThat(watch(Transport.WEB_SOCKET).status()).isEqualTo(404);
        }
        assertThat(target.viewers()).isZero();
    }

    @Test
    void what_is_no_handshake_is_refused_in_the_contracts_shape() throws Exception {
        assertThat(target.get("/v2/pets/bella/live").body()).contains("/path/pet_id must be a UUID");
        try (var half = LiveClient.events(target.port, "/v2/pets/" + pet + "/live", "Upgrade: websocket")) {
            assertThat(half.status()).isEqualTo(400);
        }
    }
}
