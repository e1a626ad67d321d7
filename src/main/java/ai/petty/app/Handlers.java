package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.history.History;
import ai.petty.http.Access;
import ai.petty.http.Bodies;
import ai.petty.http.Contract;
import ai.petty.http.OncePerKey;
import ai.petty.http.Route;
import ai.petty.http.v1.IngestRoute;
import ai.petty.http.v1.PetTimelineRoute;
import ai.petty.http.v1.RealtimeRoute;
import ai.petty.http.v2.Caller;
import ai.petty.http.v2.LatestRoute;
import ai.petty.http.v2.LiveRoute;
import ai.petty.http.v2.PetsRoute;
import ai.petty.http.v2.ReadingsRoute;
import ai.petty.http.v2.TelemetryRoute;
import ai.petty.http.v2.TrackRoute;
import ai.petty.http.v2.UplinkRoute;
import ai.petty.idempotency.Idempotency;
import ai.petty.ingest.Ingest;
import ai.petty.ingest.UplinkSessions;
import ai.petty.limits.LimitName;
import ai.petty.live.LiveFeed;
import ai.petty.pets.CollarDirectory;
import ai.petty.pets.Pets;
import ai.petty.timeline.Timeline;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Which handler answers which operation of the two contracts, and who may come in. */
record Handlers(
        PettyConfig config,
        InstantSource clock,
        Bodies bodies,
        Ingest ingest,
        CollarDirectory collars,
        Pets pets,
        History history,
        Timeline timeline,
        Live live,
        Idempotency idempotency,
        Others others) {
    /** The two kinds of connections that last. */
    record Live(LiveFeed feed, UplinkSessions uplinks) {}

    /** What the wings answer. */
    record Others(List<Route> v1, List<Route> v2) {}

    List<Route> v1(Contract contract) {
        var routes = new ArrayList<>(others.v1());
        routes.addAll(List.of(
                Route.of(
                                "ingestReading",
                                new IngestRoute(bodies, ingest, config.ingest().v1()))
                        .access(config.v1().anonymousIngest() ? Access.ANYBODY : Access.CREDENTIAL)
                        .withOwnDecoder(),
                Route.of("getRealtime", new RealtimeRoute(collars::find, pets, history, clock, Caller::actor))
                        .access(config.v1().anonymousReads() ? Access.ANYBODY : Access.CREDENTIAL)
                        .limitedBy(LimitName.V1_REALTIME),
                Route.of("getPetTimeline", new PetTimelineRoute(collars::find, pets, timeline, history, clock))
                        .access(config.v1().anonymousReads() ? Access.ANYBODY : Access.CREDENTIAL)
                        .limitedBy(LimitName.V1_TIMELINE),
                document(contract)));
        return routes;
    }

    List<Route> v2(Contract contract) {
        var routes = new ArrayList<>(others.v2());
        routes.addAll(List.of(
                Route.of("postTelemetry", new TelemetryRoute(bodies, ingest, config.ingest(), clock))
                        .withOwnDecoder(),
                Route.of("collarUplink", new UplinkRoute(live.uplinks()))
                        .access(Access.OPEN)
                        .withOwnDecoder()
                        .thatLasts(),
                Route.of("listPets", new PetsRoute(pets, Caller::actor)).limitedBy(LimitName.V2_READS),
                Route.of("getLatest", new LatestRoute(pets, history, clock, Caller::actor))
                        .limitedBy(LimitName.V2_READS),
                Route.of("listReadings", new ReadingsRoute(pets, history, Caller::actor))
                        .limitedBy(LimitName.V2_READS),
                Route.of("getTrack", new TrackRoute(pets, history, Caller::actor))
                        .limitedBy(LimitName.V2_READS),
                Route.of("streamLive", new LiveRoute(pets, live.feed(), Caller::actor))
                        .limitedBy(LimitName.V2_READS)
                        .thatLasts(),
                document(contract)));
        routes.replaceAll(route -> contract.operation(route.operationId()).oncePerKey()
                ? route.answeredBy(new OncePerKey(idempotency, route.handler()))
                : route);
        return routes;
    }

    private static Route document(Contract contract) {
        return Route.of("getOpenapi", contract.documentHandler()).access(Access.OPEN);
    }
}
