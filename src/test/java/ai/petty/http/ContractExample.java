package ai.petty.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * One named example of a contract: what is asked, and what it leads to.
 *
 * @param contract where it stands
 * @param path the whole path, with the names of its parameters
 * @param replay what OpenAPI has no place for; see {@code x-fixture} of the contract
 * @param status of the answer
 * @param response what the contract says of that answer
 * @param mediaType of the answer's body; empty when it has none
 */
record ContractExample(
        ContractDocument contract,
        String operationId,
        String name,
        HttpMethod method,
        String path,
        List<Parameter> parameters,
        Optional<Body> body,
        JsonObject replay,
        int status,
        JsonObject response,
        String mediaType,
        Object answer) {

    record Parameter(String name, String in, Object value, JsonObject schema) {}

    record Body(String mediaType, Object value, JsonObject content) {}

    /** Also its correlation id when it is replayed. */
    String id() {
        return contract.version() + "." + operationId + "." + name;
    }

    /** Whether a server that just runs can be asked it. */
    boolean isReplayed() {
        return !replay.containsKey("not_replayed");
    }

    boolean hasBody() {
        return !mediaType.isEmpty();
    }

    boolean isSuccess() {
        return status < 400;
    }

    @Override
    public String toString() {
        return contract.version() + " " + operationId + " " + name + " -> " + status;
    }
}
