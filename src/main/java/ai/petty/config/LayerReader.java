package ai.petty.config;

import ai.petty.config.YamlTree.Mapping;
import ai.petty.config.YamlTree.Node;
import ai.petty.config.YamlTree.Nothing;
import ai.petty.config.YamlTree.Scalar;
import ai.petty.config.YamlTree.Sequence;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Reads one layer after the other into settings. What is wrong is noted and left out, and reading goes on. */
final class LayerReader {
    private static final int LONGEST_QUOTE = 60;

    private final Schema schema;
    private final List<ConfigError> errors;

    /** @param errors where what is wrong is noted */
    LayerReader(Schema schema, List<ConfigError> errors) {
        this.schema = schema;
        this.errors = errors;
    }

    Map<String, Setting> yaml(String text, IntFunction<Origin> lineToOrigin) {
        var settings = new LinkedHashMap<String, Setting>();
        var document = YamlTree.read(text);
        for (var problem : document.problems()) {
            errors.add(ConfigError.of(problem.key(), lineToOrigin.apply(problem.line()), problem.text()));
        }
        switch (document.root()) {
            case Mapping mapping -> section("", mapping, lineToOrigin, settings);
            case Nothing _ -> {}
            case Scalar scalar -> notATree(lineToOrigin.apply(scalar.line()));
            case Sequence sequence -> notATree(lineToOrigin.apply(sequence.line()));
        }
        return settings;
    }

    private void notATree(Origin origin) {
        errors.add(ConfigError.of("", origin, "is not a tree of keys"));
    }

    private void section(
            String prefix, Mapping mapping, IntFunction<Origin> lineToOrigin, Map<String, Setting> settings) {
        mapping.entries().forEach((name, entry) -> {
            var key = prefix + name;
            var origin = lineToOrigin.apply(entry.line());
            var type = schema.type(key);
            if (name.contains(".")) {
                errors.add(
                        ConfigError.of(key, origin, "has dots in one name; in a file a key stands below its section"));
            } else if (type.flatMap(TypedText::itemOf).isPresent()) {
                new ItemReader(errors, lineToOrigin)
                        .items(key, type.flatMap(TypedText::itemOf).get(), entry.node())
                        .ifPresent(items -> settings.put(key, new Setting(key, items, origin)));
            } else if (type.isPresent()) {
                value(key, type.get(), entry.node(), origin).ifPresent(setting -> settings.put(key, setting));
            } else if (schema.section(key).isPresent()) {
                switch (entry.node()) {
                    case Mapping nested -> section(key + ".", nested, lineToOrigin, settings);
                    case Nothing _ -> {} // a section whose keys are all commented out
                    case Scalar _, Sequence _ -> errors.add(isSection(key, origin));
                }
            } else {
                errors.add(new ConfigError(key, origin, "is not a key", schema.nearestKey(key)));
            }
        });
    }

    private ConfigError isSection(String key, Origin origin) {
        var names = String.join(", ", schema.section(key).orElse(List.of()));
        return ConfigError.of(key, origin, "is a section; the keys below it are " + names);
    }

    private Optional<Setting> value(String key, Type type, Node node, Origin origin) {
        return switch (node) {
            case Scalar scalar -> value(key, type, scalar.text(), origin);
            case Sequence sequence -> list(key, type, sequence.items(), origin);
            case Mapping _ -> refused(key, origin, "is a value, not a section");
            case Nothing _ -> refused(key, origin, "has no value; an empty one is written \"\"");
        };
    }

    private Optional<Setting> list(String key, Type type, List<Node> items, Origin origin) {
        if (!TypedText.isList(type)) {
            return refused(key, origin, "is one value, not a list");
        }
        var texts = new ArrayList<String>();
        for (var item : items) {
            if (!(item instanceof Scalar scalar)) {
                return refused(key, origin, "is a list of texts");
            }
            texts.add(scalar.text());
        }
        try {
            return Optional.of(new Setting(key, TypedText.items(texts), origin));
        } catch (IllegalArgumentException e) {
            return refused(key, origin, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Setting> value(String key, Type type, String text, Origin origin) {
        try {
            return Optional.of(new Setting(key, TypedText.parse(type, text), origin));
        } catch (IllegalArgumentException e) {
            return refused(key, origin, quote(text) + " " + e.getMessage());
        }
    }

    /** Only values of types that cannot hold a secret fail, so quoting them tells nothing that must not be told. */
    private static String quote(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (plain.length() > LONGEST_QUOTE ? plain.substring(0, LONGEST_QUOTE) + "…" : plain) + '"';
    }

    private Optional<Setting> refused(String key, Origin origin, String problem) {
        errors.add(ConfigError.of(key, origin, problem));
        return Optional.empty();
    }

    /** The variables that start with {@code PETTY_}; lists are comma separated. */
    Map<String, Setting> variables(Map<String, String> environment) {
        var settings = new LinkedHashMap<String, Setting>();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (Schema.claims(name)) {
                schema.keyOfVariable(name)
                        .ifPresentOrElse(
                                key -> known(key, text, Origin.variable(name), settings),
                                () -> errors.add(new ConfigError(
                                        name,
                                        Origin.ENVIRONMENT,
                                        "is not the name of a key",
                                        schema.nearestVariable(name))));
            }
        });
        return settings;
    }

    /** @param keyToText dotted keys; lists are comma separated */
    Map<String, Setting> overrides(Map<String, String> keyToText) {
        var settings = new LinkedHashMap<String, Setting>();
        new TreeMap<>(keyToText).forEach((key, text) -> {
            if (schema.type(key).isPresent()) {
                known(key, text, Origin.COMMAND_LINE, settings);
            } else if (schema.section(key).isPresent()) {
                errors.add(isSection(key, Origin.COMMAND_LINE));
            } else {
                errors.add(new ConfigError(key, Origin.COMMAND_LINE, "is not a key", schema.nearestKey(key)));
            }
        });
        return settings;
    }

    private void known(String key, String text, Origin origin, Map<String, Setting> settings) {
        schema.type(key)
                .flatMap(type -> value(key, type, text, origin))
                .ifPresent(setting -> settings.put(key, setting));
    }
}
