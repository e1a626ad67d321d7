package ai.petty.http;

import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which operation a path and a method mean. A path without parameters is one look-up in a map, which is what keeps the two
 * hot routes as fast when there are a hundred others.
 */
final class RouteTable {
    private final Map<String, Item> pathToItem = new HashMap<>();
    private final Map<String, Item> templateToItem = new LinkedHashMap<>();

    /** One path of a contract and what may be done there. */
    static final class Item {
        private final String template;
        private final String[] segments;
        private final Map<HttpMethod, Mount> methodToMount = new LinkedHashMap<>();

        private Item(String template) {
            this.template = template;
            this.segments = template.split("/", -1);
        }

        String template() {
            return template;
        }

        @Nullable
        Mount mount(HttpMethod method) {
            return methodToMount.get(method);
        }

        /** As the header {@code Allow} wants it. */
        String allowed() {
            return String.join(
                    ", ", methodToMount.keySet().stream().map(HttpMethod::name).toList());
        }

        private @Nullable Map<String, String> match(String[] asked) {
            if (asked.length != segments.length) {
                return null;
            }
            Map<String, String> parameters = new HashMap<>();
            for (var i = 0; i < asked.length; i++) {
                var segment = segments[i];
                if (isParameter(segment)) {
                    if (asked[i].isEmpty()) {
                        return null;
                    }
                    parameters.put(segment.substring(1, segment.length() - 1), asked[i]);
                } else if (!segment.equals(asked[i])) {
                    return null;
                }
            }
            return parameters;
        }
    }

    /**
     * @param parameters of the path, still percent-encoded
     */
    record Match(Item item, Map<String, String> parameters) {}

    void add(String path, HttpMethod method, Mount mount) {
        var items = path.indexOf('{') < 0 ? pathToItem : templateToItem;
        items.computeIfAbsent(path, Item::new).methodToMount.put(method, mount);
    }

    /** @param path with its version, as it was asked for */
    @Nullable
    Match find(String path) {
        var exact = pathToItem.get(path);
        if (exact != null) {
            return new Match(exact, Map.of());
        }
        var asked = path.split("/", -1);
        for (var item : templateToItem.values()) {
            var parameters = item.match(asked);
            if (parameters != null) {
                return new Match(item, parameters);
            }
        }
        return null;
    }

    private static boolean isParameter(String segment) {
        return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
    }

    /** @param segment whose {@link Escapes} are whole */
    static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
