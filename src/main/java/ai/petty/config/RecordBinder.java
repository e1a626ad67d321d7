package ai.petty.config;

import java.util.Map;
import java.util.Optional;

/** Builds a tree of records from values that have their components' types already. */
final class RecordBinder {
    private final Map<String, Setting> keyToSetting;

    RecordBinder(Map<String, Setting> keyToSetting) {
        this.keyToSetting = keyToSetting;
    }

    <T extends Record> T bind(Class<T> root) {
        return bind(root, "");
    }

    private <T extends Record> T bind(Class<T> section, String prefix) {
        var components = section.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (var i = 0; i < components.length; i++) {
            var key = prefix + Schema.name(components[i]);
            types[i] = components[i].getType();
            values[i] = types[i].isRecord() && !TypedText.reads(types[i])
                    ? bind(types[i].asSubclass(Record.class), key + ".")
                    : valueOf(key);
        }
        try {
            return section.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section + " cannot be built from its components", e);
        }
    }

    private Object valueOf(String key) {
        return Optional.ofNullable(keyToSetting.get(key))
                .orElseThrow(() -> new IllegalStateException("config/petty.yaml has no default for " + key))
                .value();
    }
}
