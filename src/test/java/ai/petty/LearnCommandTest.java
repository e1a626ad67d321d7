package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.feedback.StoredMotion;
import ai.petty.inference.motion.Feature;
import ai.petty.training.InventedRecordings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A model learns what owners have said, who agreed to that, and nothing else. */
class LearnCommandTest {
    private static final PettyTestServer SERVER = PettyTestServer.start(Map.of());

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter told = new StringWriter();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void clear() throws IOException, SQLException {
        InventedRecordings.write(folder);
        execute("delete from feedback");
    }

    private static void execute(String statement, Object... parameters) throws SQLException {
        try (var connection = SERVER.jdbc();
                var prepared = connection.prepareStatement(statement)) {
            for (var i = 0; i < parameters.length; i++) {
                prepared.setObject(i + 1, parameters[i]);
            }
            prepared.execute();
        }
    }

    private int run(String... arguments) {
        told.getBuffer().setLength(0);
        var command = new LearnCommand(Map.of(
                "PETTY_DATABASE_EMBEDDED_DIRECTORY",
                SERVER.directory().resolve("postgres").toString(),
                "PETTY_SECRETS_DIRECTORY",
                SERVER.directory().resolve("secrets").toString()));
        return new CommandLine(command)
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(told))
                .execute(arguments);
    }

    private byte[] model(boolean withFeedback) throws IOException {
        var out = folder.resolve("model.json");
        Files.deleteIfExists(out);
        var recordings = folder.toString();
        var code = withFeedback
                ? run(
                        "--profile",
                        "test",
                        "--recordings",
                        recordings,
                        "--out",
                        out.toString(),
                        "--name",
                        "toy-1",
                        "--with-feedback")
                : run("--recordings", recordings, "--out", out.toString(), "--name", "toy-1");
        assertThat(code).as(told.toString()).isZero();
        return Files.readAllBytes(out);
    }

    private static UUID account() throws SQLException {
        var id = UUID.randomUUID();
        execute("insert into account (account_id) values (?)", id);
        return id;
    }

    /** Forty windows of running that look like this, in one event. */
    private static void say(UUID account, boolean mayTrain, String featureSet) throws SQLException {
        var pet = UUID.randomUUID();
        execute("""
                with home as (insert into household (name) values ('') returning household_id)
                insert into pet (pet_id, household_id, name) select ?, household_id, 'x' from home""", pet);
        var random = new Random(1);
        var windows = new JsonArray();
        for (var i = 0; i < 40; i++) {
            var features = new JsonArray();
            for (var j = 0; j < Feature.COUNT; j++) {
                features.add(random.nextGaussian() - 3);
            }
            windows.add(new JsonObject()
                    .put("t0", i * 1_000_000L)
                    .put("micros", 2_000_000)
                    .put("label", "lying")
                    .put("probability", 0.7)
                    .put("feature_set", featureSet)
                    .put("features", features));
        }
        execute("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, corrected, may_train, given_at, pet_id,
                    pairing_id, behaviour, from_t, to_t, confidence, coverage, model, evidence, windows)
                values (gen_random_uuid(), ?, '', 'incorrect', 'running', ?, now(), ?, 1, 1, now(), now(), 0.8, 1, 'rules', '{}', ?::jsonb)""", account, mayTrain, pet, windows.encode());
    }

    @Test
    void what_owners_say_changes_the_model_until_they_are_erased_and_only_if_they_agreed()
            throws IOException, SQLException {
        var without = model(false);
        var ada = account();
        say(account(), false, StoredMotion.FEATURE_SET);
        say(ada, true, "motion-of-old");
        assertThat(model(true)).as("nobody agreed, or of another kind").isEqualTo(without);
        assertThat(told.toString()).contains("0 windows that owners have said", "40 left out");
        say(ada, true, StoredMotion.FEATURE_SET);
        var with = model(true);
        assertThat(told.toString()).contains("40 windows that owners have said");
        assertThat(with).isNotEqualTo(without);
        assertThat(model(true)).as("the same again").isEqualTo(with);
        assertThat(model(false)).as("unless it is asked for").isEqualTo(without);
        execute("delete from account where account_id = ?", ada);
        assertThat(model(true)).isEqualTo(without);
    }

    @Test
    void it_never_takes_the_name_or_the_place_of_the_model_that_the_program_comes_with() {
        assertThat(run("--profile", "test", "--recordings", folder.toString(), "--with-feedback"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString()).contains("it wants --name and --out");
    }
}
