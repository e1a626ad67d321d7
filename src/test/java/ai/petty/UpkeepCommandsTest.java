package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands that work beside a running server, on its database and its secrets. */
class UpkeepCommandsTest {
    // Of its own: the record is tampered with here.
    private static final PettyTestServer SERVER = PettyTestServer.start(Map.of());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PETTY_DATABASE_EMBEDDED_DIRECTORY",
                SERVER.directory().resolve("postgres").toString(),
                "PETTY_SECRETS_DIRECTORY",
                SERVER.directory().resolve("secrets").toString());
    }

    private int run(Callable<Integer> command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int verify(String... arguments) {
        var all = new ArrayList<>(List.of("--profile", "test"));
        all.addAll(List.of(arguments));
        return run(new AuditCommand.Verify(environment()), all.toArray(String[]::new));
    }

    @Test
    void the_record_of_a_running_server_is_clean_until_somebody_alters_it() throws IOException, SQLException {
        assertThat(verify()).as(err.toString()).isZero();
        assertThat(out.toString()).contains("in 1 runs");
        assertThat(verify("--print-heads")).isZero();
        var heads = Files.writeString(SERVER.directory().resolve("heads"), out.toString());
        assertThat(verify("--heads", heads.toString())).isZero();

        try (var connection = SERVER.jdbc();
                var statement = connection.createStatement()) {
            statement.execute(
                    "alter table audit disable trigger all; update audit set outcome = 'refused' where n = 1");
        }
        assertThat(verify()).isEqualTo(1);
        assertThat(err.toString()).contains("BROKEN at run", "row 1: it is not as it was written");
    }

    @Test
    void a_key_of_personal_fields_is_made_for_later_or_for_now() {
        assertThat(run(new KeysCommand.RotatePii(environment()), "--profile", "test", "--now"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).matches("The key [0-9a-f]{8} is used from now on\\.\n");
        assertThat(run(new KeysCommand.RotatePii(environment()), "--profile", "test"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("is used in 900 seconds.");
    }
}
