package ai.petty.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.TestPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers on one database, and a client that does not know which of them made its pet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskingAgainAcrossProcessesTest {
    private static final int ROUNDS = 5;

    private PettyTestServer here;
    private PettyTestServer there;

    @BeforeAll
    void start() throws IOException {
        var database = TestPostgres.shared().fresh();
        var secrets = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "shared-secrets-");
        var settings = Map.of(
                "database.url",
                "postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
                "database.user",
                database.user(),
                "database.password",
                database.password().value(),
                "secrets.directory",
                secrets.toString());
        here = PettyTestServer.start(settings);
        there = PettyTestServer.start(settings);
    }

    @AfterAll
    void stop() {
        there.close();
        here.close();
    }

    /** The same account, signed in at both. */
    private List<TestPerson> somebody() {
        var atHome = TestPerson.registered(here);
        var away = TestPerson.at(there.baseUri(), atHome.email());
        return List.of(atHome, away.with(away.login(TestPerson.PASSWORD).json(200)));
    }

    private static int pets(TestPerson person) {
        return (int) person.get("/v2/pets").json(200).getJsonArray("pets").stream()
                .filter(pet -> "owner".equals(((JsonObject) pet).getString("role")))
                .count();
    }

    @Test
    void whatOneHasMadeTheOtherTellsAgain() {
        var ada = somebody();
        var bella = JsonObject.of("name", "Bella", "species", "dog");
        var key = UUID.randomUUID().toString();
        var first = ada.getFirst().postOnce(key, "/v2/pets", bella);
        var again = ada.getLast().postOnce(key, "/v2/pets", bella);
        assertThat(again.json(201)).isEqualTo(first.json(201));
        assertThat(again.headers().get("location")).isEqualTo(first.headers().get("location"));
        ada.getLast().postOnce(key, "/v2/pets", bella.copy().put("name", "Max")).refused(422, "idempotency.key_reused");
        assertThat(pets(ada.getLast())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void howeverOftenAndWhereverItIsAskedThereIsOnePet(long seed) {
        var random = new Random(seed);
        var ada = somebody();
        for (var round = 1; round <= ROUNDS; round++) {
            var key = UUID.randomUUID().toString();
            var dog = JsonObject.of("name", "Dog " + round, "species", "dog");
            var callers = IntStream.range(0, 2 + random.nextInt(10))
                    .mapToObj(i -> ada.get(random.nextInt(2)))
                    .toList();
            var answers = atOnce(callers, key, dog);
            assertThat(answers).allSatisfy(answer -> {
                if (answer.status() != 201) {
                    answer.refused(409, "idempotency.in_progress");
                    assertThat(answer.headers().get("retry-after")).containsExactly("1");
                }
            });
            var told = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .map(TestPerson.Answer::body)
                    .distinct()
                    .toList();
            assertThat(told).hasSize(1);
            assertThat(ada.get(random.nextInt(2)).postOnce(key, "/v2/pets", dog).body())
                    .isEqualTo(told.getFirst());
            assertThat(pets(ada.getFirst())).isEqualTo(round);
        }
    }

    private static List<TestPerson.Answer> atOnce(List<TestPerson> callers, String key, JsonObject body) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.stream()
                    .map(caller -> CompletableFuture.supplyAsync(() -> caller.postOnce(key, "/v2/pets", body), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }
}
