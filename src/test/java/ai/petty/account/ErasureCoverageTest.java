package ai.petty.account;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PersonalColumns;
import ai.petty.PersonalColumns.Erased;
import ai.petty.PersonalColumns.Personal;
import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.limits.Quotas;
import ai.petty.pets.PetLeavings;
import ai.petty.privacy.TestCiphers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Erasure does with each column what {@link PersonalColumns} says that it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureCoverageTest {
    private static final String SERIAL = "EC-100001";
    private static final Set<Erased> STAYS = Set.of(Erased.CUT_LOOSE, Erased.WITHIN_A_DAY);

    /** Nothing listens there: mails wait. */
    private final PettyTestServer server = PettyTestServer.start(Map.of(
            "mail.transport", "smtp",
            "mail.host", "127.0.0.1",
            "mail.port", "9",
            "mail.tls", "disabled",
            "mail.first-pause", "1h"));

    @AfterAll
    void close() {
        server.close();
    }

    /** What stands in every personal column now. */
    private Map<Personal, Set<String>> values() {
        var columnToValues = new HashMap<Personal, Set<String>>();
        for (var personal : PersonalColumns.PERSONAL) {
            var question = "select distinct %1$s::text from %2$s where %1$s is not null and %1$s::text <> ''"
                    .formatted(personal.column(), personal.table());
            columnToValues.put(personal, new HashSet<>(server.sql(question)));
        }
        return columnToValues;
    }

    /** Somebody of whom there is something in every column. */
    private TestPerson everywhere() {
        var ada = TestPerson.registered(server);
        ada.refresh(ada.refreshToken()).json(200);
        ada.login("a wrong password").refused(401, "auth.invalid_credentials");
        server.sql("""
                update account set verified_at = now(), issuer = 'https://idp.example', subject = 'ada'
                where account_id = ? returning 1""", ada.accountId());
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.login("a wrong password").refused(401, "auth.invalid_credentials");
        ada.send("PATCH", "/v2/me", "{\"phone\":\"+49301234567\"}", true).json(200);
        ada.post("/v2/auth/forgot-password", JsonObject.of("email", ada.email()), false);
        var profile = JsonObject.of("name", "Bella", "species", "dog", "food", "Kibble", "notes", "Shy");
        var pet = ada.postOnce("once", "/v2/pets", profile).json(201).getString("pet_id");
        server.sql("update pet set name = 'Bella' where pet_id = ?::uuid returning 1", pet);
        server.sql("update household set name = 'Adas' where account_id = ? returning 1", ada.accountId());
        var circle = JsonObject.of("lat", 52.520008, "lon", 13.404954, "radius_m", 100);
        ada.post("/v2/pets/" + pet + "/zones", JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                .json(201);
        ada.post("/v2/pets/" + pet + "/invitations", JsonObject.of("email", "carol@example.com", "role", "viewer"))
                .json(201);
        server.sql("""
                with worn as (insert into collar (serial) values (?) returning collar_id), pairing as (
                    insert into pairing (collar_id, pet_id, valid_from)
                    select collar_id, ?::uuid, now() - interval '1 day' from worn returning pairing_id)
                insert into reading (pairing_id, t, received_at, n, lat_e6, lon_e6, accuracy_m)
                select pairing_id, now(), now(), 0, 52520008, 13404954, 5 from pairing returning 1""", SERIAL, pet);
        hearsAndSays(ada.accountId(), pet);
        return ada;
    }

    /** What she wants to be told and how, what waits to be told, what is wrong, who looks after it, and what she said. */
    private void hearsAndSays(UUID ada, String pet) {
        var sealed = "decode(md5(random()::text), 'hex')";
        server.sql("""
                insert into preference (account_id, time_zone, quiet_from, quiet_to, escape_by, health_by, device_by, units,
                    viewed_pets, updated_at)
                values (?, 'Europe/Vaduz', '21:07', '06:07', '{mail}', '{mail}', '{mail}', 'metric', false, now()) returning 1""", ada);
        server.sql("insert into muted_pet (pet_id, account_id) values (?::uuid, ?) returning 1", pet, ada);
        server.sql("""
                insert into webhook (webhook_id, account_id, url, host_hash, secret, former_secret, created_at)
                values (gen_random_uuid(), ?, %1$s, %1$s, %1$s, %1$s, now()) returning 1""".formatted(sealed), ada);
        server.sql("""
                insert into notice (notice_id, account_id, pet_id, category, key, kind, facts, at, due_at, created_at)
                values (gen_random_uuid(), ?, ?::uuid, 'health', 'once', 'alert.opened', %s, now(), now() + interval '9 days',
                    now()) returning 1""".formatted(sealed), ada, pet);
        server.sql("""
                insert into alert (pairing_id, rule, since_t, pet_id, opened_at, evidence, lat_e6, lon_e6, accuracy_m,
                    acknowledged_at, acknowledged_by, resolved_at, ending, resolved_by, changed_at)
                select pairing_id, 3, now(), pet_id, now(), '{}', 52520009, 13404955, 6, now(), ?, now(), 'by_person', ?, now()
                from pairing where pet_id = ?::uuid returning 1""", ada, ada, pet);
        server.sql("""
                insert into companion (pet_id, account_id, since, expires_at)
                values (?::uuid, ?, now(), now() + interval '1 hour') returning 1""", pet, ada);
        server.sql("""
                insert into lost_mode (pet_id, started_by, since, ends_at, report_interval_s, link_hash, link_precision,
                    link_ends_at)
                values (?::uuid, ?, now(), now() + interval '1 hour', 2, %s, 'exact', now() + interval '1 hour') returning 1""".formatted(sealed), pet, ada);
        server.sql("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, note_sealed, segment_sealed, said_at, given_at)
                values (gen_random_uuid(), ?, %1$s, 'unclear', %1$s, %1$s, now(), now()) returning 1""".formatted(sealed), ada);
    }

    @Test
    void nothingThatStoodInAPersonalColumnStandsThereAfterwards() {
        var before = values();
        var ada = everywhere();
        var hers = values();
        before.forEach((column, others) -> hers.getOrDefault(column, Set.of()).removeAll(others));
        assertThat(hers)
                .as("let everywhere() leave something in every column, or this shows nothing of it")
                .allSatisfy(
                        (column, values) -> assertThat(values).as("%s", column).isNotEmpty());

        assertThat(ada.delete("/v2/me").status()).isEqualTo(204);
        var house = server.server().house();
        await(new PetLeavings(house.database(), () -> Instant.now().plus(Duration.ofHours(1))).takeAway());

        assertThat(leftOf(hers).keySet()).allMatch(column -> STAYS.contains(column.erased()));
        InstantSource tomorrow = () -> Instant.now().plus(Duration.ofDays(1));
        await(new Quotas(house.database(), TestCiphers.FIXED, tomorrow).prune());
        assertThat(leftOf(hers).keySet()).allMatch(column -> column.erased() == Erased.CUT_LOOSE);
    }

    private Map<Personal, Set<String>> leftOf(Map<Personal, Set<String>> columnToValues) {
        var left = values();
        left.forEach((column, values) -> values.retainAll(columnToValues.getOrDefault(column, Set.of())));
        left.values().removeIf(Set::isEmpty);
        return left;
    }

    @Test
    void whatIsAskedForTwiceAtOnceIsDoneOnceAndBothAreToldSo() throws Exception {
        var ada = TestPerson.registered(server);
        List<CompletableFuture<Integer>> asked;
        try (var connection = server.jdbc();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from account where account_id = '" + ada.accountId() + "' for update");
            asked = Stream.of(ada, ada)
                    .map(owner -> CompletableFuture.supplyAsync(
                            () -> owner.delete("/v2/me").status()))
                    .toList();
            await().until(() -> server.sql("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                            .size()
                    == 2);
            connection.rollback();
        }

        assertThat(asked.stream().map(CompletableFuture::join)).containsExactly(204, 204);
        assertThat(server.sql("select 1 from account where account_id = ?", ada.accountId()))
                .isEmpty();
    }
}
