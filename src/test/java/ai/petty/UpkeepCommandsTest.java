package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
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
    void a_leaked_key_that_signs_is_answered_by_one_that_stands_alone() throws IOException, InterruptedException {
        var person = TestPerson.registered(SERVER);
        var before = published();
        assertThat(run(new KeysCommand.Rotate(environment()), "--profile", "test"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).matches("The key [A-Za-z0-9_-]{16} signs from [0-9TZ:.-]+ on\\.\n");
        assertThat(run(new KeysCommand.Rotate(environment()), "--profile", "test", "--drop-old"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--drop-old goes with --now only");
        assertThat(run(new KeysCommand.Rotate(environment()), "--profile", "test", "--now", "--drop-old"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("within 360 seconds");
        person.get("/v2/me").json(200); // this server has not read the keys again

        // it does so by itself within its time, and at once when it sees a token of a key that it does not know
        person.with(JsonObject.of("access_token", ofUnknownKey(person)))
                .get("/v2/me")
                .json(401);
        person.get("/v2/me").json(401);
        assertThat(published()).hasSize(1).doesNotContainAnyElementsOf(before);
        var again = person.refresh(person.refreshToken()).json(200);
        person.with(again).get("/v2/me").json(200);
    }

    private static String ofUnknownKey(TestPerson person) {
        var header = JsonObject.of("alg", "RS256", "typ", "JWT", "kid", "of-another-process")
                .encode();
        var parts = person.accessToken().split("\\.", -1);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[1] + "." + parts[2];
    }

    private static List<String> published() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(SERVER.baseUri().resolve("/.well-known/jwks.json"))
                    .build();
            var keys = new JsonObject(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return keys.getJsonArray("keys").stream()
                    .map(key -> ((JsonObject) key).getString("kid"))
                    .toList();
        }
    }

    @Test
    void a_command_says_in_one_line_what_is_wrong() {
        assertThat(run(new KeysCommand.Rotate(environment()), "--profile", "production"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("database.url").doesNotContain("Exception");
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
        assertThat(run(new KeysCommand.RotatePii(environment()), "--profile", "test"))
                .isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).isEqualTo("The last rotation's key is not in use yet.\n");
    }
}
