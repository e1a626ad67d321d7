package ai.petty.http.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.config.PettyConfig;
import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.Evaluated;
import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.live.NewsSource;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import ai.petty.timeline.BehaviourRows;
import ai.petty.timeline.Calibration;
import ai.petty.timeline.Corrections;
import ai.petty.timeline.EpisodeFollower;
import ai.petty.timeline.EpisodeNews;
import ai.petty.timeline.Freshness;
import ai.petty.timeline.Timeline;
import ai.petty.timeline.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who watches a pet sees what it does, whichever process has found it. */
class LiveNewsTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private TestReadback target = open(NEVER);
    private UUID pet = target.household.pet("Bella");
    private long pairing = target.household.pair(pet, "SN-424242");

    private TestReadback open(Duration poll) {
        var readback = new TestReadback(new PettyConfig.Live(poll, NEVER, 10, 100));
        opened.add(readback);
        // Rows are stamped by the database's clock.
        readback.now.set(Instant.now());
        TestDatabase.makePartitions(readback.database, readback.now::get);
        var vertx = Vertx.vertx();
        opened.add(() -> TestDatabase.await(vertx.close()));
        var search = new BehaviourSearch(readback.database);
        var timeline = new Timeline(
                search, Corrections.NONE, Calibration.NONE, new Waiting(vertx, Freshness.NONE, Duration.ofSeconds(2)));
        NewsSource news = new EpisodeNews(search, timeline, EventJson::object);
        readback.feed.follow((petIds, since) -> {
            questions.incrementAndGet();
            return news.since(petIds, since);
        });
        return readback;
    }

    private void restart(Duration poll) {
        target = open(poll);
        pet = target.household.pet("Bella");
        pairing = target.household.pair(pet, "SN-424242");
    }

    @AfterEach
    void close() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    private BehaviourRows rows() {
        return new BehaviourRows(() -> DriverManager.getConnection(
                target.server.address().jdbcUrl(),
                target.server.address().user(),
                target.server.address().password().value()));
    }

    private LiveClient watch(LiveRouteTest.Transport transport) throws IOException {
        var path = "/v2/pets/" + pet + "/live";
        var client = transport == LiveRouteTest.Transport.EVENTS
                ? LiveClient.events(target.port, path)
                : LiveClient.webSocket(target.port, path);
        opened.add(client);
        return client;
    }

    private static Instant minutesAgo(int minutes) {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond()).minusSeconds(60L * minutes);
    }

    private static JsonObject told(LiveClient viewer) throws IOException {
        var event = viewer.next();
        assertThat(event.type()).isEqualTo("episode");
        assertThat(event.id()).isEmpty();
        return new JsonObject(event.data());
    }

    @ParameterizedTest
    @EnumSource
    void a_viewer_sees_what_another_process_has_found_and_how_it_goes_on(LiveRouteTest.Transport transport)
            throws Exception {
        restart(OFTEN);
        var viewer = watch(transport);
        viewer.status();
        var from = minutesAgo(20);
        var id = rows().episode(pairing, Behaviour.WALKING, from, Duration.ofMinutes(5), true);
        assertThat(told(viewer)).isEqualTo(new JsonObject("""
                {"event_id":"%s","behavior":"walking","from":"%s","to":"%s","open":true,"confidence":0.75,"coverage":0.9,
                 "model":"rules","evidence":{"heart_rate_mean_bpm":54.25,"readings":12.0}}""".formatted(id.text(), from, from.plusSeconds(300))));

        rows().episode(pairing, Behaviour.WALKING, from, Duration.ofMinutes(9), false);
        var ended = told(viewer);
        assertThat(ended.getString("event_id")).isEqualTo(id.text());
        assertThat(ended.getBoolean("open")).isFalse();

        rows().takeAway(id);
        assertThat(told(viewer)).isEqualTo(JsonObject.of("event_id", id.text(), "gone", true));

        // Each was told once, however often was asked.
        var asked = questions.get();
        await().until(() -> questions.get() > asked + 5);
        var next = rows().episode(pairing, Behaviour.RESTING, from, Duration.ofMinutes(9));
        assertThat(told(viewer).getString("event_id")).isEqualTo(next.text());
    }

    @Test
    void what_this_process_finds_is_seen_at_once() throws Exception {
        var viewer = watch(LiveRouteTest.Transport.EVENTS);
        viewer.status();
        await().until(() -> questions.get() == 1);
        var id = rows().episode(pairing, Behaviour.WALKING, minutesAgo(3), Duration.ofMinutes(2));
        var follower = new EpisodeFollower(target.feed::hurry);
        follower.committed(new Evaluated(pairing, pet, 0, List.of(), List.of(), List.of()));
        assertThat(questions.get()).isEqualTo(1); // nothing has changed
        follower.committed(new Evaluated(pairing, pet, 0, List.of(), List.of(), List.of(id)));
        assertThat(told(viewer).getString("event_id")).isEqualTo(id.text());
    }

    @Test
    void what_an_evaluation_takes_away_is_kept_in_mind_in_its_own_transaction() throws Exception {
        var viewer = watch(LiveRouteTest.Transport.EVENTS);
        viewer.status();
        var id = new EpisodeId(pairing, Behaviour.RESTING, 1_772_000_000_000_000L);
        var evaluated = new Evaluated(pairing, pet, 0, List.of(), List.of(), List.of(id));
        var follower = new EpisodeFollower(target.feed::hurry);
        for (var again = 0; again < 2; again++) {
            TestDatabase.await(target.database.transact(transaction -> follower.follow(transaction, evaluated)));
        }
        follower.committed(evaluated);
        assertThat(told(viewer)).isEqualTo(JsonObject.of("event_id", id.text(), "gone", true));
    }

    @Test
    void who_comes_later_is_told_what_is_going_on() throws Exception {
        var reading = target.household.store(pairing, TestHousehold.beat(minutesAgo(1), 60f));
        var id = rows().episode(pairing, Behaviour.SLEEPING, minutesAgo(600), Duration.ofHours(10), true);
        target.server.execute("""
                insert into episode (pairing_id, from_t, behaviour, to_t, is_open, confidence, coverage, model, evidence, updated_at)
                values (?, now() - interval '3 hours', 4, now() - interval '2 hours', false, 0.5, 1, 'rules', '{}', now() - interval '1 hour')""", pairing);
        var viewer = watch(LiveRouteTest.Transport.WEB_SOCKET);
        var first = viewer.next();
        assertThat(first.type()).isEqualTo("snapshot");
        assertThat(first.id()).isEqualTo(reading.reading().t() + ".0");
        var told = told(viewer);
        assertThat(told.getString("event_id")).isEqualTo(id.text());
        assertThat(told.getBoolean("open")).isTrue();
        // What was over an hour ago is the timeline's: nothing comes before the next reading.
        var next = TestHousehold.beat(target.now.get(), 61f);
        target.feed.committed(List.of(new Stored(pairing, next, next.t())));
        assertThat(viewer.next().type()).isEqualTo("reading");
    }

    @Test
    void nothing_is_asked_while_nobody_watches_and_others_pets_are_none_of_theirs() throws Exception {
        restart(OFTEN);
        target.feed.hurry(pet);
        var other = target.household.pet("Rex");
        var othersPairing = target.household.pair(other, "SN-111111");
        rows().episode(othersPairing, Behaviour.WALKING, minutesAgo(3), Duration.ofMinutes(2));
        assertThat(questions.get()).isZero();

        var viewer = watch(LiveRouteTest.Transport.EVENTS);
        viewer.status();
        target.feed.hurry(other);
        var asked = questions.get();
        await().until(() -> questions.get() > asked + 3);
        var id = rows().episode(pairing, Behaviour.RESTING, minutesAgo(3), Duration.ofMinutes(2));
        assertThat(told(viewer).getString("event_id")).isEqualTo(id.text());
    }

    @Test
    void a_source_that_fails_costs_no_reading_and_is_asked_again() throws Exception {
        restart(OFTEN);
        target.feed.follow((petIds, since) -> Future.failedFuture("out"));
        var viewer = watch(LiveRouteTest.Transport.EVENTS);
        viewer.status();
        var id = rows().episode(pairing, Behaviour.RESTING, minutesAgo(3), Duration.ofMinutes(2));
        assertThat(told(viewer).getString("event_id")).isEqualTo(id.text());
    }
}
