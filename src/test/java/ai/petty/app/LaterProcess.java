package ai.petty.app;

import static ai.petty.store.TestDatabase.await;

import ai.petty.PettyTestServer;
import ai.petty.account.Erasure;
import ai.petty.config.ConfigLoader;
import ai.petty.identity.Acts;
import ai.petty.identity.account.Accounts;
import ai.petty.identity.session.Sessions;
import ai.petty.limits.Limits;
import ai.petty.mail.Mails;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** The upkeep of accounts on the database of a running server, as it will be some time later. */
final class LaterProcess implements AutoCloseable {
    /** Mails wait: nothing listens there. */
    static final Map<String, String> NO_MAIL = Map.of(
            "mail.transport", "smtp",
            "mail.host", "127.0.0.1",
            "mail.port", "9",
            "mail.tls", "disabled",
            "mail.first-pause", "1h");

    private final AccountsWing wing;
    final Erasure erasure;

    LaterProcess(PettyTestServer server, Duration later) {
        var house = server.server().house();
        InstantSource clock = () -> Instant.now().plus(later);
        var request = ConfigLoader.Request.of(Map.of()).withProfile("test");
        for (var setting : NO_MAIL.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        var config = ConfigLoader.load(request);
        var revocations = house.tokens().revocations();
        wing = await(AccountsWing.open(
                server.server().vertx(),
                config,
                new AccountsWing.Ground(
                        house.database(),
                        house.cipher(),
                        house.audit(),
                        new TokenGrants(house.tokens().access(), revocations),
                        new Limits(config.limits(), System::nanoTime),
                        house.secrets()),
                clock,
                new SimpleMeterRegistry()));
        erasure = new Erasure(
                house.database(),
                accounts(),
                new Erasure.Collars(house.collars(), revocations::revokeCollar),
                house.audit(),
                new Acts(house.audit()),
                clock);
    }

    Mails mails() {
        return wing.post();
    }

    Accounts accounts() {
        return wing.identity().accounts();
    }

    Sessions sessions() {
        return wing.identity().sessions();
    }

    @Override
    public void close() {
        await(wing.stop().now());
    }
}
