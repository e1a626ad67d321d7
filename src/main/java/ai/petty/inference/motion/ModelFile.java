package ai.petty.inference.motion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model as a file: JSON with the names of its inputs, its numbers, and three sets of trees as base64 of XGBoost's UBJSON. The
 * same model is always the same bytes.
 */
public final class ModelFile {
    private static final String BUILT_IN = "/model/motion-1.json";
    private static final String BUILT_IN_FIGURES = "/model/motion-1-figures.json";
    private static final String FIGURES = "-figures.json";
    private static final String FORMAT = "petty-motion/1";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private ModelFile() {}

    /** The model that travels inside the program; blocks. */
    public static MotionModel.Parts builtIn() {
        try (var stream = ModelFile.class.getResourceAsStream(BUILT_IN)) {
            if (stream == null) {
                throw new IllegalStateException("the program has come without its model");
            }
            return read(stream.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the program's own model " + e.getMessage(), e);
        }
    }

    /**
     * Blocks.
     *
     * @throws IOException saying what is wrong with the file
     */
    public static MotionModel.Parts read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no file");
        }
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    /** What the built-in model was measured to be; blocks. */
    public static JsonObject builtInFigures() {
        try (var stream = ModelFile.class.getResourceAsStream(BUILT_IN_FIGURES)) {
            return stream == null ? new JsonObject() : new JsonObject(Buffer.buffer(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The figures that stand beside a model's file, when there are any; blocks. */
    public static JsonObject figuresBeside(Path file) throws IOException {
        var figures = Path.of(file.toString().replaceFirst("(\\.json)?$", FIGURES));
        if (!Files.isRegularFile(figures)) {
            return new JsonObject();
        }
        try {
            return new JsonObject(Buffer.buffer(Files.readAllBytes(figures)));
        } catch (DecodeException e) {
            throw new IOException(figures + " is not JSON", e);
        }
    }

    private static MotionModel.Parts read(byte[] bytes) throws IOException {
        var root = tree(bytes);
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new IOException("is not a model of the format " + FORMAT);
        }
        for (var name : List.of("version", "threshold", "features", "trees", "smoothing", "calibration", "novelty")) {
            if (!root.has(name)) {
                throw new IOException("has no " + name);
            }
        }
        inputs(root.get("features"));
        try {
            return new MotionModel.Parts(
                    root.get("version").asText(),
                    root.get("threshold").asDouble(),
                    trees(root, "moving", 1),
                    trees(root, "posture", 3),
                    trees(root, "gait", 3),
                    new MotionModel.Tuning(
                            JSON.treeToValue(root.get("smoothing"), Smoothing.class),
                            JSON.treeToValue(root.get("calibration"), Calibration.class)),
                    novelty(JSON.treeToValue(root.get("novelty"), Novelty.class)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("has a part that is not what it should be: " + firstLine(e), e);
        }
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("is not JSON", e);
        }
    }

    private static void inputs(JsonNode features) throws IOException {
        var wanted = Feature.names();
        if (features.size() != wanted.size()) {
            throw new IOException("wants " + features.size() + " features; there are " + wanted.size());
        }
        for (var i = 0; i < wanted.size(); i++) {
            if (!features.get(i).asText().equals(wanted.get(i))) {
                throw new IOException(
                        "wants the feature " + features.get(i).asText() + " where there is " + wanted.get(i));
            }
        }
    }

    /** @param answers how many numbers they must say of a window */
    private static Trees trees(JsonNode root, String name, int answers) throws IOException {
        var text = root.get("trees").get(name);
        if (text == null) {
            throw new IOException("has no trees for " + name);
        }
        var trees = Trees.read(text.binaryValue());
        if (trees.inputs() != Feature.COUNT) {
            throw new IOException("has trees of " + trees.inputs() + " inputs for " + name);
        }
        said(trees, name, answers);
        return trees;
    }

    /** Trees for something else would be found out by the first window, and by an owner. */
    private static void said(Trees trees, String name, int answers) throws IOException {
        var row = Trees.matrix(new float[Feature.COUNT], 1, Feature.COUNT);
        try {
            var said = trees.predict(row)[0];
            if (said.length != answers) {
                throw new IOException("has trees that say %d numbers for %s, where %d are wanted"
                        .formatted(said.length, name, answers));
            }
            for (var probability : said) {
                if (!(probability >= 0 && probability <= 1)) {
                    throw new IOException("has trees that say what is no probability for " + name);
                }
            }
        } finally {
            row.dispose();
        }
    }

    private static Novelty novelty(Novelty novelty) {
        var size = novelty.features().size();
        var isWhole = !novelty.clouds().isEmpty()
                && novelty.features().stream().allMatch(feature -> feature >= 0 && feature < Feature.COUNT)
                && novelty.clouds().stream()
                        .allMatch(cloud ->
                                cloud.mean().size() == size && cloud.whitening().size() == size * (size + 1) / 2);
        if (!isWhole) {
            throw new IllegalArgumentException("the check of novelty has holes");
        }
        return novelty;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The bytes of a model's file. */
    public static byte[] write(MotionModel.Parts parts) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("version", parts.version()).put("threshold", parts.threshold());
        Feature.names().forEach(root.putArray("features")::add);
        root.set("smoothing", JSON.valueToTree(parts.tuning().smoothing()));
        root.set("calibration", JSON.valueToTree(parts.tuning().calibration()));
        root.set("novelty", JSON.valueToTree(parts.novelty()));
        root.putObject("trees")
                .put("moving", parts.moving().bytes())
                .put("posture", parts.posture().bytes())
                .put("gait", parts.gait().bytes());
        var lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JSON.writer(lines).writeValueAsBytes(root);
    }
}
