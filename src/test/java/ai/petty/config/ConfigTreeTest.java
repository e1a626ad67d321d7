package ai.petty.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in config/ and the records say the same. */
class ConfigTreeTest {
    private final Schema schema = new Schema(PettyConfig.class);

    @Test
    void theDefaultTreeAndTheRecordsMatchBothWays() throws IOException {
        assertThat(leaves("petty")).containsExactlyElementsOf(schema.keys());
    }

    @ParameterizedTest
    @EnumSource(PettyConfig.Profile.class)
    void noProfileHasAKeyThatTheDefaultsDoNotHave(PettyConfig.Profile profile) throws IOException {
        assertThat(schema.keys()).containsAll(leaves(TypedText.nameOf(profile)));
    }

    @ParameterizedTest
    @EnumSource(PettyConfig.Profile.class)
    void noProfileChoosesAProfile(PettyConfig.Profile profile) throws IOException {
        assertThat(leaves(TypedText.nameOf(profile))).doesNotContain("profile");
    }

    @Test
    void noTwoKeysShareAnEnvironmentVariable() {
        var variableToKey = new LinkedHashMap<String, String>();
        for (var key : schema.keys()) {
            var other = variableToKey.put(Schema.variable(key), key);
            assertThat(other).as("the key that shares %s", Schema.variable(key)).isNull();
        }
        assertThat(variableToKey).doesNotContainKeys(Schema.RESERVED_VARIABLES.toArray(String[]::new));
    }

    @Test
    void dotsAndDashesBecomeUnderscoresInVariables() {
        assertThat(Schema.variable("http.idle-timeout")).isEqualTo("PETTY_HTTP_IDLE_TIMEOUT");
        assertThat(schema.keyOfVariable("PETTY_LIMITS_V1_INGEST_BURST")).contains("limits.v1-ingest.burst");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test"})
    void theDemoAndTheTestsStartWithNothingGiven(String profile) {
        var config = ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile(profile));
        assertThat(TypedText.nameOf(config.profile())).isEqualTo(profile);
        assertThat(config.identity().demoSecret()).isTrue();
    }

    private static Set<String> leaves(String name) throws IOException {
        var document = YamlTree.read(Files.readString(Path.of("config", name + ".yaml")));
        assertThat(document.problems()).isEmpty();
        var leaves = new LinkedHashSet<String>();
        collect("", document.root(), leaves);
        return leaves;
    }

    private static void collect(String key, YamlTree.Node node, Set<String> leaves) {
        if (node instanceof YamlTree.Mapping mapping) {
            var prefix = key.isEmpty() ? "" : key + ".";
            mapping.entries().forEach((name, entry) -> collect(prefix + name, entry.node(), leaves));
        } else {
            leaves.add(key);
        }
    }
}
