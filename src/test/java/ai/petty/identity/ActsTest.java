package ai.petty.identity;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.audit.AuditEntry;
import ai.petty.audit.AuditLog;
import ai.petty.audit.ChainedAuditLog;
import ai.petty.config.PettyConfig;
import ai.petty.privacy.TestCiphers;
import ai.petty.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActsTest {
    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final AuditLog log = await(ChainedAuditLog.open(
            vertx,
            postgres.open(vertx),
            TestCiphers.FIXED,
            new PettyConfig.Audit(10_000, Duration.ofDays(1)),
            InstantSource.system(),
            new SimpleMeterRegistry()));
    private final AtomicLong nanos = new AtomicLong();
    private final Acts acts = new Acts(log, nanos::get);

    private final UUID anna = account();
    private final UUID ben = account();

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private UUID account() {
        return UUID.fromString(postgres.text("insert into account default values returning account_id"));
    }

    /** How many acts have been written down. */
    private int rows() {
        await(log.record(new AuditEntry(
                Optional.empty(), "test.reached", "", AuditEntry.Outcome.DONE, Optional.empty(), Optional.empty())));
        return Integer.parseInt(
                postgres.text("select count(*) from audit where action in ('position.read', 'session.begun')"));
    }

    private static Visitor from(String address) {
        return new Visitor(Optional.of(address), Optional.empty(), Optional.empty());
    }

    @Test
    void who_looks_again_and_again_leaves_a_row_in_ten_minutes() {
        for (var i = 0; i < 100; i++) {
            acts.looked(Optional.of(anna), "position.read", "pet:1", from("192.0.2." + i));
        }
        assertThat(rows()).isEqualTo(1);
        acts.looked(Optional.of(anna), "position.read", "pet:2", from("192.0.2.1"));
        acts.looked(Optional.of(ben), "position.read", "pet:1", from("192.0.2.1"));
        assertThat(rows()).isEqualTo(3);
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        acts.looked(Optional.of(anna), "position.read", "pet:1", from("192.0.2.1"));
        assertThat(rows()).isEqualTo(4);
    }

    @Test
    void refusals_are_bounded_however_many_addresses_a_stranger_has() {
        for (var i = 0; i < 10; i++) {
            acts.refused(Optional.empty(), "session.begun", from("192.0.2.7"));
        }
        assertThat(rows()).isEqualTo(1);
        acts.refused(Optional.of(anna), "session.begun", from("192.0.2.7"));
        assertThat(rows()).isEqualTo(2);
        for (var i = 0; i < 100_000; i++) {
            acts.refused(Optional.empty(), "session.begun", from("2001:db8::" + Integer.toHexString(i)));
        }
        assertThat(rows()).isBetween(100, 1_000);
        var before = rows();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        acts.refused(Optional.of(anna), "session.begun", from("192.0.2.7"));
        assertThat(rows()).as("a minute later there is room again").isEqualTo(before + 1);
        acts.done(anna, "session.begun", from("192.0.2.7"));
        acts.done(anna, "session.begun", from("192.0.2.7"));
        assertThat(rows()).as("what was done is never left out").isEqualTo(before + 3);
    }
}
