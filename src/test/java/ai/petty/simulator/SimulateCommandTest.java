package ai.petty.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How collars on the command line come by their credential. */
class SimulateCommandTest {
    private final StringWriter said = new StringWriter();

    private int simulate(String... credential) {
        var arguments = new ArrayList<>(List.of(
                "--url=" + PettyTestServer.shared().baseUri(),
                "--collars=1",
                "--first-serial=895001",
                "--transport=http",
                "--report-every=100ms",
                "--for=2s"));
        arguments.addAll(List.of(credential));
        var out = new PrintWriter(said);
        return new CommandLine(new SimulateCommand()).setOut(out).setErr(out).execute(arguments.toArray(String[]::new));
    }

    @Test
    void aFileKeepsTheCredentialOffTheCommandLine(@TempDir Path directory) throws IOException {
        var file = directory.resolve("secret");
        Files.writeString(file, PettyTestServer.shared().secret() + "\n");

        assertThat(simulate("--secret-file=" + file)).as("%s", said).isZero();
    }

    @Test
    void whatIsNotThereOrSaidTwiceIsMisuse(@TempDir Path directory) {
        var missing = "--secret-file=" + directory.resolve("none");

        assertThat(simulate(missing)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(simulate(missing, "--secret=x")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(simulate()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString()).contains("--secret-file: cannot be read");
    }
}
