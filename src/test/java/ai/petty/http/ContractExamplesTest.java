package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts against themselves, and the replay against a server that repeats them; no Petty runs here. */
class ContractExamplesTest {
    /** What anybody can bring about; 429 and 503 need a crowd. */
    private static final Set<String> PROVOKED = Set.of("200", "201", "400", "401", "404", "413", "415");

    static final List<ContractDocument> CONTRACTS = List.of(ContractDocument.of("v1"), ContractDocument.of("v2"));

    private final ReplayVariables variables = ReplayVariables.made();

    /** An operation with its contract, named for the report. */
    record Place(ContractDocument contract, ContractDocument.Operation operation) {
        @Override
        public String toString() {
            return contract.version() + " " + operation.id();
        }
    }

    static Stream<Place> operations() {
        return CONTRACTS.stream()
                .flatMap(contract -> contract.operations().stream().map(operation -> new Place(contract, operation)));
    }

    static Stream<ContractExample> examples() {
        return CONTRACTS.stream().flatMap(contract -> contract.examples().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExampleIsAsItsSchemaSays(ContractExample example) {
        var contract = example.contract();
        if (example.isSuccess()) {
            for (var parameter : example.parameters()) {
                assertThat(contract.violations(parameter.schema(), variables.fill(parameter.value())))
                        .as(parameter.name())
                        .isEmpty();
            }
            // A batch of which something is rejected is there to show it.
            var rejects = example.answer() instanceof JsonObject answer
                    && !answer.getJsonArray("rejected", new JsonArray()).isEmpty();
            example.body().filter(body -> !rejects).ifPresent(body -> {
                var filled = variables.fill(body.value());
                assertThat(contract.violations(body.content().getJsonObject("schema"), filled))
                        .isEmpty();
                if (body.content().containsKey("x-item-schema")) {
                    filled.toString()
                            .lines()
                            .forEach(line -> assertThat(contract.violations(
                                            body.content().getJsonObject("x-item-schema"), new JsonObject(line)))
                                    .as(line)
                                    .isEmpty());
                }
            });
        }
        if (!example.hasBody()) {
            return;
        }
        var content = example.response().getJsonObject("content").getJsonObject(example.mediaType());
        assertThat(contract.violations(content.getJsonObject("schema"), example.answer()))
                .isEmpty();
        if (example.mediaType().equals("text/event-stream")) {
            ContractConversation.checkEvents(example, String.valueOf(example.answer()));
        }
        if (example.mediaType().equals("application/problem+json") && example.answer() instanceof JsonObject problem) {
            assertThat(problem.getInteger("status")).isEqualTo(example.status());
            assertThat(problem.getString("type")).isEqualTo("urn:petty:problem:" + problem.getString("code"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void aRequestAndItsAnswerCarryTheSameName(Place place) {
        var requests = place.contract().requestNames(place.operation());
        var answers = place.contract().answerNames(place.operation()).values().stream()
                .flatMap(Set::stream)
                .toList();

        assertThat(answers).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(requests);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void everyStatusThatCanBeBroughtAboutHasAnExample(Place place) {
        var statusToNames = place.contract().answerNames(place.operation());

        // A conversation is the example of what cannot be asked in one request.
        var isSocket = place.operation().model().containsKey("x-conversations");
        statusToNames.forEach((status, names) -> {
            if (PROVOKED.contains(status)) {
                assertThat(names).as(status).isNotEmpty();
            }
        });
        var succeeding = new TreeSet<>(statusToNames.keySet());
        succeeding.removeIf(status -> status.compareTo("400") >= 0);
        assertThat(succeeding).isNotEmpty();
        if (place.operation().versioned()) {
            assertThat(statusToNames.entrySet())
                    .anyMatch(entry -> entry.getKey().compareTo("400") >= 0
                            && !entry.getValue().isEmpty());
        }
        assertThat(isSocket
                        || succeeding.stream()
                                .anyMatch(status -> statusToNames.get(status) != null
                                        && !statusToNames.get(status).isEmpty()))
                .as("a success has an example")
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void refusalsHaveTheShapeOfTheirVersionAndNo5xxButA503(Place place) {
        place.contract().responses(place.operation()).forEach((status, response) -> {
            assertThat(status).matches("[1-4][0-9]{2}|503");
            if (status.compareTo("400") >= 0 && place.operation().versioned()) {
                var isV1 = place.contract().version().equals("v1");
                var mediaType = isV1 ? "application/json" : "application/problem+json";
                assertThat(response.getJsonObject("content").fieldNames()).containsExactly(mediaType);
                assertThat(response.getJsonObject("content")
                                .getJsonObject(mediaType)
                                .getJsonObject("schema")
                                .getString("$ref"))
                        .isEqualTo("#/components/schemas/" + (isV1 ? "Error" : "Problem"));
            }
            if (Set.of("429", "503").contains(status)) {
                var retryAfter = place.contract()
                        .resolved(response.getJsonObject("headers").getJsonObject("Retry-After"));
                assertThat(retryAfter.getBoolean("required")).isTrue();
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void framesAndConversationsAreAsTheirSchemasSay(Place place) {
        var frames = place.operation().model().getJsonObject("x-frames", new JsonObject());
        frames.forEach(entry -> {
            var frame = (JsonObject) entry.getValue();
            assertThat(frame.getString("from")).isIn("collar", "server");
            assertThat(frame.getJsonObject("example").getString("type")).isEqualTo(entry.getKey());
            assertThat(place.contract()
                            .violations(frame.getJsonObject("schema"), variables.fill(frame.getJsonObject("example"))))
                    .as(entry.getKey())
                    .isEmpty();
        });
        place.operation()
                .model()
                .getJsonObject("x-conversations", new JsonObject())
                .forEach(entry -> {
                    for (var step : (JsonArray) entry.getValue()) {
                        var from = ((JsonObject) step).fieldNames().iterator().next();
                        if (from.equals("closed")) {
                            continue;
                        }
                        var frame = (JsonObject) variables.fill(((JsonObject) step).getJsonObject(from));
                        var kind = frames.getJsonObject(frame.getString("type"));
                        // What no frame is called is there to be refused.
                        if (kind != null && !frame.encode().contains("\"hr\":301")) {
                            assertThat(kind.getString("from")).isEqualTo(from);
                            assertThat(place.contract().violations(kind.getJsonObject("schema"), frame))
                                    .as(frame.encode())
                                    .isEmpty();
                        }
                    }
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void theReplayAcceptsWhatTheContractPromises(ContractExample example) {
        try (var stub = new ContractStub(List.of(example.contract()), ContractStub.Flaw.NONE);
                var replay = new ContractReplay(stub)) {
            replay.replay(example);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ContractStub.Flaw.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theReplayNoticesWhatTheContractDoesNotPromise(ContractStub.Flaw flaw) {
        var example = examples()
                .filter(candidate -> candidate.id().equals("v2.getLatest.unknown-pet"))
                .findFirst()
                .orElseThrow();
        try (var stub = new ContractStub(CONTRACTS, flaw);
                var replay = new ContractReplay(stub)) {
            assertThatThrownBy(() -> replay.replay(example)).isInstanceOf(AssertionError.class);
        }
    }
}
