package ai.petty.http.v2;

import ai.petty.config.PettyConfig;
import ai.petty.http.Answers;
import ai.petty.http.Bodies;
import ai.petty.http.StreamedJson;
import ai.petty.http.Visit;
import ai.petty.ingest.Decoded;
import ai.petty.ingest.Ingest;
import ai.petty.ingest.Receipt;
import ai.petty.ingest.TelemetryDecoder;
import ai.petty.ingest.V2ReadingDecoder;
import ai.petty.limits.LimitName;
import ai.petty.problem.Refusal;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code POST /v2/telemetry}: many readings, each with an answer of its own, after their commit. */
public final class TelemetryRoute implements Handler<RoutingContext> {
    private final Bodies bodies;
    private final Ingest ingest;
    private final TelemetryDecoder decoder;
    private final InstantSource clock;

    public TelemetryRoute(Bodies bodies, Ingest ingest, PettyConfig.Ingest config, InstantSource clock) {
        this.bodies = bodies;
        this.ingest = ingest;
        this.decoder = new TelemetryDecoder(new V2ReadingDecoder(), config.maxBatch());
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext ctx) {
        bodies.read(ctx)
                .compose(body -> ingest.receive(
                        Visit.of(ctx).principal(), LimitName.V2_FRAMES, decode(ctx, body), Optional.empty()))
                .onSuccess(receipt -> Answers.json(ctx, 200, shape(receipt)))
                .onFailure(ctx::fail);
    }

    private List<Decoded> decode(RoutingContext ctx, Buffer body) {
        return switch (Bodies.mediaType(ctx)) {
            case "application/json", "" -> decoder.array(body.getBytes(), ingest.v2Window());
            case "application/x-ndjson" -> decoder.lines(body.getBytes(), ingest.v2Window());
            default ->
                throw Refusal.of(
                        Refusal.Kind.UNSUPPORTED_MEDIA_TYPE,
                        "request.unsupported_media_type",
                        "Telemetry comes as application/json (an array) or application/x-ndjson.");
        };
    }

    private Buffer shape(Receipt receipt) {
        return StreamedJson.of(json -> {
            json.writeStartObject();
            json.writeNumberField("accepted", receipt.accepted());
            json.writeNumberField("duplicates", receipt.duplicates());
            json.writeArrayFieldStart("rejected");
            for (var rejected : receipt.rejected()) {
                write(json, rejected);
            }
            json.writeEndArray();
            json.writeStringField(
                    "server_time",
                    clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Receipt.Rejected rejected) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", rejected.index());
        json.writeArrayFieldStart("errors");
        for (var error : rejected.errors()) {
            json.writeStartObject();
            json.writeStringField("pointer", error.pointer());
            json.writeStringField("code", error.code());
            json.writeStringField("detail", error.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
