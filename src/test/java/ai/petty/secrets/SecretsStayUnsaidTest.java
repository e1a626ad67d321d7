package ai.petty.secrets;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.config.ConfigLoader;
import ai.petty.identity.account.TestMailbox;
import ai.petty.secrets.SecretStore.Stage;
import ai.petty.secrets.SecretsManagerPeer.Fault;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Secrets are planted wherever Petty meets one, a real server runs with them through good days and bad, and everything that it
 * said is searched: the log as it is before any redaction, meters, health, answers and what objects print.
 */
class SecretsStayUnsaidTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private static final Level BEFORE = ROOT.getLevel();
    private static final String ADMINISTRATOR = "root@example.com";
    private static final String SERIAL = "SU-100001";
    private static final long PATIENCE_S = 60;

    private final Map<String, String> whatToSecret = new HashMap<>();
    private final Everything log = new Everything();
    private final List<String> said = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final SecretsManagerPeer peer = SecretsManagerPeer.start(vertx);

    /** Wants another password than the store has: what comes of that is searched, too. */
    private final TestMailbox mailbox = TestMailbox.start();

    /** Whatever is logged, whole: message, fields, context and every exception. */
    private static final class Everything extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + event.getKeyValuePairs() + event.getMDCPropertyMap()
                    + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }

    @BeforeEach
    void listen() {
        SecretsManagerPeer.signByProperties();
        log.setContext(ROOT.getLoggerContext());
        log.start();
        ROOT.addAppender(log);
        ROOT.setLevel(Level.DEBUG);
        // the console would drown in it
        ROOT.iteratorForAppenders().forEachRemaining(each -> {
            if (each != log) {
                each.stop();
            }
        });
    }

    @AfterEach
    void stopListening() {
        ROOT.setLevel(BEFORE);
        ROOT.detachAppender(log);
        ROOT.iteratorForAppenders().forEachRemaining(each -> each.start());
        SecretsManagerPeer.signNoMore();
        mailbox.close();
        peer.close();
        await(vertx.close());
    }

    /** A secret of 36 characters that nothing else contains. */
    private String plant(String what) {
        var secret = UUID.randomUUID().toString();
        whatToSecret.put(what, secret);
        return secret;
    }

    private void learn(String what, String secret) {
        assertThat(secret).as(what).hasSizeGreaterThan(16);
        whatToSecret.put(what, secret);
    }

    @Test
    void noSecretIsEverSaid() throws IOException, InterruptedException {
        var user = "{\"username\":\"postgres\",\"password\":\"" + plant("password of the database") + "\"}";
        peer.stage("petty/test/database", Stage.AWSCURRENT, user);
        var sender = "{\"username\":\"smtp\",\"password\":\"" + plant("password of the mail server") + "\"}";
        peer.stage("petty/test/api-keys/smtp", Stage.AWSCURRENT, sender);
        peer.stage("petty/test/api-keys/maps", Stage.AWSCURRENT, plant("key of a service"));
        var settings = new HashMap<>(peer.settings());
        settings.putAll(Map.of(
                "secrets.database", "petty/test/database",
                "secrets.breaker.failures", "1",
                "database.password", plant("password of the database in the configuration"),
                "mail.transport", "smtp",
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(mailbox.port()),
                "mail.tls", "disabled",
                "mail.credentials", "smtp",
                "identity.administrators", ADMINISTRATOR));
        mailbox.wants("smtp", "another password");
        try (var server = PettyTestServer.start(settings)) {
            learn("secret of the household", server.secret());
            var store = server.server().house().secrets();
            for (var name : List.of("petty/test/jwt-keys", "petty/test/pii-keys")) {
                learnParts(name, await(store.current(name)).text().value());
            }
            said.add(await(store.current("petty/test/database")).toString());
            said.add(new DatabaseCredentials(store, "petty/test/database", System::nanoTime)
                    .current()
                    .toString());
            said.add(String.valueOf(await(new ApiKeys(store, names(), System::nanoTime).of("maps"))));
            people(server);
            collars(server);
            badRequests(server);
            badDays(store);
            said.add(get(server.managementUri().resolve("/metrics")));
            said.add(get(server.managementUri().resolve("/health/ready")));
        }
        said.add(printedConfig(settings));
        ProcessHandle.current().info().commandLine().ifPresent(said::add);
        ProcessHandle.current()
                .descendants()
                .forEach(child -> child.info().commandLine().ifPresent(said::add));
        System.getProperties().forEach((key, value) -> said.add(key + "=" + value));
        said.addAll(log.lines);

        assertThat(log.lines).as("what was logged").hasSizeGreaterThan(100);
        whatToSecret.forEach((what, secret) -> assertThat(said)
                .as(what)
                .filteredOn(text -> text.contains(secret))
                .isEmpty());
    }

    private static SecretNames names() {
        return SecretNames.of(
                ConfigLoader.load(ConfigLoader.Request.of(Map.of()).withProfile("test")));
    }

    /** Every long text inside the JSON of a secret: keys in base64 above all. */
    private void learnParts(String name, String text) {
        var parts =
                java.util.regex.Pattern.compile("[A-Za-z0-9+/_-]{24,}={0,2}").matcher(text);
        var count = 0;
        while (parts.find()) {
            if (!parts.group().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9TZ:.-]+")) {
                learn(name + " " + count++, parts.group());
            }
        }
        assertThat(count).as("long texts in " + name).isPositive();
    }

    private void people(PettyTestServer server) {
        var ada = TestPerson.registered(server);
        learn("access token", ada.accessToken());
        learn("refresh token", ada.refreshToken());
        learn("what knows a device again", ada.deviceToken());
        learn("password of a person", TestPerson.PASSWORD);
        hear(ada.get("/v2/me"));
        var wrong = plant("wrong password");
        hear(ada.login(wrong));
        hear(ada.login(TestPerson.PASSWORD + wrong));
        learn("next refresh token", ada.refresh(ada.refreshToken()).json(200).getString("refresh_token"));
        hear(ada.refresh(plant("unknown refresh token")));
        hear(ada.post(
                "/v2/auth/reset-password",
                JsonObject.of("token", plant("token of a mail"), "password", "short"),
                false));
    }

    /** From the claim code to the uplink, with what is right, what is wrong and what cannot be read. */
    private void collars(PettyTestServer server) {
        var owner = TestPerson.at(server.baseUri(), ADMINISTRATOR);
        owner.with(owner.register().json(201));
        server.sql("update account set verified_at = now() where account_id = ? returning 1", owner.accountId());
        owner.with(owner.login(TestPerson.PASSWORD).json(200));
        learn("access token of an administrator", owner.accessToken());
        var collar =
                owner.post("/v2/admin/collars", JsonObject.of("serial", SERIAL)).json(201);
        learn("claim code", collar.getString("claim_code"));
        learn("claim code as it is hashed", collar.getString("claim_code").replace("-", ""));
        var pet = owner.post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"))
                .json(201)
                .getString("pet_id");
        var path = "/v2/pets/" + pet + "/collars";
        hear(owner.post(path, JsonObject.of("serial", SERIAL, "claim_code", plant("wrong claim code"))));
        var first = owner.postOnce("1", path, collar).json(201).getString("credential");
        learn("credential of a collar", first);
        hear(owner.postOnce("1", path, collar));
        var credential = owner.post(path + "/" + SERIAL + "/rotate", new JsonObject())
                .json(200)
                .getString("credential");
        learn("next credential of a collar", credential);
        for (var shown : List.of(credential, first, plant("wrong credential of a collar"))) {
            var body = "[{\"t\":\"" + Instant.now() + "\",\"hr\":80}]";
            hear(TestPerson.at(server)
                    .with(JsonObject.of("access_token", shown))
                    .send("POST", "/v2/telemetry", body, true, "X-Collar-Id", SERIAL));
            var hello = JsonObject.of("type", "hello", "collar_id", SERIAL, "credential", shown)
                    .encode();
            said.add(uplink(server, hello));
            said.add(uplink(server, hello.substring(0, hello.length() - 1)));
            said.add(uplink(server, hello.replace("hello", "goodbye")));
        }
    }

    /** What is said to a collar that begins so. */
    private static String uplink(PettyTestServer server, String first) {
        var heard = new CompletableFuture<String>();
        try (var http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .subprotocols("petty.v2")
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + server.baseUri().getPort() + "/v2/collars/uplink"),
                            new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                                    heard.complete(text.toString());
                                    return WebSocket.Listener.super.onText(webSocket, text, last);
                                }

                                @Override
                                public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                                    heard.complete(code + " " + reason);
                                    return WebSocket.Listener.super.onClose(webSocket, code, reason);
                                }
                            })
                    .join();
            socket.sendText(first, true).join();
            var text = heard.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
            socket.abort();
            return text;
        }
    }

    private void badRequests(PettyTestServer server) throws IOException, InterruptedException {
        var person = TestPerson.at(server);
        hear(person.with(JsonObject.of("access_token", plant("bad bearer token")))
                .get("/v2/me"));
        hear(person.send(
                "POST",
                "/v2/auth/login",
                "{\"email\": \"x@example.com\", \"password\": \"" + plant("password in broken JSON"),
                false));
        hear(person.send(
                "POST",
                "/v2/auth/login",
                "{\"email\": 5, \"password\": [\"" + plant("password in a list") + "\"]}",
                false));
        hear(person.send("POST", "/v2/auth/login?token=" + plant("token in a query"), "{}", false));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.baseUri().resolve("/v2/pets"))
                    .header("Authorization", "Basic " + plant("basic credential"))
                    .header("Cookie", "session=" + plant("cookie"))
                    .build();
            said.add(http.send(request, BodyHandlers.ofString()).body());
        }
    }

    /** An answer that does not repeat what was just handed out; what it hands out itself is not searched. */
    private void hear(TestPerson.Answer answer) {
        said.add(answer.body());
    }

    private void badDays(SecretStore store) {
        for (var fault : Fault.values()) {
            peer.fail(fault);
            said.add(store.fresh("petty/test/database")
                    .map(String::valueOf)
                    .otherwise(SecretsStayUnsaidTest::whole)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        }
        peer.fail(Fault.NONE);
    }

    private static String whole(Throwable cause) {
        var text = new java.io.StringWriter();
        cause.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private static String get(URI address) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static String printedConfig(Map<String, String> settings) {
        var request = ConfigLoader.Request.of(Map.of()).withProfile("test");
        for (var setting : settings.entrySet()) {
            request = request.withOverride(setting.getKey(), setting.getValue());
        }
        var effective = ConfigLoader.read(request);
        return effective.toYaml() + effective.config() + effective;
    }
}
