package ai.petty.http.v1;

import ai.petty.config.PettyConfig;
import ai.petty.http.Answers;
import ai.petty.http.Bodies;
import ai.petty.http.Visit;
import ai.petty.ingest.Ingest;
import ai.petty.ingest.Receipt;
import ai.petty.ingest.TelemetryDecoder;
import ai.petty.ingest.V1ReadingDecoder;
import ai.petty.limits.LimitName;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code POST /v1/ingest}: one reading, answered after its commit. */
public final class IngestRoute implements Handler<RoutingContext> {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Bodies bodies;
    private final Ingest ingest;
    private final TelemetryDecoder decoder;

    public IngestRoute(Bodies bodies, Ingest ingest, PettyConfig.IngestV1 config) {
        this.bodies = bodies;
        this.ingest = ingest;
        this.decoder = new TelemetryDecoder(new V1ReadingDecoder(config), 1);
    }

    @Override
    public void handle(RoutingContext ctx) {
        bodies.read(ctx)
                .compose(body -> ingest.receive(
                        Visit.of(ctx).principal(),
                        LimitName.V1_INGEST,
                        List.of(decoder.object(body.getBytes(), ingest.v1Window())),
                        Optional.empty()))
                .compose(IngestRoute::acceptedOnly)
                .onSuccess(receipt -> Answers.json(ctx, 201, success(Visit.of(ctx))))
                .onFailure(ctx::fail);
    }

    /** A bad reading is never a success in v1; one that was stored before is. */
    private static Future<Receipt> acceptedOnly(Receipt receipt) {
        return receipt.rejected().isEmpty()
                ? Future.succeededFuture(receipt)
                : Future.failedFuture(Refusal.invalid(
                        "The reading is not valid.",
                        receipt.rejected().getFirst().errors()));
    }

    private static Buffer success(Visit visit) {
        // The id holds letters, digits, dots, dashes and underscores only: nothing to escape.
        return Buffer.buffer("{\"success\":true,\"request_id\":\"" + visit.correlationId()
                + "\",\"processing_time_ms\":"
                + String.format(Locale.ROOT, "%.2f", visit.elapsedNanos() / NANOS_PER_MILLI) + "}");
    }
}
