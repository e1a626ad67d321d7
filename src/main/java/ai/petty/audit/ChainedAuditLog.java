package ai.petty.audit;

import ai.petty.config.PettyConfig;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log of this process, in PostgreSQL: a chain of its own, and anchors of the other processes' chains. */
public final class ChainedAuditLog implements AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedAuditLog.class);

    /** At the end, for a database that is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final InstantSource clock;
    private final AuditWriter writer;
    private final PersonsActsRepository persons;
    private final Anchors anchors;
    private final long timer;
    private volatile long anchoredAt;

    private ChainedAuditLog(
            Vertx vertx,
            Database database,
            FieldCipher cipher,
            PettyConfig.Audit config,
            InstantSource clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.clock = clock;
        var run = UUID.randomUUID();
        var repository = new AuditRepository(database);
        this.persons = new PersonsActsRepository(database);
        this.writer = new AuditWriter(vertx, new AuditRun(run, repository, cipher, clock), config.maxWaiting(), meters);
        this.anchors = new Anchors(repository, run, config.anchorInterval());
        this.anchoredAt = Micros.of(clock.instant().minus(Anchors.lately()));
        this.timer = vertx.setPeriodic(config.anchorInterval().toMillis(), tick -> anchor());
    }

    /** Begins a run: its first row is an anchor. */
    public static Future<ChainedAuditLog> open(
            Vertx vertx,
            Database database,
            FieldCipher cipher,
            PettyConfig.Audit config,
            InstantSource clock,
            MeterRegistry meters) {
        var log = new ChainedAuditLog(vertx, database, cipher, config, clock, meters);
        return log.anchor(Anchors.STARTED).map(log).onFailure(cause -> vertx.cancelTimer(log.timer));
    }

    @Override
    public Future<Void> record(AuditEntry entry) {
        return writer.submit(entry);
    }

    @Override
    public Future<Void> forget(SqlClient transaction, UUID account) {
        return AuditRepository.deleteKey(transaction, account);
    }

    @Override
    public Future<List<PersonsAct>> of(UUID account, Optional<PersonsAct> after, int limit) {
        return persons.acts(account, after, limit);
    }

    /** Writes down where the other runs stand. A failure is logged; the next anchor covers what this one should have. */
    Future<Void> anchor() {
        return anchor(Anchors.ANCHORED)
                .onFailure(cause ->
                        LOG.atWarn().setCause(cause).log("The other runs of the audit log could not be anchored"));
    }

    private Future<Void> anchor(String action) {
        var now = Micros.of(clock.instant());
        return anchors.entries(action, anchoredAt)
                .compose(entries ->
                        Future.all(entries.stream().map(writer::submit).toList()))
                .onSuccess(stored -> anchoredAt = now)
                .mapEmpty();
    }

    /** Ends the run with a last anchor; completes when everything that was taken is stored or refused. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return anchor(Anchors.STOPPED)
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .transform(anchored -> writer.close());
    }
}
