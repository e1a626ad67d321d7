package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Role;
import ai.petty.pets.location.Precision;
import ai.petty.pets.sharing.Invitation;
import ai.petty.pets.sharing.Invitations;
import ai.petty.pets.sharing.Terms;
import ai.petty.store.Micros;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/invitations} and {@code /v2/invitations/accept}: how somebody comes to look after a pet. */
public final class InvitationsRoute {
    private final Invitations invitations;
    private final Function<RoutingContext, Actor> caller;

    public InvitationsRoute(Invitations invitations, Function<RoutingContext, Actor> caller) {
        this.invitations = invitations;
        this.caller = caller;
    }

    public void invite(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        var body = Caller.body(ctx);
        invitations
                .invite(
                        caller.apply(ctx),
                        petId,
                        body.getString("email"),
                        terms(body),
                        MembersRoute.instant(body, "expires_at"))
                .onSuccess(sent -> Created.send(
                        ctx,
                        "/v2/pets/" + petId + "/invitations/" + sent.invitationId(),
                        StreamedJson.of(json -> object(json, sent))))
                .onFailure(ctx::fail);
    }

    private static Terms terms(JsonObject body) {
        var role = Role.of(body.getString("role"));
        return new Terms(
                role,
                Optional.ofNullable(body.getString("location_precision"))
                        .map(Precision::of)
                        .orElseGet(() -> Terms.usualPrecision(role)),
                MembersRoute.instant(body, "member_expires_at"));
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        invitations
                .open(caller.apply(ctx), petId)
                .onSuccess(open -> TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("invitations");
                    for (var invitation : open) {
                        object(json, invitation);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })))
                .onFailure(ctx::fail);
    }

    public void revoke(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var invitationId = parameters.uuid("invitation_id");
        parameters.check();
        invitations
                .revoke(caller.apply(ctx), petId, invitationId)
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    public void accept(RoutingContext ctx) {
        invitations
                .accept(caller.apply(ctx), Caller.body(ctx).getString("token"))
                .onSuccess(accepted -> {
                    var body = StreamedJson.of(json -> {
                        json.writeStartObject();
                        json.writeStringField("pet_id", accepted.petId().toString());
                        json.writeFieldName("member");
                        MembersRoute.object(json, accepted.member());
                        json.writeEndObject();
                    });
                    Answers.made(ctx, 200, Optional.empty(), body, body.toString());
                })
                .onFailure(ctx::fail);
    }

    private static void object(JsonGenerator json, Invitation invitation) throws IOException {
        var terms = invitation.terms();
        json.writeStartObject();
        json.writeStringField("invitation_id", invitation.invitationId().toString());
        json.writeStringField("email", invitation.email());
        json.writeStringField("role", terms.role().wireName());
        json.writeStringField("location_precision", terms.precision().wireName());
        json.writeStringField("expires_at", StreamedJson.instant(invitation.expiresAt()));
        if (terms.expiresAt().isPresent()) {
            json.writeStringField(
                    "member_expires_at",
                    StreamedJson.instant(Micros.of(terms.expiresAt().get())));
        }
        json.writeStringField("created_at", StreamedJson.instant(invitation.createdAt()));
        json.writeEndObject();
    }
}
