package ai.petty.config;

import ai.petty.config.PettyConfig.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays the layers over each other: defaults, the profile, a file, the environment, the command line. */
public final class ConfigLoader {
    private static final Schema SCHEMA = new Schema(PettyConfig.class);

    private final List<ConfigError> errors = new ArrayList<>();
    private final LayerReader reader = new LayerReader(SCHEMA, errors);

    /**
     * What a configuration is made from.
     *
     * @param profile chosen on the command line; else PETTY_PROFILE, else the file's own, else demo
     * @param file chosen on the command line; else PETTY_CONFIG, else none
     * @param environment the process' variables
     * @param overrides dotted key → text, from options of the command line
     */
    public record Request(
            Optional<String> profile,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> overrides) {
        public Request {
            environment = Map.copyOf(environment);
            overrides = Map.copyOf(overrides);
        }

        /** Nothing but the defaults and the environment given. */
        public static Request of(Map<String, String> environment) {
            return new Request(Optional.empty(), Optional.empty(), environment, Map.of());
        }

        public Request withProfile(String chosen) {
            return new Request(Optional.of(chosen), file, environment, overrides);
        }

        public Request withFile(Path chosen) {
            return new Request(profile, Optional.of(chosen), environment, overrides);
        }

        public Request withOverride(String key, String text) {
            var more = new HashMap<>(overrides);
            more.put(key, text);
            return new Request(profile, file, environment, more);
        }
    }

    private ConfigLoader() {}

    /** The environment of this process. Nothing else in Petty reads it. */
    public static Map<String, String> environment() {
        return System.getenv();
    }

    /** @throws ConfigException with every error of every layer */
    public static PettyConfig load(Request request) {
        return read(request).config();
    }

    /**
     * Like {@link #load}, and tells where each value came from.
     *
     * @throws ConfigException with every error of every layer
     */
    public static EffectiveConfig read(Request request) {
        return new ConfigLoader().layered(request);
    }

    private EffectiveConfig layered(Request request) {
        var defaults = reader.yaml(resource("petty"), _ -> Origin.DEFAULT);

        var above = new LinkedHashMap<String, Setting>();
        var file = request.file().or(() -> variable(request, "PETTY_CONFIG").map(Path::of));
        file.ifPresent(path -> above.putAll(reader.yaml(content(path).orElse(""), line -> Origin.file(path, line))));
        above.putAll(reader.variables(request.environment()));
        var overrides = new HashMap<>(request.overrides());
        request.profile().ifPresent(profile -> overrides.put("profile", profile));
        above.putAll(reader.overrides(overrides));

        // the profile lies below the layers that choose it
        var keyToSetting = new HashMap<>(defaults);
        var chosen = Optional.ofNullable(above.get("profile")).or(() -> Optional.ofNullable(defaults.get("profile")));
        if (chosen.isPresent() && chosen.get().value() instanceof Profile profile) {
            keyToSetting.putAll(reader.yaml(resource(TypedText.nameOf(profile)), _ -> Origin.profile(profile)));
        }
        keyToSetting.putAll(above);

        var config = new RecordBinder(keyToSetting).bind(PettyConfig.class);
        checkRules(config, keyToSetting);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new EffectiveConfig(
                config,
                SCHEMA.keys().stream().map(key -> setting(keyToSetting, key)).toList());
    }

    /** A rule about a key whose value could not be read would judge the value of a layer below: such a rule is silent. */
    private void checkRules(PettyConfig config, Map<String, Setting> keyToSetting) {
        var unread = errors.stream().map(ConfigError::key).distinct().toList();
        for (var broken : new ConfigRules(config, keyToSetting).broken()) {
            if (broken.keys().stream().noneMatch(key -> isIn(unread, key))) {
                var origin = setting(keyToSetting, broken.key()).origin();
                errors.add(ConfigError.of(broken.key(), origin, broken.problem()));
            }
        }
    }

    /** Whether the key, a section around it or the whole file was not read. */
    private static boolean isIn(List<String> unread, String key) {
        return unread.stream().anyMatch(each -> each.isEmpty() || key.equals(each) || key.startsWith(each + "."));
    }

    private static Setting setting(Map<String, Setting> keyToSetting, String key) {
        return Optional.ofNullable(keyToSetting.get(key)).orElseThrow();
    }

    private static Optional<String> variable(Request request, String name) {
        return Optional.ofNullable(request.environment().get(name)).filter(text -> !text.isBlank());
    }

    private Optional<String> content(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            errors.add(ConfigError.of("", Origin.file(file), "does not exist"));
        } catch (CharacterCodingException e) {
            errors.add(ConfigError.of("", Origin.file(file), "is not UTF-8"));
        } catch (IOException e) {
            var problem = Files.isDirectory(file) ? "is a directory" : "cannot be read";
            errors.add(ConfigError.of("", Origin.file(file), problem));
        }
        return Optional.empty();
    }

    /** The text of one of the files in {@code config/}, which travel inside the jar. */
    private static String resource(String name) {
        try (var stream = ConfigLoader.class.getResourceAsStream("/config/" + name + ".yaml")) {
            if (stream == null) {
                throw new IllegalStateException("config/" + name + ".yaml is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
