package ai.petty.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * YAML as it was written: scalars stay text, everything knows its line, a key that stands twice is an error, anchors are
 * resolved. (A {@code JsonNode} would have lost the lines and the duplicates.) No problem quotes the source, for what is
 * badly written may be a password.
 */
final class YamlTree {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private static final String NOT_YAML = "is not YAML (a tab, a colon without a space, an open quote or bracket?)";

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Node> anchorToNode = new HashMap<>();

    sealed interface Node {
        int line();
    }

    record Scalar(String text, int line) implements Node {}

    record Nothing(int line) implements Node {}

    record Sequence(List<Node> items, int line) implements Node {}

    /** @param entries in the order of the file */
    record Mapping(Map<String, Entry> entries, int line) implements Node {}

    record Entry(Node node, int line) {}

    /**
     * @param key dotted, or empty when it belongs to none
     * @param line counted from 1; 0 when it is not known
     */
    record Problem(String key, int line, String text) {}

    /** @param root {@link Nothing} for an empty document, and for one that is not YAML */
    record Document(Node root, List<Problem> problems) {}

    private YamlTree() {}

    static Document read(String text) {
        var tree = new YamlTree();
        Node root = new Nothing(1);
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != null) {
                root = tree.node("", parser);
                if (parser.nextToken() != null) {
                    tree.problem("", parser, "holds more than one document");
                }
            }
        } catch (JsonProcessingException e) {
            tree.problems.add(new Problem("", line(e), NOT_YAML));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Document(root, tree.problems);
    }

    private Node node(String path, YAMLParser parser) throws IOException {
        var line = line(parser.currentTokenLocation());
        var anchor = parser.getObjectId();
        if (parser.getTypeId() != null) {
            problem(path, parser, "has a tag; a value that begins with ! needs quotes");
        }
        if (parser.isCurrentAlias()) {
            var known = anchorToNode.get(parser.getText());
            if (known == null) {
                problem(
                        path,
                        parser,
                        "names an anchor that stands nowhere above; a value that begins with * needs quotes");
                return new Nothing(line);
            }
            return known;
        }
        var node = switch (parser.currentToken()) {
            case START_OBJECT -> mapping(path, parser, line);
            case START_ARRAY -> sequence(path, parser, line);
            case VALUE_NULL -> new Nothing(line);
            default -> new Scalar(parser.getText(), line);
        };
        if (anchor != null) {
            anchorToNode.put(anchor, node);
        }
        return node;
    }

    private Node mapping(String path, YAMLParser parser, int line) throws IOException {
        var entries = new LinkedHashMap<String, Entry>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var key = path.isEmpty() ? name : path + "." + name;
            var keyLine = line(parser.currentTokenLocation());
            parser.nextToken();
            var node = node(key, parser);
            var first = entries.putIfAbsent(name, new Entry(node, keyLine));
            if (first != null) {
                problems.add(new Problem(key, keyLine, "stands here a second time, first in line " + first.line()));
            }
        }
        return new Mapping(entries, line);
    }

    private Node sequence(String path, YAMLParser parser, int line) throws IOException {
        var items = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path, parser));
        }
        return new Sequence(items, line);
    }

    private void problem(String key, YAMLParser parser, String text) {
        problems.add(new Problem(key, line(parser.currentTokenLocation()), text));
    }

    /** The location is where the last good token ended; where the trouble is, only the deprecated type tells. */
    @SuppressWarnings("deprecation")
    private static int line(JsonProcessingException e) {
        return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? marked.getProblemMark().getLine() + 1
                : line(e.getLocation());
    }

    private static int line(@Nullable JsonLocation location) {
        return location == null ? 0 : Math.max(0, location.getLineNr());
    }
}
