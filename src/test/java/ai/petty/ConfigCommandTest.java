package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new ConfigCommand(environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void itPrintsTheEffectiveConfigurationWithSecretsMasked() {
        assertThat(run(Map.of("PETTY_DATABASE_PASSWORD", "hunter2"), "--profile", "test"))
                .isZero();
        assertThat(out.toString())
                .startsWith("profile: test  # command line\n")
                .contains("  password: \"********\"  # environment PETTY_DATABASE_PASSWORD\n")
                .doesNotContain("hunter2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void itTellsEverythingThatIsWrongAndPrintsNothing() {
        assertThat(run(Map.of("PETTY_HTTP_PROT", "1"), "--profile", "production", "--config", "missing.yaml"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("PETTY_HTTP_PROT (environment)", "file missing.yaml: does not exist")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }
}
