package ai.petty.http.v2;

import ai.petty.http.StreamedJson;
import ai.petty.inference.motion.LabelledMotion;
import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.LivePrecision;
import ai.petty.inference.motion.ModelFacts;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.inference.motion.MotionLabeller;
import ai.petty.inference.motion.MotionModel;
import ai.petty.ingest.Motion;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code POST /v2/inference/motion} and {@code GET /v2/model}: the motion model, asked directly, and what may be said of it. */
public final class InferenceRoute {
    private static final double LONGEST_S = 60;
    private static final double MICROS = 1e6;
    /** Room for a count of samples that is rounded up. */
    private static final double ROUNDING_S = 1e-3;

    private final MotionLabeller labeller;
    private final ModelFacts facts;
    private final LivePrecision precision;

    public InferenceRoute(MotionLabeller labeller, ModelFacts facts, LivePrecision precision) {
        this.labeller = labeller;
        this.facts = facts;
        this.precision = precision;
    }

    public void infer(RoutingContext ctx) {
        labeller.label(List.of(motion(Caller.body(ctx))))
                .onSuccess(labelled -> Answer.json(ctx, 200, json -> labels(json, labelled.getFirst())))
                .onFailure(ctx::fail);
    }

    private static Motion motion(JsonObject body) {
        var rate = body.getFloat("rate_hz");
        var gyroScale = Optional.ofNullable(body.getFloat("gyro_scale"));
        var samples = samples(body.getString("samples"));
        var bytesEach = (gyroScale.isPresent() ? 6 : 3) * Short.BYTES;
        if (samples.length() % bytesEach != 0) {
            throw wrong("must hold whole samples of " + bytesEach + " bytes each");
        }
        var samplesEach = samples.length() / bytesEach;
        var seconds = samplesEach / (double) rate;
        var motion = new Motion(0, rate, body.getFloat("acc_scale"), gyroScale.orElse(null), samples);
        if (MotionModel.windows(motion) == 0 || seconds > LONGEST_S + ROUNDING_S) {
            throw wrong("must hold from 2 to 60 s of motion at this rate");
        }
        return motion;
    }

    private static Buffer samples(String base64) {
        try {
            return Buffer.buffer(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw wrong("must be base64");
        }
    }

    private static Refusal wrong(String detail) {
        return Refusal.invalid(
                "The request has 1 wrong field.", List.of(new FieldError("/samples", "request.invalid", detail)));
    }

    private static void labels(JsonGenerator json, LabelledMotion labelled) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", labelled.model());
        json.writeArrayFieldStart("windows");
        for (var window : labelled.windows()) {
            label(json, window);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void label(JsonGenerator json, LabelledWindow window) throws IOException {
        var moves = window.moving() > 0.5f;
        json.writeStartObject();
        json.writeNumberField("offset_s", window.t0() / MICROS);
        json.writeNumberField("duration_s", window.micros() / MICROS);
        json.writeStringField("label", window.label().wireName());
        StreamedJson.field(json, "probability", window.probability());
        json.writeStringField("group", moves ? "moving" : "still");
        StreamedJson.field(json, "group_probability", moves ? window.moving() : 1 - window.moving());
        json.writeEndObject();
    }

    public void model(RoutingContext ctx) {
        var live = precision.perBehaviour();
        TaggedAnswer.send(ctx, "application/json", StreamedJson.of(json -> facts(json, live)));
    }

    private void facts(JsonGenerator json, List<LivePrecision.Precision> live) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", facts.version());
        json.writeNumberField("threshold", facts.threshold());
        json.writeArrayFieldStart("classes");
        for (var label : facts.labels()) {
            json.writeStartObject();
            json.writeStringField("label", label.wireName());
            json.writeStringField("group", label.compareTo(MotionLabel.WALKING) < 0 ? "still" : "moving");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("measured");
        json.writeRawValue(facts.measured().encode());
        json.writeArrayFieldStart("live_precision");
        for (var one : live) {
            json.writeStartObject();
            json.writeStringField("behavior", one.behaviour());
            json.writeStringField("model", one.model());
            json.writeNumberField("judged", one.judged());
            json.writeNumberField("people", one.people());
            json.writeNumberField("precision", one.precision());
            json.writeNumberField("low", one.low());
            json.writeNumberField("high", one.high());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
