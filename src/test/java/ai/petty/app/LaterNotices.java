package ai.petty.app;

import static ai.petty.store.TestDatabase.await;

import ai.petty.PettyTestServer;
import ai.petty.config.ConfigLoader;
import ai.petty.identity.Acts;
import ai.petty.notifications.NoticeGround;
import ai.petty.notifications.Notifier;
import ai.petty.pets.Pets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** What tells people, on the database of a running server, as it will be some time later. */
final class LaterNotices implements AutoCloseable {
    private final LaterProcess people;
    private final NotificationsWing wing;

    LaterNotices(PettyTestServer server, Duration later) {
        people = new LaterProcess(server, later);
        InstantSource clock = () -> Instant.now().plus(later);
        var config = ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile("test"));
        var house = server.server().house();
        var acts = new Acts(house.audit());
        wing = NotificationsWing.open(
                server.server().vertx(),
                config,
                new NoticeGround(
                        house.database(),
                        house.cipher(),
                        people.accounts(),
                        new Pets(house.database(), house.cipher(), config.pets(), acts, clock),
                        people.mails(),
                        clock),
                acts,
                new SimpleMeterRegistry());
    }

    Notifier notifier() {
        return wing.notifier();
    }

    void upkeep() {
        await(wing.upkeep().get());
    }

    @Override
    public void close() {
        await(wing.stop().get());
        people.close();
    }
}
