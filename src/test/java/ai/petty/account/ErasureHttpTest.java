package ai.petty.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever wants to be forgotten is. */
class ErasureHttpTest {
    private static final AtomicInteger SERIALS = new AtomicInteger(860_000);

    /** The id of a gone account stands there until its last access token has expired, or the token would be good again. */
    private static final Set<String> NOT_LOOKED_AT = Set.of("revocation");

    private final PettyTestServer server = PettyTestServer.shared();

    private UUID petOf(TestPerson person, String name) {
        var pet = person.post("/v2/pets", JsonObject.of("name", name, "species", "dog"))
                .json(201);
        return UUID.fromString(pet.getString("pet_id"));
    }

    private String wear(UUID petId, int readings) {
        var serial = "SN-" + SERIALS.getAndIncrement();
        server.sql("insert into collar (serial, credential_hash) values (?, '\\x00') returning 1", serial);
        server.sql("""
                insert into pairing (collar_id, pet_id, valid_from)
                select collar_id, ?, now() - interval '2 days' from collar where serial = ? returning 1""", petId, serial);
        server.sql("""
                insert into reading (pairing_id, t, received_at, n, hr, lat_e6, lon_e6)
                select pairing_id, now() - i * interval '10 seconds', now(), 0, 80, 52520008, 13404954 + i
                from pairing join collar using (collar_id), generate_series(1, ?) i
                where serial = ? returning 1""", readings, serial);
        return serial;
    }

    @Test
    void nothingIsLeftOfAnErasedAccountInAnyTable() {
        var ada = TestPerson.registered(server);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", ada.accountId());
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.login("a wrong password");
        var pet = petOf(ada, "Bella of Ada");
        var serial = wear(pet, 10);
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'carer') returning 1",
                pet,
                bob.accountId());
        bob.get("/v2/pets/" + pet + "/latest").json(200);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", ada.accountId());
        ada.send("PATCH", "/v2/me/preferences", "{\"muted_pets\":[\"" + pet + "\"]}", true)
                .json(200);
        var webhook = ada.post("/v2/me/webhooks", JsonObject.of("url", "http://127.0.0.1:1/of-ada"))
                .json(201)
                .getString("webhook_id");
        server.sql("""
                insert into notice (notice_id, account_id, pet_id, webhook_id, category, key, kind, at, due_at, created_at)
                values (gen_random_uuid(), ?, ?, ?::uuid, 'health', 'k', 'alert.opened', now(), now() + interval '1 day', now())
                returning 1""", ada.accountId(), pet, webhook);
        var traces = List.of(
                ada.accountId().toString(),
                ada.email(),
                server.sql("select email_hash::text from account where account_id = ?", ada.accountId())
                        .getFirst()
                        .substring(2),
                ada.sessionId().toString() + ",");
        assertThat(found(traces)).isNotEmpty();

        assertThat(ada.delete("/v2/me").status()).isEqualTo(204);

        assertThat(found(traces)).isEmpty();
        assertThat(server.sql(
                        "select coalesce(name, name_sealed::text, notes_sealed::text) from pet where pet_id = ?", pet))
                .containsOnlyNulls();
        assertThat(server.sql("select erased_at is not null from pet where pet_id = ?", pet))
                .containsExactly("t");
        assertThat(server.sql("select credential_hash::text from collar where serial = ?", serial))
                .containsOnlyNulls();
        bob.get("/v2/pets/" + pet + "/latest").refused(404, "pet.unknown");
        ada.refresh(ada.refreshToken()).refused(401, "auth.invalid_refresh_token");
        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
    }

    /** Tables in which one of the traces stands. */
    private List<String> found(List<String> traces) {
        var tables = new ArrayList<>(server.sql("""
                select tablename from pg_tables where schemaname = 'public' and tablename not like 'reading_%'
                    and tablename not like 'motion_%'"""));
        tables.removeAll(NOT_LOOKED_AT);
        tables.remove("audit"); // session ids stand there; whose they were does not any more
        return tables.stream()
                .filter(table -> traces.stream()
                        .anyMatch(trace -> !server.sql(
                                        "select 1 from " + table + " as it where it::text like ?", "%" + trace + "%")
                                .isEmpty()))
                .toList();
    }

    @Test
    void aPetThatHasAnotherOwnerStaysWithThem() {
        var ada = TestPerson.registered(server);
        var pet = petOf(ada, "Bella of two");
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'owner') returning 1",
                pet,
                bob.accountId());

        assertThat(ada.delete("/v2/me").status()).isEqualTo(204);

        assertThat(bob.get("/v2/pets").json(200).encode()).contains("Bella of two");
        assertThat(server.sql("select account_id::text from member where pet_id = ?", pet))
                .containsExactly(bob.accountId().toString());
    }

    @Test
    void of_two_owners_who_go_at_once_the_second_takes_the_pet_along() throws Exception {
        var ada = TestPerson.registered(server);
        var pet = petOf(ada, "Bella of two who go");
        var bob = TestPerson.registered(server);
        server.sql(
                "insert into member (pet_id, account_id, role) values (?, ?, 'owner') returning 1",
                pet,
                bob.accountId());
        List<CompletableFuture<Integer>> gone;
        try (var connection = server.jdbc();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from pet where pet_id = '" + pet + "' for update");
            gone = Stream.of(ada, bob)
                    .map(owner -> CompletableFuture.supplyAsync(
                            () -> owner.delete("/v2/me").status()))
                    .toList();
            await().until(() -> server.sql("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                            .size()
                    == 2);
            connection.rollback();
        }

        assertThat(gone.stream().map(CompletableFuture::join)).containsExactly(204, 204);
        assertThat(server.sql("select erased_at is not null from pet where pet_id = ?", pet))
                .containsExactly("t");
    }

    @Test
    void whoever_only_claims_an_address_takes_nothing_of_its_owner_along() {
        var ada = TestPerson.registered(server);
        server.sql("update account set verified_at = now() where account_id = ? returning 1", ada.accountId());
        ada.login("a wrong password").refused(401, "auth.invalid_credentials");
        var counted = "select failures from sign_in_attempt join account on counter = email_hash where account_id = ?";
        assertThat(server.sql(counted, ada.accountId())).containsExactly("1");
        var mallory = TestPerson.at(server.baseUri(), ada.email());
        mallory.with(mallory.register().json(201));

        assertThat(mallory.delete("/v2/me").status()).isEqualTo(204);

        assertThat(server.sql(counted, ada.accountId())).containsExactly("1");
    }

    @Test
    void anOldSessionCannotErase() {
        var ada = TestPerson.registered(server);
        server.sql(
                "update session set created_at = now() - interval '11 minutes' where session_id = ? returning 1",
                ada.sessionId());

        ada.delete("/v2/me").refused(403, "auth.sign_in_again");

        assertThat(ada.get("/v2/me").status()).isEqualTo(200);
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        assertThat(ada.delete("/v2/me").status()).isEqualTo(204);
    }
}
