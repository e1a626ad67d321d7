package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.PettyTestServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The motion model, asked directly. */
class InferenceHttpTest {
    private static final int MOST_WAITING = 30;

    /** Few windows may wait, and everybody may ask often. */
    private static final PettyTestServer SERVER = PettyTestServer.start(
            Map.of("inference.max-waiting", Integer.toString(MOST_WAITING), "limits.v2-inference.burst", "1000"));

    private static final Talk TALK = new Talk(SERVER);

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static String samples(int count, int axes) {
        var random = new Random(1);
        var samples = Buffer.buffer();
        for (var i = 0; i < count * axes; i++) {
            samples.appendShortLE((short) ((i % axes == 2 ? 2000 : 0) + 20 * random.nextGaussian()));
        }
        return Base64.getEncoder().encodeToString(samples.getBytes());
    }

    private static JsonObject question(int count) {
        return new JsonObject().put("rate_hz", 50).put("acc_scale", 0.0005).put("samples", samples(count, 3));
    }

    @Test
    void each_window_is_told_with_its_label_and_its_group() {
        var answer = TALK.post("/v2/inference/motion", question(500).encode());
        var labelled = answer.ok(200);
        assertThat(labelled.getString("model")).isEqualTo("motion-1");
        assertThat(labelled.getJsonArray("windows")).hasSize(9);
        var third = labelled.getJsonArray("windows").getJsonObject(2);
        assertThat(third.getDouble("offset_s")).isEqualTo(2);
        assertThat(third.getDouble("duration_s")).isEqualTo(2);
        assertThat(third.getString("group")).isEqualTo("still");
        assertThat(third.getDouble("group_probability")).isBetween(0.5, 1.0);
        assertThat(third.getDouble("probability")).isBetween(0.0, 1.0);
        assertThat(third.getString("label")).isIn("lying", "sitting", "standing", "unknown");
        assertThat(answer.header("RateLimit-Limit")).isEqualTo("1000");
    }

    @Test
    void a_gyroscope_is_taken_along() {
        var question = question(0).put("gyro_scale", 0.06).put("samples", samples(100, 6));
        assertThat(TALK.post("/v2/inference/motion", question.encode()).ok(200).getJsonArray("windows"))
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "rate_hz, , is of the wrong type",
        "rate_hz, '\"50\"', is of the wrong type",
        "rate_hz, 9.9, is too small",
        "rate_hz, 100.1, is too large",
        "acc_scale, 0, is too small",
        "acc_scale, 1.5, is too large",
        "acc_scale, true, is of the wrong type",
        "gyro_scale, -1, is too small",
        "gyro_scale, 11, is too large",
        "samples, 7, is of the wrong type",
        "samples, '\"\"', ''",
        "samples, '\"????\"', must be base64",
        "samples, '\"AAAA\"', must hold whole samples of 6 bytes each",
        "samples, '\"AAAAAAAA\"', must hold from 2 to 60 s of motion at this rate",
    })
    void every_wrong_field_is_named(String field, String value, String problem) {
        var question = question(100).put("gyro_scale", 0.06).put("samples", samples(100, 6));
        question.remove("gyro_scale");
        question.put("samples", samples(100, 3));
        var text = question.put(field, "$").encode().replace("\"$\"", value == null ? "null" : value);
        var refused = TALK.post("/v2/inference/motion", text).refused(400);
        assertThat(Talk.errors(refused)).containsExactly("/" + field + " request.invalid");
        assertThat(refused.getJsonArray("errors").getJsonObject(0).getString("detail"))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"rate_hz", "acc_scale", "samples"})
    void every_missing_field_is_named(String field) {
        var question = question(100);
        question.remove(field);
        assertThat(Talk.errors(
                        TALK.post("/v2/inference/motion", question.encode()).refused(400)))
                .containsExactly("/" + field + " request.invalid");
    }

    @Test
    void more_than_a_minute_is_refused() {
        var refused = TALK.post("/v2/inference/motion", question(3100).encode()).refused(400);
        assertThat(refused.encode()).contains("must hold from 2 to 60 s");
        var endless = question(0).put("samples", "AAAA".repeat(30_000));
        assertThat(Talk.errors(
                        TALK.post("/v2/inference/motion", endless.encode()).refused(400)))
                .containsExactly("/samples request.invalid");
    }

    @Test
    void when_the_model_has_too_much_to_do_one_is_told_when_to_come_back() {
        var answer = TALK.post(
                "/v2/inference/motion", question((MOST_WAITING + 3) * 50).encode());
        assertThat(answer.refused(503).getString("code")).isEqualTo("model.unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("10");
        TALK.post("/v2/inference/motion", question(100).encode()).ok(200);
    }

    @Test
    void the_model_says_what_it_is_and_what_it_was_measured_to_be() {
        var model = TALK.get("/v2/model").ok(200);
        assertThat(model.getString("version")).isEqualTo("motion-1");
        assertThat(model.getDouble("threshold")).isEqualTo(0.45);
        assertThat(model.getJsonArray("classes")).hasSize(6);
        assertThat(model.getJsonObject("measured").getJsonArray("splits")).isNotEmpty();
        assertThat(model.getJsonArray("live_precision")).isEmpty();
    }

    @Test
    void a_file_that_is_no_model_stops_the_start_and_says_why() throws IOException {
        var file = Files.writeString(folder.resolve("junk.json"), "{}");
        assertThatThrownBy(() -> PettyTestServer.start(Map.of("inference.model", file.toString())))
                .hasMessageContaining("inference.model: ")
                .hasMessageContaining("junk.json is not a model of the format petty-motion/1");
    }
}
