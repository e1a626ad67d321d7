package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How a collar comes to a pet, proves itself, and leaves it again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CollarsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Family family = new Family();
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestPerson owner = family.person();
    private final UUID pet = family.pet(owner);

    @AfterAll
    void close() {
        http.close();
        family.close();
    }

    private static JsonObject reading() {
        return JsonObject.of("t", Instant.now().toString(), "hr", 80);
    }

    /** The status of what a collar sends over HTTP. */
    private int telemetry(String serial, String credential) {
        var request = HttpRequest.newBuilder(family.server.baseUri().resolve("/v2/telemetry"))
                .header("Authorization", "Bearer " + credential)
                .header("X-Collar-Id", serial)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonArray.of(reading()).encode()))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding()).join().statusCode();
    }

    /** A collar that has said hello; completes with the code that the server closes with. */
    private CompletableFuture<Integer> uplink(String serial, String credential, CompletableFuture<String> ready) {
        var closed = new CompletableFuture<Integer>();
        var uri = URI.create(family.server.baseUri().toString().replace("http", "ws") + "/v2/collars/uplink");
        var socket = http.newWebSocketBuilder()
                .subprotocols("petty.v2")
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                        ready.complete(text.toString());
                        return WebSocket.Listener.super.onText(webSocket, text, last);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        closed.complete(code);
                        return WebSocket.Listener.super.onClose(webSocket, code, reason);
                    }
                })
                .join();
        socket.sendText(
                        JsonObject.of("type", "hello", "collar_id", serial, "credential", credential)
                                .encode(),
                        true)
                .join();
        return closed;
    }

    private CompletableFuture<Integer> connected(String serial, String credential) {
        var ready = new CompletableFuture<String>();
        var closed = uplink(serial, credential, ready);
        assertThat(ready.join()).contains("\"ready\"");
        return closed;
    }

    private String collars(String serial, String rest) {
        return Family.at(pet, "/collars/" + serial + rest);
    }

    @Test
    void a_collar_is_put_on_with_its_claim_code_and_writes_with_its_own_credential() {
        var collar = family.collar();
        var serial = collar.getString("serial");
        assertThat(telemetry(serial, "anything")).isEqualTo(401);
        var credential = family.pair(owner, pet, collar);
        assertThat(telemetry(serial, credential)).isEqualTo(200);
        assertThat(telemetry(serial, credential + "x")).isEqualTo(401);
        assertThat(telemetry(serial, family.server.secret())).isEqualTo(401);
        var worn = owner.get(Family.at(pet, "/collars")).json(200).encode();
        assertThat(worn).contains(serial).doesNotContain(credential);
        assertThat(family.server.sql(
                        "select 1 from collar where row_to_json(collar)::text like '%' || ? || '%'", credential))
                .isEmpty();
        assertThat(owner.get(Family.at(pet, "/latest")).json(200).getString("collar_id"))
                .isNotEmpty();

        family.pair(owner, family.pet(owner), family.collar());
        owner.post(Family.at(pet, "/collars"), collar).refused(409, "collar.paired");
        assertThat(family.audited("collar.paired")).contains("collar:" + serial);
    }

    @Test
    void a_person_relays_for_the_collars_of_their_own_pets_only() {
        var collar = family.collar();
        family.pair(owner, pet, collar);
        var batch = JsonArray.of(reading().put("collar_id", collar.getString("serial")))
                .encode();
        assertThat(owner.send("POST", "/v2/telemetry", batch, true).json(200).getInteger("accepted"))
                .isEqualTo(1);
        assertThat(family.person()
                        .send("POST", "/v2/telemetry", batch, true)
                        .json(200)
                        .encode())
                .contains("collar.unknown");
    }

    @Test
    void wrong_codes_and_unknown_serials_are_told_apart_by_nobody_and_not_tried_often() {
        var guesser = family.person();
        var own = family.pet(guesser);
        var collar = family.collar();
        var path = Family.at(own, "/collars");
        var wrong = guesser.post(
                path, JsonObject.of("serial", collar.getString("serial"), "claim_code", "7QK2M-9XW4T-B0R8H-C5ZDN"));
        var unknown =
                guesser.post(path, JsonObject.of("serial", "FC-999999", "claim_code", collar.getString("claim_code")));
        wrong.refused(422, "collar.claim_refused");
        unknown.refused(422, "collar.claim_refused");
        assertThat(new JsonObject(wrong.body()).getString("detail"))
                .isEqualTo(new JsonObject(unknown.body()).getString("detail"));
        for (var i = 0; i < 8; i++) {
            guesser.post(path, JsonObject.of("serial", "FC-99999" + i, "claim_code", "x"))
                    .refused(422, "collar.claim_refused");
        }
        guesser.post(path, collar).refused(429, "collar.claim_limited");
        // Somebody else is not kept from it.
        family.pair(owner, pet, collar);
    }

    @Test
    void ones_own_collar_does_not_make_up_for_wrong_codes_and_is_not_counted_with_them() {
        var guesser = family.person();
        var own = family.pet(guesser);
        var path = Family.at(own, "/collars");
        for (var i = 0; i < 3; i++) {
            var collar = family.collar();
            family.pair(guesser, own, collar);
            for (var j = 0; j < 3; j++) {
                guesser.post(path, JsonObject.of("serial", "FC-88" + i + "00" + j, "claim_code", "x"))
                        .refused(422, "collar.claim_refused");
            }
        }
        var last = family.collar();
        family.pair(guesser, own, last);
        guesser.post(path, JsonObject.of("serial", "FC-880099", "claim_code", "x"))
                .refused(422, "collar.claim_refused");

        guesser.post(path, family.collar()).refused(429, "collar.claim_limited");
    }

    @Test
    void a_few_guessers_do_not_keep_an_owner_from_their_collar() {
        var collar = family.collar();
        var wrong = JsonObject.of("serial", collar.getString("serial"), "claim_code", "x");
        for (var i = 0; i < 4; i++) {
            var guesser = family.person();
            var path = Family.at(family.pet(guesser), "/collars");
            for (var j = 0; j < 10; j++) {
                guesser.post(path, wrong.copy()).refused(422, "collar.claim_refused");
            }
        }

        family.pair(owner, pet, collar);
    }

    @Test
    void a_code_may_be_typed_in_another_way() {
        var collar = family.collar();
        collar.put(
                "claim_code",
                collar.getString("claim_code").toLowerCase(Locale.ROOT).replace("-", " "));
        family.pair(owner, pet, collar);
    }

    @Test
    void a_rotated_credential_opens_no_more_and_what_it_opened_is_closed() {
        var collar = family.collar();
        var serial = collar.getString("serial");
        var first = family.pair(owner, pet, collar);
        var closed = connected(serial, first);
        var second = owner.post(collars(serial, "/rotate"), new JsonObject())
                .json(200)
                .getString("credential");
        await().atMost(PATIENCE).until(closed::isDone);
        assertThat(closed.join()).isEqualTo(4401);
        assertThat(telemetry(serial, first)).isEqualTo(401);
        assertThat(telemetry(serial, second)).isEqualTo(200);
    }

    @Test
    void a_resold_collar_takes_nothing_over() {
        var collar = family.collar();
        var serial = collar.getString("serial");
        var old = family.pair(owner, pet, collar);
        assertThat(telemetry(serial, old)).isEqualTo(200);
        var closed = connected(serial, old);
        owner.delete(collars(serial, "")).json(204);
        await().atMost(PATIENCE).until(closed::isDone);
        assertThat(closed.join()).isEqualTo(4401);
        assertThat(telemetry(serial, old)).isEqualTo(401);
        owner.delete(collars(serial, "")).refused(404, "collar.unknown");

        var buyer = family.person();
        var next = family.pet(buyer);
        var credential = family.pair(buyer, next, collar);
        assertThat(telemetry(serial, old)).isEqualTo(401);
        buyer.get(Family.at(next, "/latest")).refused(404, "reading.none");
        assertThat(telemetry(serial, credential)).isEqualTo(200);
        buyer.get(Family.at(next, "/latest")).json(200);
        owner.post(collars(serial, "/rotate"), new JsonObject()).refused(404, "collar.unknown");
        assertThat(family.server.sql(
                        "select count(*) from reading join pairing using (pairing_id) where pet_id = ?", next))
                .containsExactly("1");
    }

    @Test
    void an_administrator_revokes_and_releases() {
        var collar = family.collar();
        var serial = collar.getString("serial");
        var credential = family.pair(owner, pet, collar);
        var closed = connected(serial, credential);
        var root = family.administrator;
        owner.send("POST", "/v2/admin/collars/" + serial + "/revoke", "", true).refused(403, "auth.insufficient_scope");
        root.send("POST", "/v2/admin/collars/" + serial + "/revoke", "", true).json(204);
        await().atMost(PATIENCE).until(closed::isDone);
        assertThat(closed.join()).isEqualTo(4401);
        assertThat(telemetry(serial, credential)).isEqualTo(401);
        assertThat(owner.get(Family.at(pet, "/collars")).body()).contains("\"offline_reason\":\"revoked\"");
        owner.post(collars(serial, "/rotate"), new JsonObject()).refused(409, "collar.revoked");

        var finder = family.person();
        var own = family.pet(finder);
        finder.post(Family.at(own, "/collars"), collar).refused(409, "collar.revoked");
        root.send("POST", "/v2/admin/collars/" + serial + "/release", "", true).json(204);
        assertThat(telemetry(serial, family.pair(finder, own, collar))).isEqualTo(200);
        root.post("/v2/admin/collars", JsonObject.of("serial", serial)).refused(409, "collar.exists");
        assertThat(family.audited("collar.released")).contains("collar:" + serial);
    }

    @Test
    void a_deleted_pet_lets_its_collar_go() {
        var collar = family.collar();
        var own = family.pet(owner);
        var credential = family.pair(owner, own, collar);
        owner.delete(Family.at(own, "")).json(204);
        assertThat(telemetry(collar.getString("serial"), credential)).isEqualTo(401);
        family.pair(owner, pet, collar);
    }
}
