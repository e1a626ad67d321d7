package ai.petty.http;

import ai.petty.PettyTestServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every documented example of both versions, asked of a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractReplayTest {
    private @Nullable ContractReplay replay;

    /** One that runs already ({@code -Dpetty.replay.url=… -Dpetty.replay.secret=…}), else the one of the tests. */
    private record Target(URI baseUri, String secret) implements ReplayTarget {
        static Target chosen() {
            var url = System.getProperty("petty.replay.url");
            return url == null
                    ? new Target(
                            PettyTestServer.shared().baseUri(),
                            PettyTestServer.shared().secret())
                    : new Target(URI.create(url), System.getProperty("petty.replay.secret", ""));
        }
    }

    record Conversation(ContractDocument contract, ContractDocument.Operation operation, String name) {
        @Override
        public String toString() {
            return contract.version() + " " + operation.id() + " " + name;
        }
    }

    static Stream<ContractExample> examples() {
        return ContractExamplesTest.examples().filter(ContractExample::isReplayed);
    }

    static Stream<Conversation> conversations() {
        return ContractExamplesTest.operations()
                .flatMap(place ->
                        place
                                .operation()
                                .model()
                                .getJsonObject("x-conversations", new JsonObject())
                                .fieldNames()
                                .stream()
                                .map(name -> new Conversation(place.contract(), place.operation(), name)));
    }

    @BeforeAll
    void connect() {
        replay = new ContractReplay(Target.chosen());
    }

    @AfterAll
    void disconnect() {
        if (replay != null) {
            replay.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void theServerAnswersAsDocumented(ContractExample example) {
        replay().replay(example);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void theServerConversesAsDocumented(Conversation conversation) {
        replay().replayConversation(conversation.contract(), conversation.operation(), conversation.name());
    }

    private ContractReplay replay() {
        if (replay == null) {
            throw new IllegalStateException("not connected");
        }
        return replay;
    }
}
