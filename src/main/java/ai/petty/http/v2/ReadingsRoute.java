package ai.petty.http.v2;

import ai.petty.history.History;
import ai.petty.history.Page;
import ai.petty.history.Resolution;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Pets;
import ai.petty.pets.Role;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;

/** {@code GET /v2/pets/{pet_id}/readings}: what was measured from then to then. */
public final class ReadingsRoute implements Handler<RoutingContext> {
    private static final int LIMIT = 1_000;
    private static final int HIGHEST_LIMIT = 5_000;

    private final Pets pets;
    private final History history;
    private final Function<RoutingContext, Actor> caller;

    public ReadingsRoute(Pets pets, History history, Function<RoutingContext, Actor> caller) {
        this.pets = pets;
        this.history = history;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var parameters = new Parameters(ctx);
        var petId = parameters.petId();
        var range = parameters.range();
        var resolution = parameters.resolution();
        var limit = parameters.limit(LIMIT, HIGHEST_LIMIT);
        var cursor = parameters.text("cursor");
        parameters.check();
        var isRaw = resolution == Resolution.RAW;
        var asking = caller.apply(ctx);
        // Sums hold no positions.
        (isRaw ? pets.look(asking, petId) : pets.require(asking.principal(), petId, Role.VIEWER))
                .compose(standing -> isRaw
                        ? history.readings(petId, range, limit, cursor, standing.view())
                                .map(page -> shape(
                                        petId,
                                        resolution,
                                        page,
                                        (json, stored) -> ReadingJson.object(json, stored.reading())))
                        : history.summaries(petId, range, resolution, limit, cursor)
                                .map(page -> shape(petId, resolution, page, ReadingJson::object)))
                .onSuccess(body -> TaggedAnswer.send(ctx, "application/json", body))
                .onFailure(ctx::fail);
    }

    /** Writes one row. */
    @FunctionalInterface
    private interface RowShape<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    private static <T> Buffer shape(UUID petId, Resolution resolution, Page<T> page, RowShape<T> rowShape) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("pet_id", petId.toString());
            json.writeStringField("resolution", resolution.wireName());
            json.writeArrayFieldStart("readings");
            for (var row : page.items()) {
                rowShape.write(json, row);
            }
            json.writeEndArray();
            if (page.nextCursor().isPresent()) {
                json.writeStringField("next_cursor", page.nextCursor().get());
            }
            json.writeEndObject();
        });
    }
}
