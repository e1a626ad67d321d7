package ai.petty.http.v1;

import ai.petty.history.History;
import ai.petty.history.Realtime;
import ai.petty.http.StreamedJson;
import ai.petty.pets.Actor;
import ai.petty.pets.Collar;
import ai.petty.pets.Pets;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /v1/realtime?collar_id=}: the newest known values of a collar. */
public final class RealtimeRoute implements Handler<RoutingContext> {
    private final Function<String, Future<Optional<Collar>>> collars;
    private final Pets pets;
    private final History history;
    private final InstantSource clock;
    private final Function<RoutingContext, Actor> caller;

    /**
     * @param collars finds a collar by its serial, and registers it where the configuration says so
     * @param caller who asks
     */
    public RealtimeRoute(
            Function<String, Future<Optional<Collar>>> collars,
            Pets pets,
            History history,
            InstantSource clock,
            Function<RoutingContext, Actor> caller) {
        this.collars = collars;
        this.pets = pets;
        this.history = history;
        this.clock = clock;
        this.caller = caller;
    }

    @Override
    public void handle(RoutingContext ctx) {
        var serial = AskedCollar.serial(ctx);
        var viewer = caller.apply(ctx);
        collars.apply(serial)
                .compose(found -> found.flatMap(collar -> collar.pairingAt(Micros.of(clock.instant())))
                        .map(pairing -> realtime(viewer, pairing))
                        .orElseGet(() -> Future.failedFuture(AskedCollar.unknown())))
                .map(realtime -> shape(serial, realtime))
                .onSuccess(body -> ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(body))
                .onFailure(ctx::fail);
    }

    private Future<Realtime> realtime(Actor viewer, Collar.Pairing pairing) {
        return pets.look(viewer, pairing)
                .recover(AskedCollar::asUnknown)
                .compose(standing -> history.realtime(pairing.pairingId(), pairing.from(), standing.view()))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Refusal.of(
                                Refusal.Kind.NOT_FOUND, "reading.none", "This collar has not sent a reading yet."))));
    }

    private static Buffer shape(String serial, Realtime realtime) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeStringField("collar_id", serial);
            // The keys are always there: what is not known is null. v1 has whole heart beats only.
            json.writeFieldName("heart_rate");
            json.writeObject(realtime.hr() == null ? null : Math.round(realtime.hr()));
            json.writeFieldName("activity_level");
            json.writeObject(realtime.activity());
            json.writeFieldName("location");
            location(json, realtime);
            json.writeStringField("timestamp", StreamedJson.instant(realtime.t()));
            json.writeEndObject();
        });
    }

    private static void location(JsonGenerator json, Realtime realtime) throws IOException {
        if (realtime.position().isEmpty()) {
            json.writeNull();
            return;
        }
        var fix = realtime.position().get();
        json.writeStartObject();
        json.writeStringField("type", "Point");
        json.writeArrayFieldStart("coordinates");
        StreamedJson.degrees(json, fix.lonE6());
        StreamedJson.degrees(json, fix.latE6());
        json.writeEndArray();
        json.writeEndObject();
    }
}
