package ai.petty.authorization;

import static ai.petty.authorization.Expected.allowed;
import static ai.petty.authorization.Expected.refused;
import static ai.petty.authorization.Expected.told;
import static ai.petty.authorization.Operation.Request.delete;
import static ai.petty.authorization.Operation.Request.get;
import static ai.petty.authorization.Operation.Request.patch;
import static ai.petty.authorization.Operation.Request.post;
import static ai.petty.authorization.Operation.Request.put;
import static ai.petty.authorization.Operation.needs;
import static ai.petty.authorization.Operation.needsToken;
import static ai.petty.authorization.Operation.open;
import static ai.petty.authorization.Scene.lastHour;
import static ai.petty.authorization.Scene.now;
import static ai.petty.identity.Scope.ACCOUNT_MANAGE;
import static ai.petty.identity.Scope.ADMIN;
import static ai.petty.identity.Scope.FEEDBACK_WRITE;
import static ai.petty.identity.Scope.PETS_READ;
import static ai.petty.identity.Scope.PETS_WRITE;
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
            needs(V1, "getPetTimeline", PETS_READ, 200, scene -> get("/v1/pet-timeline?collar_id=" + scene.serial()))
                    .least(Role.VIEWER)
                    .telling(allowed(200), refused(404, "")),
            needs(V1, "getPetPlan", PETS_READ, 200, scene -> get("/v1/pet-plan?collar_id=" + scene.serial()))
                    .least(Role.VIEWER)
                    .telling(allowed(200), refused(404, "")),
            needs(
                            V1,
                            "submitFeedback",
                            FEEDBACK_WRITE,
                            201,
                            scene -> post("/v1/submit-feedback", """
                    {"event_id":"%s","user_feedback":"correct"}""".formatted(scene.event())))
                    .least(Role.VIEWER)
                    .telling(allowed(201), allowed(201)),
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
            needs(V2, "listReadings", PETS_READ, 200, scene -> get(scene.pet("/readings" + lastHour())))
                    .least(Role.VIEWER),
            needs(V2, "getTrack", PETS_READ, 200, scene -> get(scene.pet("/track" + lastHour())))
                    .least(Role.VIEWER),
            needs(V2, "getTimeline", PETS_READ, 200, scene -> get(scene.pet("/timeline" + lastHour())))
                    .least(Role.VIEWER),
            needs(V2, "getDay", PETS_READ, 200, scene -> get(scene.pet("/days/2026-03-01")))
                    .least(Role.VIEWER),
            needs(V2, "getTrends", PETS_READ, 200, scene -> get(scene.pet("/trends")))
                    .least(Role.VIEWER),
            needs(V2, "getBaseline", PETS_READ, 200, scene -> get(scene.pet("/baseline")))
                    .least(Role.VIEWER),
            needs(V2, "getWellness", PETS_READ, 200, scene -> get(scene.pet("/wellness")))
                    .least(Role.VIEWER),
            needs(V2, "streamLive", PETS_READ, 200, scene -> get(scene.pet("/live")))
                    .least(Role.VIEWER),
            needs(
                    V2,
                    "inferMotion",
                    PETS_READ,
                    200,
                    scene -> post(
                            "/v2/inference/motion",
                            "{\"rate_hz\":16,\"acc_scale\":0.001,\"samples\":\"%s\"}"
                                    .formatted("AAAAAOgD".repeat(32)))),
            needs(V2, "getModel", PETS_READ, 200, scene -> get("/v2/model")),
            // Without an upgrade it is no uplink, whoever asks; who may open one is UplinkAuthorizationTest's.
            open(V2, "collarUplink", 400, scene -> get("/v2/collars/uplink")),
            open(V2, "getKeySet", 200, scene -> get("/.well-known/jwks.json")),
            // v2: sign-in
            open(
                    V2,
                    "register",
                    201,
                    scene -> post("/v2/auth/register", """
                    {"email":"%s@petty.example","password":"%s"}""".formatted(scene.account(), World.PASSWORD))),
            open(V2, "login", 401, scene -> post("/v2/auth/login", """
                    {"email":"%s@petty.example","password":"%s"}""".formatted(scene.petId(), World.PASSWORD))),
            open(V2, "refresh", 401, scene -> post("/v2/auth/refresh", """
                    {"refresh_token":"0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA"}""")),
            open(V2, "verifyEmail", 422, scene -> post("/v2/auth/verify-email", """
                    {"token":"0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA","password":"correct horse battery staple"}""")),
            open(V2, "forgotPassword", 202, scene -> post("/v2/auth/forgot-password", """
                    {"email":"%s@petty.example"}""".formatted(scene.petId()))),
            open(V2, "resetPassword", 422, scene -> post("/v2/auth/reset-password", """
                    {"token":"0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA","password":"wrong zebra magnet paperclip"}""")),
            needsToken(V2, "logout", 204, scene -> post("/v2/auth/logout", "{}")),
            needs(V2, "logoutAll", ACCOUNT_MANAGE, 204, scene -> post("/v2/auth/logout-all", "{}")),
            // v2: the account
            needs(V2, "getMe", ACCOUNT_MANAGE, 200, scene -> get("/v2/me")),
            needs(V2, "patchMe", ACCOUNT_MANAGE, 200, scene -> patch("/v2/me", """
                    {"name":"Ada"}""")),
            needs(
                    V2,
                    "putPassword",
                    ACCOUNT_MANAGE,
                    200,
                    scene -> put("/v2/me/password", """
                    {"current_password":"%s","new_password":"wrong zebra magnet paperclip"}""".formatted(World.PASSWORD))),
            needs(V2, "listSessions", ACCOUNT_MANAGE, 200, scene -> get("/v2/me/sessions")),
            needs(V2, "endSession", ACCOUNT_MANAGE, 204, scene -> delete("/v2/me/sessions/" + scene.session())),
            needs(V2, "exportMe", ACCOUNT_MANAGE, 200, scene -> get("/v2/me/export")),
            needs(V2, "deleteMe", ACCOUNT_MANAGE, 204, scene -> delete("/v2/me")),
            needs(V2, "getPreferences", ACCOUNT_MANAGE, 200, scene -> get("/v2/me/preferences")),
            needs(V2, "patchPreferences", ACCOUNT_MANAGE, 200, scene -> patch("/v2/me/preferences", """
                    {"units":"imperial"}""")),
            needs(V2, "listWebhooks", ACCOUNT_MANAGE, 200, scene -> get("/v2/me/webhooks")),
            needs(V2, "createWebhook", ACCOUNT_MANAGE, 201, scene -> post("/v2/me/webhooks", """
                    {"url":"http://127.0.0.1:1/"}""")),
            // Nobody has somebody else's.
            needs(V2, "deleteWebhook", ACCOUNT_MANAGE, 404, scene -> delete("/v2/me/webhooks/" + scene.petId())),
            needs(
                    V2,
                    "testWebhook",
                    ACCOUNT_MANAGE,
                    404,
                    scene -> post("/v2/me/webhooks/" + scene.petId() + "/test", "{}")),
            needs(
                    V2,
                    "rotateWebhook",
                    ACCOUNT_MANAGE,
                    404,
                    scene -> post("/v2/me/webhooks/" + scene.petId() + "/rotate", "{}")),
            // v2: pets and their people
            needs(V2, "createPet", PETS_WRITE, 201, scene -> post("/v2/pets", """
                    {"name":"Bella","species":"dog"}""")),
            needs(V2, "getPet", PETS_READ, 200, scene -> get(scene.pet(""))).least(Role.VIEWER),
            needs(V2, "updatePet", PETS_WRITE, 200, scene -> patch(scene.pet(""), """
                    {"breed":"Beagle"}"""))
                    .least(Role.CARER),
            needs(V2, "deletePet", PETS_WRITE, 204, scene -> delete(scene.pet("")))
                    .least(Role.OWNER),
            needs(V2, "listWeights", PETS_READ, 200, scene -> get(scene.pet("/weights")))
                    .least(Role.VIEWER),
            needs(V2, "addWeight", PETS_WRITE, 200, scene -> post(scene.pet("/weights"), """
                    {"date":"2026-03-01","weight_kg":11.2}"""))
                    .least(Role.CARER),
            needs(V2, "listMembers", PETS_READ, 200, scene -> get(scene.pet("/members")))
                    .least(Role.VIEWER),
            needs(V2, "updateMember", PETS_WRITE, 200, scene -> patch(scene.pet("/members/" + scene.guest()), """
                    {"role":"carer"}"""))
                    .least(Role.OWNER),
            needs(V2, "removeMember", PETS_WRITE, 204, scene -> delete(scene.pet("/members/" + scene.guest())))
                    .least(Role.OWNER),
            needs(V2, "listInvitations", PETS_READ, 200, scene -> get(scene.pet("/invitations")))
                    .least(Role.OWNER),
            needs(V2, "inviteMember", PETS_WRITE, 201, scene -> scene.invitation())
                    .least(Role.OWNER),
            needs(
                            V2,
                            "revokeInvitation",
                            PETS_WRITE,
                            204,
                            scene -> delete(
                                    scene.pet("/invitations/" + scene.made(scene.invitation(), "invitation_id"))))
                    .least(Role.OWNER),
            needs(V2, "acceptInvitation", PETS_WRITE, 404, scene -> post("/v2/invitations/accept", """
                    {"token":"0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA"}""")),
            needs(V2, "listZones", PETS_READ, 200, scene -> get(scene.pet("/zones")))
                    .least(Role.VIEWER),
            needs(V2, "createZone", PETS_WRITE, 201, scene -> scene.zone()).least(Role.OWNER),
            needs(
                            V2,
                            "replaceZone",
                            PETS_WRITE,
                            200,
                            scene -> put(scene.pet("/zones/" + scene.made(scene.zone(), "zone_id")), Scene.GARDEN))
                    .least(Role.OWNER),
            needs(
                            V2,
                            "deleteZone",
                            PETS_WRITE,
                            204,
                            scene -> delete(scene.pet("/zones/" + scene.made(scene.zone(), "zone_id"))))
                    .least(Role.OWNER),
            // v2: alerts
            needs(V2, "listAlerts", PETS_READ, 200, scene -> get(scene.pet("/alerts")))
                    .least(Role.VIEWER),
            needs(
                            V2,
                            "acknowledgeAlert",
                            PETS_WRITE,
                            200,
                            scene -> post(scene.pet("/alerts/" + scene.alert() + "/acknowledge"), "{}"))
                    .least(Role.CARER),
            needs(
                            V2,
                            "resolveAlert",
                            PETS_WRITE,
                            200,
                            scene -> post(scene.pet("/alerts/" + scene.alert() + "/resolve"), "{}"))
                    .least(Role.CARER),
            needs(V2, "getCompanions", PETS_READ, 200, scene -> get(scene.pet("/companion")))
                    .least(Role.CARER),
            needs(V2, "putCompanion", PETS_WRITE, 200, scene -> put(scene.pet("/companion"), """
                    {"duration_s":900}"""))
                    .least(Role.CARER),
            needs(V2, "deleteCompanion", PETS_WRITE, 204, scene -> delete(scene.pet("/companion")))
                    .least(Role.CARER),
            needs(V2, "getLostMode", PETS_READ, 200, scene -> get(scene.pet("/lost-mode")))
                    .least(Role.CARER),
            needs(V2, "putLostMode", PETS_WRITE, 200, scene -> put(scene.pet("/lost-mode"), """
                    {"duration_s":3600}"""))
                    .least(Role.CARER),
            needs(V2, "deleteLostMode", PETS_WRITE, 204, scene -> delete(scene.pet("/lost-mode")))
                    .least(Role.CARER),
            open(V2, "getShared", 404, scene -> get("/v2/shared/0ZpJ3Jb1mWmYb6m0i0X2i8sQm3wq7m1n5h2k9c4x8vA/live")),
            // v2: care
            needs(V2, "getPlan", PETS_READ, 200, scene -> get(scene.pet("/plan")))
                    .least(Role.VIEWER),
            needs(
                            V2,
                            "giveFeedback",
                            FEEDBACK_WRITE,
                            201,
                            scene -> post(scene.pet("/events/" + scene.event() + "/feedback"), """
                    {"verdict":"correct"}"""))
                    .least(Role.VIEWER),
            needs(V2, "getFeedback", PETS_READ, 404, scene -> get(scene.pet("/events/" + scene.event() + "/feedback")))
                    .least(Role.VIEWER)
                    .telling(told(404, "feedback.none"), refused(404, "pet.unknown")),
            needs(V2, "listFeedback", PETS_READ, 200, scene -> get(scene.pet("/feedback")))
                    .least(Role.VIEWER),
            // v2: collars
            needs(V2, "listCollars", PETS_READ, 200, scene -> get(scene.pet("/collars")))
                    .least(Role.VIEWER),
            needs(V2, "pairCollar", PETS_WRITE, 201, scene -> {
                        var serial = Scene.freshSerial();
                        return post(scene.pet("/collars"), """
                        {"serial":"%s","claim_code":"%s"}""".formatted(
                                        serial, scene.made(Scene.newCollar(serial), "claim_code")));
                    })
                    .least(Role.OWNER),
            needs(
                            V2,
                            "rotateCollar",
                            PETS_WRITE,
                            200,
                            scene -> post(scene.pet("/collars/" + scene.serial() + "/rotate"), "{}"))
                    .least(Role.OWNER),
            needs(V2, "unpairCollar", PETS_WRITE, 204, scene -> delete(scene.pet("/collars/" + scene.serial())))
                    .least(Role.OWNER),
            // v2: administration
            needs(V2, "registerCollar", ADMIN, 201, scene -> Scene.newCollar(Scene.freshSerial())),
            needs(
                    V2,
                    "revokeCollar",
                    ADMIN,
                    204,
                    scene -> post("/v2/admin/collars/" + scene.serial() + "/revoke", "{}")),
            needs(
                    V2,
                    "releaseCollar",
                    ADMIN,
                    204,
                    scene -> post("/v2/admin/collars/" + scene.serial() + "/release", "{}")),
            needs(
                    V2,
                    "unlockAccount",
                    ADMIN,
                    204,
                    scene -> post("/v2/admin/accounts/" + scene.account() + "/unlock", "{}")),
            needs(V2, "endAnySession", ADMIN, 204, scene -> delete("/v2/admin/sessions/" + scene.session())),
            // v2: the service itself
            open(V2, "getOpenapi", 200, scene -> get("/v2/openapi.yaml")),
            open(V2, "getHealth", 200, scene -> get("/health")),
            open(V2, "getReady", 200, scene -> get("/ready")),
            open(V2, "getVersion", 200, scene -> get("/version")),
            open(V2, "getDocs", 200, scene -> get("/docs")));
}
