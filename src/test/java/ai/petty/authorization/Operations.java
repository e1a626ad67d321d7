package ai.petty.authorization;

import static ai.petty.authorization.Expected.allowed;
import static ai.petty.authorization.Expected.refused;
import static ai.petty.authorization.Expected.told;
import static ai.petty.authorization.Operation.Request.get;
import static ai.petty.authorization.Operation.Request.post;
import static ai.petty.authorization.Operation.needs;
import static ai.petty.authorization.Operation.open;
import static ai.petty.authorization.Scene.now;
import static ai.petty.identity.Scope.PETS_READ;
import static ai.petty.identity.Scope.TELEMETRY_WRITE;

import ai.petty.pets.Role;
import java.util.List;

/** The table. */
final class Operations {
    private static final String V1 = "v1";
    private static final String V2 = "v2";

    private Operations() {}

    static final List<Operation> ALL = List.of(
            // v1
            needs(
                            V1,
                            "ingestReading",
                            TELEMETRY_WRITE,
                            201,
                            scene -> post("/v1/ingest", """
                    {"collar_id":"%s","timestamp":"%s","heart_rate":85,"activity_level":1,
                     "location":{"type":"Point","coordinates":[-74.0060,40.7128]}}""".formatted(scene.serial(), now())))
                    .forCollarsToo()
                    .least(Role.CARER)
                    .telling(allowed(201), refused(400, "")),
            needs(
                            V1,
                            "getRealtime",
                            PETS_READ,
                            200,
                            scene -> get("/v1/realtime?collar_id="
                                    + scene.withReading().serial()))
                    .least(Role.VIEWER)
                    .telling(allowed(200), refused(404, "")),
            open(V1, "getOpenapi", 200, scene -> get("/v1/openapi.yaml")),
            open(V1, "getHealth", 200, scene -> get("/health")),
            open(V1, "getReady", 200, scene -> get("/ready")),
            open(V1, "getVersion", 200, scene -> get("/version")),
            // v2: readings in and out
            needs(
                            V2,
                            "postTelemetry",
                            TELEMETRY_WRITE,
                            200,
                            scene -> post("/v2/telemetry", """
                    [{"collar_id":"%s","t":"%s","hr":80}]""".formatted(scene.serial(), now())))
                    .forCollarsToo()
                    .least(Role.CARER)
                    .telling(told(200, "\"accepted\":1"), told(200, "\"accepted\":0")),
            needs(V2, "listPets", PETS_READ, 200, scene -> get("/v2/pets")),
            needs(
                            V2,
                            "getLatest",
                            PETS_READ,
                            200,
                            scene -> get(scene.withReading().pet("/latest")))
                    .least(Role.VIEWER),
            needs(V2, "listReadings", PETS_READ, 200, scene -> get(scene.pet("/readings")))
                    .least(Role.VIEWER),
            needs(V2, "getTrack", PETS_READ, 200, scene -> get(scene.pet("/track")))
                    .least(Role.VIEWER),
            needs(V2, "streamLive", PETS_READ, 200, scene -> get(scene.pet("/live")))
                    .least(Role.VIEWER),
            // Without an upgrade it is no uplink, whoever asks; who may open one is UplinkAuthorizationTest's.
            open(V2, "collarUplink", 400, scene -> get("/v2/collars/uplink")),
            // v2: the service itself
            open(V2, "getOpenapi", 200, scene -> get("/v2/openapi.yaml")),
            open(V2, "getHealth", 200, scene -> get("/health")),
            open(V2, "getReady", 200, scene -> get("/ready")),
            open(V2, "getVersion", 200, scene -> get("/version")),
            open(V2, "getDocs", 200, scene -> get("/docs")));
}
