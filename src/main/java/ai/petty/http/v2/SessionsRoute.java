package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.identity.session.EndReason;
import ai.petty.identity.session.Session;
import ai.petty.identity.session.Sessions;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** {@code /v2/me/sessions}: where the caller is signed in. */
public final class SessionsRoute {
    private final Sessions sessions;

    public SessionsRoute(Sessions sessions) {
        this.sessions = sessions;
    }

    /** {@code GET /v2/me/sessions} */
    public void list(RoutingContext ctx) {
        var own = Caller.session(ctx);
        sessions.of(Caller.account(ctx))
                .onSuccess(open -> Answer.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("sessions");
                    for (var session : open) {
                        session(json, session, own);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }))
                .onFailure(ctx::fail);
    }

    /** {@code DELETE /v2/me/sessions/{session_id}} */
    public void end(RoutingContext ctx) {
        sessions.end(
                        Caller.account(ctx),
                        UUID.fromString(ctx.pathParam("session_id")),
                        EndReason.ENDED,
                        Caller.visitor(ctx))
                .onSuccess(done -> Answer.nothing(ctx, 204))
                .onFailure(ctx::fail);
    }

    private static void session(JsonGenerator json, Session session, Optional<UUID> own) throws IOException {
        json.writeStartObject();
        json.writeStringField("session_id", session.sessionId().toString());
        if (session.device().isPresent()) {
            json.writeStringField("device", session.device().get());
        }
        json.writeBooleanField(
                "current", own.filter(session.sessionId()::equals).isPresent());
        AuthRoute.scopes(json, session.scopes());
        json.writeStringField("created_at", StreamedJson.instant(session.createdAt()));
        json.writeStringField("last_used_at", StreamedJson.instant(session.lastUsedAt()));
        json.writeStringField("expires_at", StreamedJson.instant(session.expiresAt()));
        json.writeEndObject();
    }
}
