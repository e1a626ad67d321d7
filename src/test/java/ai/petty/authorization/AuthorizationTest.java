package ai.petty.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.authorization.Operation.Request;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of both contracts, asked by everybody: who is let in, and what the others are told. */
class AuthorizationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static World world;

    @BeforeAll
    static void makeTheWorld() {
        world = World.on(PettyTestServer.start(World.SETTINGS));
    }

    @AfterAll
    static void endIt() {
        world.close();
    }

    @Test
    void noOperationIsMissingFromTheTable() {
        var inTheTable = new TreeSet<String>();
        Operations.ALL.forEach(operation -> inTheTable.add(operation.toString()));
        assertThat(inTheTable).isEqualTo(World.operationsOfTheContracts());
        assertThat(inTheTable).hasSameSizeAs(Operations.ALL);
    }

    static Stream<Arguments> everybodyAtEveryDoor() {
        return Operations.ALL.stream()
                .flatMap(operation -> Arrays.stream(Caller.values()).map(caller -> Arguments.of(operation, caller)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everybodyAtEveryDoor")
    void everybodyGetsWhatTheTableSays(Operation operation, Caller caller) throws Exception {
        var scene = Scene.of(world, caller);
        var expected = caller.expected(operation);
        var answer = send(operation.ask().apply(scene), world.headers(caller, operation, scene));
        try (var body = answer.body()) {
            var text = read(answer, body);
            assertThat(answer.statusCode())
                    .as("%s asked by %s: %s", operation, caller, text)
                    .isEqualTo(expected.status());
            // v1's errors have no codes
            if (operation.version().equals("v2")) {
                assertThat(text).as("%s asked by %s", operation, caller).contains(expected.told());
            }
        }
    }

    private static HttpResponse<InputStream> send(Request request, Map<String, String> headers)
            throws IOException, InterruptedException {
        var body = request.body();
        var builder = HttpRequest.newBuilder(world.baseUri().resolve(request.path()))
                .timeout(PATIENCE)
                .method(
                        request.method().name(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null || request.method().equals(HttpMethod.POST)) {
            builder.header("Content-Type", "application/json");
        }
        headers.forEach(builder::header);
        return CLIENT.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** A stream that does not end is not read. */
    private static String read(HttpResponse<InputStream> answer, InputStream body) {
        var endless = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        try {
            return endless ? "a stream" : new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }
}
