package ai.petty.config;

import ai.petty.config.YamlTree.Mapping;
import ai.petty.config.YamlTree.Node;
import ai.petty.config.YamlTree.Nothing;
import ai.petty.config.YamlTree.Scalar;
import ai.petty.config.YamlTree.Sequence;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads a list of sections, such as {@code identity.trusted-issuers}: each item becomes a record. */
final class ItemReader {
    private final List<ConfigError> errors;
    private final IntFunction<Origin> lineToOrigin;

    /** @param errors where what is wrong is noted */
    ItemReader(List<ConfigError> errors, IntFunction<Origin> lineToOrigin) {
        this.errors = errors;
        this.lineToOrigin = lineToOrigin;
    }

    /** Empty when anything of it is wrong. */
    Optional<List<Object>> items(String key, Class<? extends Record> item, Node node) {
        if (!(node instanceof Sequence sequence)) {
            return wrong(key, node, "is a list of sections, each behind a dash");
        }
        var items = new ArrayList<>();
        for (var i = 0; i < sequence.items().size(); i++) {
            var itemKey = key + "[" + i + "]";
            if (sequence.items().get(i) instanceof Mapping mapping) {
                item(itemKey, item, mapping).ifPresent(items::add);
            } else {
                wrong(itemKey, sequence.items().get(i), "is a section; the keys below it are " + names(item));
            }
        }
        return items.size() == sequence.items().size() ? Optional.of(List.copyOf(items)) : Optional.empty();
    }

    private Optional<Object> item(String key, Class<? extends Record> item, Mapping mapping) {
        var known = Arrays.stream(item.getRecordComponents()).map(Schema::name).toList();
        mapping.entries().forEach((name, entry) -> {
            if (!known.contains(name)) {
                errors.add(new ConfigError(
                        key + "." + name,
                        lineToOrigin.apply(entry.line()),
                        "is not a key",
                        NearestName.of(name, known).map(near -> key + "." + near)));
            }
        });
        var before = errors.size();
        var components = item.getRecordComponents();
        var fields = Arrays.stream(components)
                .map(component -> field(key, component, mapping))
                .toList();
        if (errors.size() > before) {
            return Optional.empty();
        }
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var values = fields.stream().map(Optional::orElseThrow).toArray();
            return Optional.of(item.getDeclaredConstructor(types).newInstance(values));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(item + " cannot be built from its components", e);
        }
    }

    private Optional<Object> field(String key, RecordComponent component, Mapping mapping) {
        var name = Schema.name(component);
        var fieldKey = key + "." + name;
        var entry = mapping.entries().get(name);
        if (entry != null) {
            return value(fieldKey, component.getGenericType(), entry.node());
        }
        var otherwise = component.getAnnotation(WhenLeftOut.class);
        return otherwise == null
                ? wrong(fieldKey, mapping, "is missing")
                : Optional.of(TypedText.parse(component.getGenericType(), otherwise.value()));
    }

    private Optional<Object> value(String key, Type type, Node node) {
        return switch (node) {
            case Mapping mapping when TypedText.isMapOfLists(type) -> mapOfLists(key, mapping);
            case Sequence sequence
            when TypedText.isList(type) -> list(key, sequence).map(List::copyOf);
            case Scalar scalar -> text(key, type, scalar);
            case Mapping _ -> wrong(key, node, "is a value, not a section");
            case Sequence _ -> wrong(key, node, "is one value, not a list");
            case Nothing _ -> wrong(key, node, "has no value; an empty one is written \"\"");
        };
    }

    private Optional<Object> mapOfLists(String key, Mapping mapping) {
        var lists = new LinkedHashMap<String, List<String>>();
        mapping.entries().forEach((name, entry) -> {
            var nameKey = key + "." + name;
            switch (entry.node()) {
                case Scalar scalar -> lists.put(name, List.of(scalar.text()));
                case Sequence sequence -> list(nameKey, sequence).ifPresent(items -> lists.put(name, items));
                case Mapping _, Nothing _ -> wrong(nameKey, entry.node(), "is a list of texts");
            }
        });
        return lists.size() == mapping.entries().size() ? Optional.of(Map.copyOf(lists)) : Optional.empty();
    }

    private Optional<List<String>> list(String key, Sequence sequence) {
        var texts = new ArrayList<String>();
        for (var item : sequence.items()) {
            if (!(item instanceof Scalar scalar)) {
                return wrong(key, item, "is a list of texts");
            }
            texts.add(scalar.text());
        }
        try {
            return Optional.of(TypedText.items(texts));
        } catch (IllegalArgumentException e) {
            return wrong(key, sequence, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Object> text(String key, Type type, Scalar scalar) {
        try {
            return Optional.of(TypedText.parse(type, scalar.text()));
        } catch (IllegalArgumentException e) {
            return wrong(key, scalar, String.valueOf(e.getMessage()));
        }
    }

    private static String names(Class<? extends Record> item) {
        return String.join(
                ", ",
                Arrays.stream(item.getRecordComponents()).map(Schema::name).toList());
    }

    private <T> Optional<T> wrong(String key, Node node, String problem) {
        errors.add(ConfigError.of(key, lineToOrigin.apply(node.line()), problem));
        return Optional.empty();
    }
}
