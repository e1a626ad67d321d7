package ai.petty.app;

import ai.petty.alerts.lost.LostPets;
import ai.petty.config.PettyConfig;
import ai.petty.http.Access;
import ai.petty.http.Authentication;
import ai.petty.http.Bodies;
import ai.petty.http.Door;
import ai.petty.http.Health;
import ai.petty.http.HttpVerticle;
import ai.petty.http.RateLimits;
import ai.petty.http.v2.Caller;
import ai.petty.idempotency.Idempotency;
import ai.petty.identity.tokens.Revocation;
import ai.petty.ingest.UplinkSessions;
import ai.petty.observability.Heartbeats;
import ai.petty.observability.Readiness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The top floor: what leads from the rooms to those who call, and sends them away again. */
final class Entrance {
    private final Vertx vertx;
    private final PettyConfig config;
    private final InstantSource clock;
    private final PrometheusMeterRegistry registry;
    private final Pulse pulse;
    private final Rooms rooms;

    /** Whether the process lives, and is ready. */
    record Pulse(Readiness readiness, Heartbeats heartbeats) {}

    Entrance(
            Vertx vertx,
            PettyConfig config,
            InstantSource clock,
            PrometheusMeterRegistry registry,
            Pulse pulse,
            Rooms rooms) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.pulse = pulse;
        this.rooms = rooms;
    }

    /** @return the port that is listened on */
    Future<Integer> open(DataSubjectRights rights, Stops stops) {
        var idempotency = new Idempotency(rooms.store(), rooms.cipher(), clock);
        stops.push(Upkeep.every(vertx, Upkeep.OFTEN, "requests that may come again", idempotency::prune));
        var uplinks = new UplinkSessions(
                vertx,
                rooms.ingest(),
                rooms.people().credentials(),
                rooms.directory(),
                rooms.progress(),
                config,
                clock,
                registry);
        endWhatIsRevoked(uplinks);
        var lost = rooms.insights().alerts().lost(vertx, config, uplinks, rooms.history(), stops);
        var handlers = handlers(rights, idempotency, uplinks, lost);
        var health = new Health(pulse.readiness(), pulse.heartbeats(), build());
        var keys = rooms.people().keySet(config);
        return Contracts.load(vertx)
                .compose(contracts -> HttpVerticle.deploy(
                        vertx,
                        config.http(),
                        config.uplink(),
                        loop -> contracts.router(loop, door(), handlers, health, keys),
                        pulse.heartbeats()))
                .map(listening -> {
                    stops.push(() -> vertx.undeploy(listening.deploymentId()));
                    // Collars and viewers are told to come back elsewhere before the server stops listening.
                    stops.push(() ->
                            Future.join(uplinks.drain(), rooms.live().drain()).mapEmpty());
                    return listening.port();
                });
    }

    private Handlers handlers(
            DataSubjectRights rights, Idempotency idempotency, UplinkSessions uplinks, LostPets lost) {
        var accounts = new AccountRoutes(rooms.accounts().identity(), rights.route(), clock);
        var households =
                new HouseholdRoutes(rooms.households(), AlertsWing.longestSilence(config), clock, Caller::actor);
        var insights = new InsightRoutes(rooms.insights(), rooms.households().pets(), rooms.directory(), lost, clock);
        return new Handlers(
                config,
                clock,
                new Bodies(config.http().maxBody().toInt()),
                rooms.ingest(),
                rooms.directory(),
                rooms.households().pets(),
                rooms.history(),
                rooms.insights().told().timeline(),
                new Handlers.Live(rooms.live(), uplinks),
                idempotency,
                new Handlers.Others(
                        insights.v1(config.v1().anonymousReads() ? Access.ANYBODY : Access.CREDENTIAL),
                        Stream.of(accounts.routes(), households.routes(), insights.v2())
                                .flatMap(List::stream)
                                .toList()));
    }

    private Door door() {
        return new Door(
                config.http(),
                registry,
                new Authentication(rooms.people().credentials()),
                new RateLimits(rooms.limits()));
    }

    /** A connection that lasts was let in long ago: it does not notice by itself that its token is gone. */
    private void endWhatIsRevoked(UplinkSessions uplinks) {
        var people = rooms.people();
        var live = rooms.live();
        live.mind(people.takenBack());
        people.keys().onDropped(live::endRevoked);
        people.revocations().onRevoked(fresh -> {
            live.endRevoked();
            fresh.stream().filter(one -> one.kind() == Revocation.Kind.COLLAR).forEach(one -> {
                rooms.directory().renew(one.subject());
                uplinks.revoke(one.subject());
            });
        });
    }

    static String build() {
        var version = Entrance.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
