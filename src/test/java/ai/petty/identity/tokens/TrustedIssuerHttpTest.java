package ai.petty.identity.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Somebody whom a legacy issuer signed in, at the door of a running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustedIssuerHttpTest {
    private static final String SERIAL = "LE-100001";

    private final KeyPair legacy = Forge.newKey(2048);
    private PettyTestServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        var pem = directory.resolve("legacy.pem");
        Files.writeString(
                pem,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(legacy.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        var file = directory.resolve("petty.yaml");
        Files.writeString(file, """
                identity:
                  trusted-issuers:
                    - issuer: petty-api
                      audience: petty-clients
                      public-key-file: %s
                      user-claim: user_id
                      scopes-claim: scopes
                      scope-names: {read: [pets:read], write: [pets:write, telemetry:write]}
                """.formatted(pem));
        server = PettyTestServer.start(file);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** As the legacy issuer makes them: without {@code kid}, {@code sub} and {@code jti}, with fractions of seconds. */
    private TestPerson somebody(String user, String... scopes) {
        var now = Instant.now().getEpochSecond();
        var claims = new JsonObject()
                .put("iss", "petty-api")
                .put("aud", "petty-clients")
                .put("user_id", user)
                .put("iat", now - 10.75)
                .put("exp", now + 600.5)
                .put("scopes", JsonArray.of((Object[]) scopes));
        var token = Forge.rsa(JsonObject.of("alg", "RS256"), claims.encode(), legacy.getPrivate());
        return TestPerson.at(server).with(JsonObject.of("access_token", token));
    }

    @Test
    void whoIsSeenForTheFirstTimeSeesTheDemoHouseholdAndMayNotChangeIt() {
        var household = TestPerson.at(server).with(JsonObject.of("access_token", server.secret()));
        var reading = "[{\"collar_id\":\"" + SERIAL + "\",\"t\":\"" + Instant.now() + "\",\"hr\":80,\"activity\":1,"
                + "\"lat\":52.5,\"lon\":13.4}]";
        assertThat(household
                        .send("POST", "/v2/telemetry", reading, true)
                        .json(200)
                        .getInteger("accepted"))
                .isEqualTo(1);
        var pet = server.sql("select pet_id from pet where name = ?", SERIAL).getFirst();

        var newcomer = somebody("newcomer", "read", "write");

        assertThat(newcomer.get("/v1/realtime?collar_id=" + SERIAL).json(200).getInteger("heart_rate"))
                .isEqualTo(80);
        assertThat(newcomer.get("/v2/pets/" + pet).json(200).getString("role")).isEqualTo("viewer");
        assertThat(newcomer.get("/v2/pets").json(200).encode()).contains(pet);
        newcomer.delete("/v2/pets/" + pet).refused(403, "pet.role_insufficient");
    }

    @Test
    void theirScopesAreOursByTheMappingAndTheirPetsTheirOwn() {
        var body = JsonObject.of("name", "Rex", "species", "dog");
        somebody("reader", "read").post("/v2/pets", body).refused(403, "auth.insufficient_scope");
        var pet = somebody("writer", "read", "write")
                .post("/v2/pets", body)
                .json(201)
                .getString("pet_id");

        assertThat(somebody("writer", "read").get("/v2/pets/" + pet).json(200).getString("role"))
                .isEqualTo("owner");
        somebody("reader", "read", "write").get("/v2/pets/" + pet).refused(404, "pet.unknown");
        somebody("writer", "read", "write", "admin", "account:manage")
                .get("/v2/me")
                .refused(403, "auth.insufficient_scope");
    }
}
