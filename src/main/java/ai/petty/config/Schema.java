package ai.petty.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The legal keys and their types, read off the components of a tree of records. */
final class Schema {
    /** Variables that start like keys but are not: the launcher and the root read them. */
    static final Set<String> RESERVED_VARIABLES = Set.of("PETTY_CONFIG", "PETTY_JAVA_OPTS");

    private static final String VARIABLE_PREFIX = "PETTY_";

    private final Map<String, Type> keyToType = new LinkedHashMap<>();
    private final Map<String, List<String>> sectionToNames = new LinkedHashMap<>();
    private final Map<String, String> variableToKey = new LinkedHashMap<>();

    Schema(Class<? extends Record> root) {
        walk("", root);
        for (var key : keyToType.keySet()) {
            variableToKey.put(variable(key), key);
        }
    }

    private void walk(String prefix, Class<? extends Record> section) {
        for (var component : section.getRecordComponents()) {
            var key = prefix + name(component);
            if (component.getType().isRecord() && !TypedText.reads(component.getType())) {
                var nested = component.getType().asSubclass(Record.class);
                var names = new ArrayList<String>();
                for (var each : nested.getRecordComponents()) {
                    names.add(name(each));
                }
                sectionToNames.put(key, names);
                walk(key + ".", nested);
            } else {
                keyToType.put(key, component.getGenericType());
            }
        }
    }

    /** {@code maxNacksInARow} is written {@code max-nacks-in-a-row}. */
    static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** {@code http.idle-timeout} is written {@code PETTY_HTTP_IDLE_TIMEOUT}. */
    static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether an environment variable is ours to explain. */
    static boolean claims(String variable) {
        return variable.startsWith(VARIABLE_PREFIX) && !RESERVED_VARIABLES.contains(variable);
    }

    /** Keys in the order of the records. */
    Set<String> keys() {
        return Collections.unmodifiableSet(keyToType.keySet());
    }

    Optional<Type> type(String key) {
        return Optional.ofNullable(keyToType.get(key));
    }

    Optional<String> keyOfVariable(String variable) {
        return Optional.ofNullable(variableToKey.get(variable));
    }

    /** The names that stand directly in a section, when it is one. */
    Optional<List<String>> section(String key) {
        return Optional.ofNullable(sectionToNames.get(key));
    }

    Optional<String> nearestKey(String wrong) {
        var all = new ArrayList<>(sectionToNames.keySet());
        all.addAll(keyToType.keySet());
        return NearestName.of(wrong, all).or(() -> onlyOneThatEndsWith(wrong));
    }

    Optional<String> nearestVariable(String wrong) {
        var all = new ArrayList<>(variableToKey.keySet());
        all.addAll(RESERVED_VARIABLES);
        return NearestName.of(wrong, all);
    }

    /** The right name in the wrong section is a slip as common as a wrong letter. */
    private Optional<String> onlyOneThatEndsWith(String wrong) {
        var last = wrong.substring(wrong.lastIndexOf('.') + 1);
        var ending = keyToType.keySet().stream()
                .filter(key -> key.endsWith("." + last))
                .toList();
        return ending.size() == 1 ? Optional.of(ending.getFirst()) : Optional.empty();
    }
}
