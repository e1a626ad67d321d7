package ai.petty.http.v2;

import ai.petty.http.Answers;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Role;
import ai.petty.pets.location.Precision;
import ai.petty.pets.sharing.Member;
import ai.petty.pets.sharing.Members;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** {@code /v2/pets/{pet_id}/members}: who looks after a pet. */
public final class MembersRoute {
    private final Members members;
    private final Function<RoutingContext, Actor> caller;

    public MembersRoute(Members members, Function<RoutingContext, Actor> caller) {
        this.members = members;
        this.caller = caller;
    }

    public void list(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        parameters.check();
        members.all(caller.apply(ctx), petId)
                .onSuccess(found -> TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("members");
                    for (var member : found) {
                        object(json, member);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })))
                .onFailure(ctx::fail);
    }

    public void change(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var account = parameters.uuid("account_id");
        parameters.check();
        members.change(caller.apply(ctx), petId, account, change(Caller.body(ctx)))
                .onSuccess(member -> Answers.json(ctx, 200, StreamedJson.of(json -> object(json, member))))
                .onFailure(ctx::fail);
    }

    private static Members.Change change(JsonObject body) {
        return new Members.Change(
                Optional.ofNullable(body.getString("role")).map(Role::of),
                Optional.ofNullable(body.getString("location_precision")).map(Precision::of),
                body.containsKey("expires_at") ? Optional.of(instant(body, "expires_at")) : Optional.empty());
    }

    /** Empty where it is null or not there. */
    static Optional<Instant> instant(JsonObject body, String name) {
        return Optional.ofNullable(body.getString(name)).map(text -> Dates.instant("/" + name, text));
    }

    public void remove(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var account = parameters.uuid("account_id");
        parameters.check();
        members.remove(caller.apply(ctx), petId, account)
                .onSuccess(gone -> Created.nothing(ctx))
                .onFailure(ctx::fail);
    }

    static void object(JsonGenerator json, Member member) throws IOException {
        json.writeStartObject();
        json.writeStringField("account_id", member.account().toString());
        json.writeStringField("role", member.role().wireName());
        json.writeStringField("location_precision", member.precision().wireName());
        json.writeStringField("since", StreamedJson.instant(member.since()));
        if (member.expiresAt().isPresent()) {
            json.writeStringField(
                    "expires_at", StreamedJson.instant(member.expiresAt().get()));
        }
        if (member.name().isPresent()) {
            json.writeStringField("name", member.name().get());
        }
        if (member.email().isPresent()) {
            json.writeStringField("email", member.email().get());
        }
        json.writeEndObject();
    }
}
