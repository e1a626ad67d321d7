package ai.petty.identity.session;

import ai.petty.identity.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a client signs in with from now on: the access token for requests, the refresh token once, for the next pair.
 *
 * @param accessExpiresAt from then on the access token is not good any more
 * @param refreshExpiresAt from then on the session is over, unless it was refreshed
 */
public record TokenPair(
        UUID session,
        String accessToken,
        Instant accessExpiresAt,
        String refreshToken,
        Instant refreshExpiresAt,
        Set<Scope> scopes) {
    public TokenPair {
        scopes = Set.copyOf(scopes);
    }

    String encode() {
        return new JsonObject()
                .put("s", session.toString())
                .put("a", accessToken)
                .put("ae", accessExpiresAt.toString())
                .put("r", refreshToken)
                .put("re", refreshExpiresAt.toString())
                .put("sc", new JsonArray(scopes.stream().map(Scope::wireName).toList()))
                .encode();
    }

    static TokenPair decode(String text) {
        var json = new JsonObject(text);
        return new TokenPair(
                UUID.fromString(json.getString("s")),
                json.getString("a"),
                Instant.parse(json.getString("ae")),
                json.getString("r"),
                Instant.parse(json.getString("re")),
                scopes(json.getJsonArray("sc").stream().map(String::valueOf).toArray(String[]::new)));
    }

    /** Names that are none of ours (any more) are left out. */
    static Set<Scope> scopes(String[] names) {
        return Arrays.stream(names)
                .flatMap(name -> Scope.of(name).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    @Override
    public String toString() {
        return "TokenPair[" + session + "]";
    }
}
