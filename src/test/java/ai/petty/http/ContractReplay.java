package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

/** Asks a running server what an example asks, and holds the answer against the whole contract. */
final class ContractReplay implements AutoCloseable {
    private static final String WORN = "SN-424242";
    private static final String NEVER_HEARD = "SN-404040";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final WebSocketClient webSockets = vertx.createWebSocketClient();
    private final ReplayTarget target;
    private final ReplayVariables shared;
    private ReplayVariables variables;

    ContractReplay(ReplayTarget target) {
        this.target = target;
        this.shared = new ReplayVariables(fixture(), Instant::now);
        this.variables = shared;
    }

    /** Makes what {@code x-fixture} promises: a collar that has just sent a reading, and one that was only asked for. */
    private Map<String, String> fixture() {
        var reading = new JsonObject()
                .put("collar_id", WORN)
                .put("timestamp", Instant.now().toString())
                .put("heart_rate", 85)
                .put("activity_level", 1)
                .put("location", JsonObject.of("type", "Point", "coordinates", JsonArray.of(-74.006, 40.7128)));
        var ingested = plain(HttpMethod.POST, "/v1/ingest", reading.toBuffer());
        assertThat(ingested.statusCode()).as("the fixture's reading").isEqualTo(201);
        plain(HttpMethod.GET, "/v1/realtime?collar_id=" + NEVER_HEARD, Buffer.buffer());
        var names = new HashMap<>(Map.of("SECRET", target.secret()));
        await(plain(HttpMethod.GET, "/v2/pets", Buffer.buffer()).body())
                .toJsonObject()
                .getJsonArray("pets")
                .forEach(item -> {
                    var pet = (JsonObject) item;
                    pet.getJsonArray("collars").forEach(collar -> {
                        var serial = ((JsonObject) collar).getString("collar_id");
                        if (serial.equals(WORN)) {
                            names.put("PET_ID", pet.getString("pet_id"));
                        } else if (serial.equals(NEVER_HEARD)) {
                            names.put("PET_WITHOUT_READINGS", pet.getString("pet_id"));
                        }
                    });
                });
        assertThat(names).as("the fixture's pets").containsKeys("PET_ID", "PET_WITHOUT_READINGS");
        return names;
    }

    private HttpClientResponse plain(HttpMethod method, String path, Buffer body) {
        return await(http.request(to(path).setMethod(method)).compose(request -> {
            request.putHeader("Authorization", "Bearer " + target.secret());
            request.putHeader("Content-Type", "application/json");
            return request.send(body).compose(response -> response.body().map(response));
        }));
    }

    private RequestOptions to(String path) {
        return new RequestOptions()
                .setHost(target.baseUri().getHost())
                .setPort(target.baseUri().getPort())
                .setURI(path);
    }

    void replay(ContractExample example) {
        var account = new ReplayAccount(http, target);
        if (ReplayAccount.isSpokenOfIn(example)) {
            account.prepare(example);
        }
        variables = shared.or(account::value);
        if (example.status() == 101) {
            new ContractConversation(webSockets, target, variables).first(example, uri(example));
            return;
        }
        var headers = headers(example);
        var response = await(http.request(to(uri(example)).setMethod(example.method()))
                .compose(request -> sent(request.setFollowRedirects(false), example, headers)
                        .compose(answer -> bodyOf(answer).map(body -> {
                            request.reset();
                            return new Answer(answer.statusCode(), answer.headers(), body);
                        }))));
        check(example, response);
    }

    void replayConversation(ContractDocument contract, ContractDocument.Operation operation, String name) {
        new ContractConversation(webSockets, target, variables).whole(contract, operation, name);
    }

    record Answer(int status, MultiMap headers, Buffer body) {}

    private static void check(ContractExample example, Answer answer) {
        var body = answer.body().toString();
        assertThat(answer.status())
                .as("status of %s, whose body is %s", example, body)
                .isEqualTo(example.status());
        example.response().getJsonObject("headers", new JsonObject()).forEach(entry -> {
            var header = example.contract().resolved((JsonObject) entry.getValue());
            var value = answer.headers().get(entry.getKey());
            if (header.getBoolean("required", false)) {
                assertThat(value).as("header %s", entry.getKey()).isNotNull();
            }
            if (value != null) {
                var schema = header.getJsonObject("schema");
                Object typed = "integer".equals(schema.getString("type")) ? Long.valueOf(value) : value;
                assertThat(example.contract().violations(schema, typed))
                        .as("header %s", entry.getKey())
                        .isEmpty();
            }
        });
        if (example.response().getJsonObject("headers", new JsonObject()).containsKey("X-Correlation-Id")) {
            assertThat(answer.headers().get("X-Correlation-Id"))
                    .as("the id that we sent")
                    .isEqualTo(example.id());
        }
        if (!example.hasBody()) {
            assertThat(body).isEmpty();
            return;
        }
        assertThat(String.valueOf(answer.headers().get("Content-Type")).split(";", 2)[0])
                .as("media type")
                .isEqualTo(example.mediaType());
        var content = example.response().getJsonObject("content").getJsonObject(example.mediaType());
        if (example.mediaType().endsWith("json")) {
            Object json = Json.decodeValue(answer.body());
            assertThat(example.contract().violations(content.getJsonObject("schema"), json))
                    .as(body)
                    .isEmpty();
            if (json instanceof JsonObject object && example.answer() instanceof JsonObject promised) {
                assertThat(ContractFacts.of(object)).isEqualTo(ContractFacts.of(promised));
            }
        } else if (example.mediaType().equals("text/event-stream")) {
            ContractConversation.checkEvents(example, body);
        } else {
            assertThat(body).isNotEmpty();
        }
    }

    /** An event stream does not end: its first event is enough. */
    private static Future<Buffer> bodyOf(HttpClientResponse response) {
        if (!String.valueOf(response.getHeader("Content-Type")).startsWith("text/event-stream")) {
            return response.body();
        }
        var first = Promise.<Buffer>promise();
        var seen = Buffer.buffer();
        response.exceptionHandler(first::tryFail);
        response.handler(chunk -> {
            seen.appendBuffer(chunk);
            var end = seen.toString().lastIndexOf("\n\n");
            if (end >= 0 && seen.toString().contains("data:")) {
                first.tryComplete(seen.getBuffer(0, end + 2));
            }
        });
        return first.future();
    }

    private Future<HttpClientResponse> sent(
            HttpClientRequest request, ContractExample example, Map<String, String> headers) {
        headers.forEach(request::putHeader);
        if (example.body().isEmpty()) {
            return request.send();
        }
        var body = body(example.body().get(), headers);
        var size = example.replay().getInteger("pad_body_to", 0);
        if (size == 0) {
            return request.send(body);
        }
        var padded = Buffer.buffer(size).appendBuffer(body).appendString(" ".repeat(size - body.length()));
        request.putHeader("Content-Length", String.valueOf(size)).putHeader("Expect", "100-continue");
        var asked = new AtomicBoolean();
        request.continueHandler(go -> {
            asked.set(true);
            request.end(padded);
        });
        return request.sendHead()
                .compose(written -> request.response().map(response -> {
                    // A refusal may come before the body is asked for; the client must be done with its request all the
                    // same.
                    if (!asked.get()) {
                        request.end(padded);
                    }
                    return response;
                }));
    }

    private Buffer body(ContractExample.Body body, Map<String, String> headers) {
        var filled = variables.fill(body.value());
        var bytes = switch (filled) {
            case JsonObject object -> object.toBuffer();
            case JsonArray array -> array.toBuffer();
            default -> Buffer.buffer(filled.toString());
        };
        return "gzip".equals(headers.get("Content-Encoding")) ? gzipped(bytes) : bytes;
    }

    private static Buffer gzipped(Buffer plain) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private Map<String, String> headers(ContractExample example) {
        var headers = new HashMap<String, String>();
        headers.put("X-Correlation-Id", example.id());
        headers.put("Authorization", "Bearer " + target.secret());
        var authorization = example.replay().getString("authorization");
        if ("none".equals(authorization)) {
            headers.remove("Authorization");
        } else if (authorization != null) {
            headers.put("Authorization", String.valueOf(variables.fill(authorization)));
        }
        example.body()
                .ifPresent(body ->
                        headers.put("Content-Type", example.replay().getString("content_type", body.mediaType())));
        example.parameters().stream()
                .filter(parameter -> parameter.in().equals("header"))
                .forEach(parameter -> headers.put(parameter.name(), filled(parameter)));
        if ("websocket".equals(headers.get("Upgrade"))) {
            headers.put("Connection", "Upgrade");
            headers.put("Sec-WebSocket-Version", "13");
            headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        return headers;
    }

    private String uri(ContractExample example) {
        var path = example.replay().getString("path", example.path());
        var query = new StringBuilder();
        for (var parameter : example.parameters()) {
            var value = URLEncoder.encode(filled(parameter), StandardCharsets.UTF_8);
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", value);
            } else if (parameter.in().equals("query")) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.name())
                        .append('=')
                        .append(value);
            }
        }
        return path + query;
    }

    private String filled(ContractExample.Parameter parameter) {
        return String.valueOf(variables.fill(parameter.value()));
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
