package ai.petty.authorization;

import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.http.ContractDocument;
import ai.petty.identity.Scope;
import ai.petty.identity.tokens.Forge;
import ai.petty.secrets.DirectorySecretStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** One server, an account for every kind of caller, and every kind of token. */
final class World implements AutoCloseable {
    /** Nobody is to be refused for asking often: that is another test's business. */
    static final Map<String, String> SETTINGS = Map.of(
            "limits.v2-reads.burst", "1000000",
            "limits.v1-realtime.burst", "1000000",
            "limits.v1-timeline.burst", "1000000",
            "limits.v1-feedback.burst", "1000000",
            "limits.v2-frames.burst", "1000000",
            "limits.v2-inference.burst", "1000000",
            "limits.sign-in.burst", "1000000",
            "limits.sign-in-account.burst", "1000000");

    static final String PASSWORD = "correct horse battery staple";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);

    private final PettyTestServer server;
    private final Connection database;
    private final String kid;
    private final PrivateKey key;
    private final byte[] publicKey;
    private final PrivateKey othersKey = Forge.newKey(2048).getPrivate();
    private final String passwordHash;
    private final String revokedTokenId = UUID.randomUUID().toString();

    private World(PettyTestServer server, JsonObject signingKey) throws GeneralSecurityException, SQLException {
        this.server = server;
        this.database = server.jdbc();
        this.kid = signingKey.getString("kid");
        this.key =
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(signingKey.getBinary("private")));
        this.publicKey = signingKey.getBinary("public");
        // Not bound to its account, so that one costly hash does for all.
        register("template@petty.example");
        this.passwordHash = sql("select password_hash from account where password_hash is not null")
                .getFirst();
    }

    private void register(String email) {
        var body = JsonObject.of("email", email, "password", PASSWORD).encode();
        var status = send(get("/v2/auth/register")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (status != 201) {
            throw new IllegalStateException("No account can be made: " + status);
        }
    }

    /** Somebody new, whose password is {@link #PASSWORD}. */
    UUID newAccount() {
        return UUID.fromString(sql(
                        "insert into account (password_hash, verified_at) values (?, now()) returning account_id",
                        passwordHash)
                .getFirst());
    }

    /** Takes the server over. The tokens are signed with its own key, but by none of its code. */
    static World on(PettyTestServer server) {
        var vertx = Vertx.vertx();
        try {
            var store = DirectorySecretStore.open(vertx, server.directory().resolve("secrets"))
                    .await();
            var ring = new JsonArray(
                    store.current("petty/test/jwt-keys").await().text().value());
            var world = new World(server, ring.getJsonObject(0));
            world.revokeOne();
            return world;
        } catch (GeneralSecurityException | SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            vertx.close().await();
        }
    }

    URI baseUri() {
        return server.baseUri();
    }

    /** One connection for all: a thousand scenes are set by it. */
    List<String> sql(String question, Object... parameters) {
        try (var statement = database.prepareStatement(question)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            var answers = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(rows.getString(1));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every operation of both contracts that needs a place in the table, as {@code v2 getLatest}. */
    static Set<String> operationsOfTheContracts() {
        var all = new TreeSet<String>();
        for (var version : List.of("v1", "v2")) {
            ContractDocument.of(version).operations().forEach(operation -> all.add(version + " " + operation.id()));
        }
        return all;
    }

    /** What the caller shows at the door. */
    Map<String, String> headers(Caller caller, Operation operation, Scene scene) {
        return switch (caller) {
            case NOBODY -> Map.of();
            case GARBAGE -> bearer("garbage");
            case GARBAGE_IN_THREE_PARTS -> bearer("eyJh.bGci.OiJS");
            case COLLAR -> {
                var headers = new HashMap<>(bearer(scene.collarCredential()));
                headers.put("X-Collar-Id", scene.serial());
                yield headers;
            }
            default -> bearer(token(caller, operation, scene));
        };
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private String token(Caller caller, Operation operation, Scene scene) {
        var now = Instant.now();
        var header = JsonObject.of("alg", "RS256", "typ", "JWT", "kid", kid);
        var issued = caller == Caller.EXPIRED ? now.minus(DAY) : now;
        var claims = claims(scene.account(), scene.session(), scopes(caller, operation), issued);
        return switch (caller) {
            case NOT_YET_VALID -> signed(header, claims.put("nbf", now.plus(DAY).getEpochSecond()));
            case WRONG_ISSUER -> signed(header, claims.put("iss", "https://elsewhere.invalid"));
            case WRONG_AUDIENCE -> signed(header, claims.put("aud", "elsewhere"));
            case WRONG_KEY -> Forge.rsa(header, claims.encode(), othersKey);
            case UNSIGNED -> Forge.part(header.put("alg", "none").encode()) + "." + Forge.part(claims.encode()) + ".";
            case SIGNED_WITH_THE_PUBLIC_KEY -> Forge.hmac(header.put("alg", "HS256"), claims.encode(), publicKey);
            case REVOKED -> signed(header, claims.put("jti", revokedTokenId));
            default -> signed(header, claims);
        };
    }

    private String signed(JsonObject header, JsonObject claims) {
        return Forge.rsa(header, claims.encode(), key);
    }

    private static JsonObject claims(UUID account, UUID session, Set<Scope> scopes, Instant now) {
        var names = new JsonArray();
        scopes.stream().map(Scope::wireName).forEach(names::add);
        return new JsonObject()
                .put("iss", "https://petty.invalid")
                .put("aud", "petty")
                .put("sub", account.toString())
                .put("user_id", account.toString())
                .put("iat", now.minusSeconds(5).getEpochSecond())
                .put("nbf", now.minusSeconds(5).getEpochSecond())
                .put("exp", now.plusSeconds(600).getEpochSecond())
                .put("jti", UUID.randomUUID().toString())
                .put("sid", session.toString())
                .put("epoch", 0)
                .put("scopes", names);
    }

    private static Set<Scope> scopes(Caller caller, Operation operation) {
        return Arrays.stream(Scope.values())
                .filter(scope ->
                        caller != Caller.WITHOUT_SCOPE || !Optional.of(scope).equals(operation.scope()))
                .collect(Collectors.toSet());
    }

    /** What somebody with every scope is answered. */
    JsonObject ask(Scene scene, UUID account, Operation.Request request) {
        var header = JsonObject.of("alg", "RS256", "typ", "JWT", "kid", kid);
        var token = signed(header, claims(account, scene.session(), Set.of(Scope.values()), Instant.now()));
        var asked = get(request.path())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(request.method().name(), HttpRequest.BodyPublishers.ofString(String.valueOf(request.body())));
        try (var client = HttpClient.newHttpClient()) {
            return new JsonObject(client.send(asked.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when the server knows of it: it reads revocations now and then. */
    private void revokeOne() {
        sql(
                "insert into revocation (kind, subject, expires_at) values ('token', ?, now() + interval '1 hour') returning 1",
                revokedTokenId);
        var scene = Scene.of(this, Caller.REVOKED);
        var token = token(Caller.REVOKED, Operations.ALL.getFirst(), scene);
        await().atMost(PATIENCE).until(() -> send(get("/v2/pets").header("Authorization", "Bearer " + token)) == 401);
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(baseUri().resolve(path));
    }

    private static int send(HttpRequest.Builder request) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            server.close();
        }
    }
}
