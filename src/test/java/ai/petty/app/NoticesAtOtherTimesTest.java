package ai.petty.app;

import static ai.petty.app.NoticeWorld.channels;
import static ai.petty.app.NoticeWorld.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.notifications.webhook.Receiver;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Notices over nights, and long after. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticesAtOtherTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PettyTestServer server = PettyTestServer.start(Map.of());
    private final NoticeWorld world = new NoticeWorld(server);

    @AfterAll
    void close() {
        server.close();
    }

    private NoticeWorld.Told sleeper(String url) {
        var ada = world.told(url);
        world.prefer(
                ada.person(),
                JsonObject.of("time_zone", BERLIN.getId())
                        .put("quiet_hours", JsonObject.of("from", "22:00", "to", "07:00"))
                        .put("notices", JsonObject.of("health", channels("webhook"))));
        return ada;
    }

    private Instant due(UUID pet) {
        return Instant.parse(world.texts(
                        "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from notice where pet_id = $1",
                        pet)
                .getFirst());
    }

    /** Both nights of a year in which the clock is changed. */
    @Test
    void what_comes_about_in_a_night_in_which_the_clock_is_changed_is_told_at_seven() {
        try (var receiver = new Receiver()) {
            var change = Instant.now().plus(Duration.ofDays(400));
            for (var night = 0; night < 2; night++) {
                change = BERLIN.getRules().nextTransition(change).getInstant();
                var ada = sleeper(receiver.url("/"));
                var seven = change.atZone(BERLIN)
                        .toLocalDate()
                        .atTime(7, 0)
                        .atZone(BERLIN)
                        .toInstant();
                try (var tonight = new LaterNotices(
                        server, Duration.between(Instant.now(), change.minus(Duration.ofMinutes(30))))) {
                    world.post(tonight.notifier(), opened(ada.pet(), "in the night"));
                    assertThat(due(ada.pet())).isEqualTo(seven);
                }
                assertThat(world.outcomes(ada.pet())).containsExactly("waiting");
                try (var nextDay = new LaterNotices(server, Duration.between(Instant.now(), seven.plusSeconds(1)))) {
                    assertThat(nextDay.notifier()).isNotNull();
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () -> assertThat(world.outcomes(ada.pet())).containsExactly("delivered"));
                }
            }
            assertThat(receiver.received()).hasSize(2);
        }
    }

    /** What the process that had taken it could not end, another takes up when its time is over. */
    @Test
    void what_a_process_took_and_did_not_end_is_sent_by_another_with_the_same_id() {
        try (var receiver = new Receiver()) {
            var ada = sleeper(receiver.url("/"));
            world.quietNow(ada.person());
            world.post(opened(ada.pet(), "taken"));
            // As it is after a process has taken it, and was killed: sent, maybe.
            world.texts(
                    "update notice set attempts = 1, due_at = now() + interval '2 minutes' where pet_id = $1 returning 1",
                    ada.pet());
            var id = world.texts("select notice_id from notice where pet_id = $1", ada.pet())
                    .getFirst();

            try (var later = new LaterNotices(server, Duration.ofMinutes(3))) {
                assertThat(receiver.await(1).getFirst().header("webhook-id")).isEqualTo(id);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(world.outcomes(ada.pet())).containsExactly("delivered"));
                assertThat(later.notifier()).isNotNull();
            }
            assertThat(receiver.received()).hasSize(1);
        }
    }
}
