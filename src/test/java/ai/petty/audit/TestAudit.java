package ai.petty.audit;

import static ai.petty.store.TestDatabase.await;

import ai.petty.audit.AuditEntry.Outcome;
import ai.petty.config.PettyConfig;
import ai.petty.privacy.TestCiphers;
import ai.petty.store.Database;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Processes that write one audit log, as {@code House} makes them. */
final class TestAudit {
    static final PettyConfig.Audit CONFIG = new PettyConfig.Audit(10_000, Duration.ofDays(1));

    private TestAudit() {}

    static ChainedAuditLog open(Vertx vertx, Database database) {
        return open(vertx, database, CONFIG);
    }

    static ChainedAuditLog open(Vertx vertx, Database database, PettyConfig.Audit config) {
        return await(ChainedAuditLog.open(
                vertx, database, TestCiphers.FIXED, config, InstantSource.system(), new SimpleMeterRegistry()));
    }

    static AuditVerifier.Verdict verify(Database database, String... kept) {
        return await(AuditVerifier.verify(database, TestCiphers.FIXED, List.of(kept)));
    }

    static AuditEntry entry(Optional<UUID> actor, String object) {
        return new AuditEntry(
                actor, "pet.read", object, Outcome.DONE, Optional.of("192.0.2.7"), Optional.of("correlation-1"));
    }

    static UUID account(TestDatabase database) {
        return UUID.fromString(database.text("insert into account default values returning account_id"));
    }
}
