package ai.petty.config;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The configuration, and where each of its values came from.
 *
 * @param settings every key, in the order of the records
 */
public record EffectiveConfig(PettyConfig config, List<Setting> settings) {
    /** What needs no quotes in YAML, wherever it stands. */
    private static final Pattern PLAIN = Pattern.compile("[./]?[A-Za-z0-9][A-Za-z0-9_./+-]*");

    public EffectiveConfig {
        settings = List.copyOf(settings);
    }

    /** As YAML that reads back to the same values, secrets masked, each key with its origin behind it. */
    public String toYaml() {
        var yaml = new StringBuilder();
        var section = List.<String>of();
        for (var setting : settings) {
            var names = List.of(setting.key().split("\\."));
            var parents = names.subList(0, names.size() - 1);
            for (var depth = shared(section, parents); depth < parents.size(); depth++) {
                yaml.append("  ".repeat(depth)).append(parents.get(depth)).append(":\n");
            }
            section = parents;
            yaml.append("  ".repeat(parents.size())).append(names.getLast()).append(": ");
            yaml.append(written(setting.value())).append("  # ");
            yaml.append(setting.origin().text().replaceAll("\\R|\\p{Cntrl}", "?"))
                    .append('\n');
        }
        return yaml.toString();
    }

    private static int shared(List<String> one, List<String> other) {
        var depth = 0;
        while (depth < Math.min(one.size(), other.size()) && one.get(depth).equals(other.get(depth))) {
            depth++;
        }
        return depth;
    }

    private static String written(Object value) {
        return switch (value) {
            case List<?> items -> items.stream().map(EffectiveConfig::written).collect(joining(", ", "[", "]"));
            case Map<?, ?> named ->
                named.entrySet().stream()
                        .map(entry -> scalar(String.valueOf(entry.getKey())) + ": " + written(entry.getValue()))
                        .sorted()
                        .collect(joining(", ", "{", "}"));
            case Record item
            when !TypedText.reads(item.getClass()) ->
                Arrays.stream(item.getClass().getRecordComponents())
                        .map(component -> Schema.name(component) + ": " + written(valueOf(item, component)))
                        .collect(joining(", ", "{", "}"));
            default -> scalar(TypedText.print(value));
        };
    }

    private static Object valueOf(Record item, RecordComponent component) {
        try {
            return component.getAccessor().invoke(item);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(item.getClass() + " does not tell its components", e);
        }
    }

    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !text.toLowerCase(Locale.ROOT).equals("null")) {
            return text;
        }
        return text.chars().mapToObj(unit -> quoted((char) unit)).collect(joining("", "\"", "\""));
    }

    /** YAML takes only what is printable, and not all that Java takes for it: what is neither ASCII nor a letter is escaped. */
    private static String quoted(char unit) {
        if (unit == '"' || unit == '\\') {
            return "\\" + unit;
        }
        var plain = unit < 0x80 ? unit >= ' ' && unit < 0x7f : Character.isLetterOrDigit(unit);
        return plain ? String.valueOf(unit) : String.format(Locale.ROOT, "\\u%04x", (int) unit);
    }
}
