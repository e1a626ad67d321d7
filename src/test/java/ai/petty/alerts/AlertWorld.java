package ai.petty.alerts;

import static ai.petty.store.TestDatabase.await;

import ai.petty.TestPeople;
import ai.petty.audit.AuditEntry;
import ai.petty.audit.AuditLog;
import ai.petty.audit.PersonsAct;
import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.identity.Visitor;
import ai.petty.inference.Evaluated;
import ai.petty.ingest.CommitListener.Stored;
import ai.petty.ingest.Reading;
import ai.petty.notifications.Notifier;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.zones.Shape;
import ai.petty.pets.zones.Zone;
import ai.petty.pets.zones.Zones;
import ai.petty.privacy.TestCiphers;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A process's room of alerts on a real database, with a clock that the test drives. */
final class AlertWorld implements AutoCloseable {
    private static final AtomicInteger SERIALS = new AtomicInteger();
    static final double LAT = 52.520008;
    static final double LON = 13.404954;

    final TestDatabase postgres = TestDatabase.fresh();
    final Vertx vertx = Vertx.vertx();
    final Database database = postgres.open(vertx);
    final TestHousehold household = TestHousehold.foreign(postgres);
    final PettyConfig config =
            ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile("test"));
    /** Some Monday noon, so that rules which look at the clock do not depend on the test's. */
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));

    final Acts acts = new Acts(new AuditLog() {
        @Override
        public Future<Void> record(AuditEntry entry) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> forget(SqlClient transaction, UUID account) {
            return Future.succeededFuture();
        }

        @Override
        public Future<List<PersonsAct>> of(UUID account, Optional<PersonsAct> after, int limit) {
            return Future.succeededFuture(List.of());
        }
    });
    final Pets pets = new Pets(database, TestCiphers.FIXED, config.pets(), acts, clock::get);
    final Zones zones = new Zones(database, TestCiphers.FIXED, pets, acts);
    final Notifier notifier = (transaction, notification) -> transaction
            .preparedQuery("insert into told (key, kind, category, urgent, facts) values ($1, $2, $3, $4, $5)")
            .execute(Tuple.of(
                    notification.key(),
                    notification.kind(),
                    notification.category().wireName(),
                    notification.urgent(),
                    JsonObject.mapFrom(notification.facts())))
            .mapEmpty();
    final Ledger ledger = new Ledger(notifier);
    final Companions companions =
            new Companions(database, pets, acts, config.alerts().companion().longest(), clock::get);
    final Alerts alerts = new Alerts(database, ledger, pets, acts, clock::get);
    final Alerting alerting = alerting(RestingHeart.UNKNOWN);
    final UUID pet = household.pet("Rex");
    final UUID owner = household.account();
    final long pairing = household.pair(pet, "AL-" + SERIALS.incrementAndGet());

    AlertWorld() {
        postgres.execute("create table told (key text, kind text, category text, urgent boolean, facts jsonb)");
        household.member(pet, owner, "owner", "infinity");
    }

    Alerting alerting(RestingHeart hearts) {
        return new Alerting(config.alerts(), ledger, new Surroundings(zones, hearts), clock::get);
    }

    /** Another process's sweep; three reports of ten seconds and the time until it is written down. */
    Sweep sweep() {
        return new Sweep(
                database,
                config.alerts(),
                Duration.ofSeconds(45),
                ledger,
                new Surroundings(zones, RestingHeart.UNKNOWN),
                clock::get);
    }

    Instant now() {
        return clock.get();
    }

    void pass(Duration time) {
        clock.updateAndGet(now -> now.plus(time));
    }

    Actor owner() {
        return new Actor(TestPeople.person(owner), Visitor.NOBODY);
    }

    void garden() {
        zone(new Shape.Circle(corner(LAT, LON), 60));
    }

    void zone(Shape shape) {
        await(zones.add(owner(), pet, new Zones.Drawing(Zone.Kind.SAFE, "Garden", shape)));
    }

    static Shape.Corner corner(double lat, double lon) {
        return new Shape.Corner((int) Math.round(lat * 1e6), (int) Math.round(lon * 1e6));
    }

    /** What an evaluation has found new, judged and committed. */
    void evaluate(Stored... fresh) {
        evaluate(alerting, fresh);
    }

    void evaluate(Alerting by, Stored... fresh) {
        await(database.transact(transaction -> by.follow(transaction, evaluated(fresh))));
    }

    Evaluated evaluated(Stored... fresh) {
        return new Evaluated(pairing, pet, fresh[0].reading().t(), List.of(fresh), List.of(), List.of());
    }

    /** Stored a moment after it was measured. */
    Stored live(Reading reading) {
        return new Stored(pairing, reading, reading.t() + 100_000);
    }

    Stored late(Reading reading) {
        return new Stored(pairing, reading, reading.t() + Duration.ofMinutes(6).toNanos() / 1_000);
    }

    /** At the clock's time, which goes on by ten seconds. */
    Reading fix(double lat, double lon) {
        var corner = corner(lat, lon);
        return reading(null, null, corner, null);
    }

    Reading away() {
        return fix(LAT + 0.01, LON);
    }

    Reading home() {
        return fix(LAT, LON);
    }

    Reading beat(float hr) {
        return reading(hr, (short) 0, null, null);
    }

    Reading charge(float pct) {
        return reading(null, null, null, pct);
    }

    private Reading reading(
            @Nullable Float hr, @Nullable Short activity, Shape.@Nullable Corner corner, @Nullable Float battery) {
        pass(Duration.ofSeconds(10));
        return new Reading(
                Micros.of(now()),
                0,
                hr,
                null,
                activity,
                corner == null ? null : corner.latE6(),
                corner == null ? null : corner.lonE6(),
                corner == null ? null : 5F,
                null,
                battery);
    }

    List<String> rows() {
        return postgres.texts(
                "select rule || ' ' || coalesce(ending, 'open') from alert where pet_id = ? order by changed_at", pet);
    }

    List<String> told() {
        return postgres.texts("select kind || ' ' || (facts ->> 'rule') from told");
    }

    List<Alert> open() {
        return new ArrayList<>(await(alerts.open(pet)));
    }

    @Override
    public void close() {
        await(database.close());
        await(vertx.close());
        postgres.close();
    }
}
