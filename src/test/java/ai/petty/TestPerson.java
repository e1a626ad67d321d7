package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Somebody with an app: an account made by the API of a running server, and what its owner asks for. */
public final class TestPerson {
    public static final String PASSWORD = "correct horse battery staple";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final String email;
    private JsonObject signedIn = new JsonObject();

    private TestPerson(URI server, String email) {
        this.server = server;
        this.email = email;
    }

    /** Somebody who has no account yet. */
    public static TestPerson at(PettyTestServer server) {
        return at(server.baseUri(), freshEmail());
    }

    public static TestPerson at(URI server, String email) {
        return new TestPerson(server, email);
    }

    /** Somebody who has just registered, and is signed in by that. */
    public static TestPerson registered(PettyTestServer server) {
        var person = at(server);
        person.signedIn = person.register().json(201);
        return person;
    }

    public static String freshEmail() {
        return "person-" + UUID.randomUUID() + "@example.com";
    }

    /** An answer, and what it must be like. */
    public record Answer(int status, String body, Map<String, List<String>> headers) {
        public JsonObject json(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            return body.isEmpty() ? new JsonObject() : new JsonObject(body);
        }

        public void refused(int wanted, String code) {
            assertThat(json(wanted).getString("code")).isEqualTo(code);
        }
    }

    public String email() {
        return email;
    }

    public UUID accountId() {
        return UUID.fromString(signedIn.getString("account_id"));
    }

    public UUID sessionId() {
        return UUID.fromString(signedIn.getString("session_id"));
    }

    public String accessToken() {
        return signedIn.getString("access_token");
    }

    public String refreshToken() {
        return signedIn.getString("refresh_token");
    }

    public String deviceToken() {
        return signedIn.getString("device_token");
    }

    /** Goes on with what a sign-in answered. */
    public TestPerson with(JsonObject answer) {
        signedIn = signedIn.copy().mergeIn(answer);
        return this;
    }

    public Answer register() {
        return post("/v2/auth/register", JsonObject.of("email", email, "password", PASSWORD, "name", "Ada"), false);
    }

    public Answer login(String password) {
        return post("/v2/auth/login", JsonObject.of("email", email, "password", password), false);
    }

    public Answer loginOn(String device, String password) {
        return post(
                "/v2/auth/login", JsonObject.of("email", email, "password", password, "device_token", device), false);
    }

    public Answer refresh(String token) {
        return post("/v2/auth/refresh", JsonObject.of("refresh_token", token), false);
    }

    public Answer get(String path) {
        return send("GET", path, "", true);
    }

    public Answer delete(String path) {
        return send("DELETE", path, "", true);
    }

    public Answer post(String path, JsonObject body) {
        return post(path, body, true);
    }

    public Answer post(String path, JsonObject body, boolean signed) {
        return send("POST", path, body.encode(), signed);
    }

    /** Asks for something that is to be made once for this key. */
    public Answer postOnce(String key, String path, JsonObject body) {
        return send("POST", path, body.encode(), true, "Idempotency-Key", key);
    }

    public Answer send(String method, String path, String body, boolean signed, String... headers) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("User-Agent", "Petty/2.1 (test)")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (signed) {
            request.header("Authorization", "Bearer " + accessToken());
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
