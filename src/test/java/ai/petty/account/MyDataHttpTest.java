package ai.petty.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.jenetics.jpx.GPX;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What a person has of their own: all of it is told, and all of it goes. */
class MyDataHttpTest {
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

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        var nameToText = new LinkedHashMap<String, String>();
        try (var stream = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (var entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
                nameToText.put(entry.getName(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return nameToText;
    }

    @Test
    void anExportHoldsTheAccountThePetsAndEveryReading() throws Exception {
        var ada = TestPerson.registered(server);
        var pet = petOf(ada, "Bella");
        wear(pet, 2_500);
        var request = HttpRequest.newBuilder(server.baseUri().resolve("/v2/me/export"))
                .header("Authorization", "Bearer " + ada.accessToken());

        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        var files = unzipped(answer.body());
        assertThat(new JsonObject(files.get("account.json")).getString("email")).isEqualTo(ada.email());
        assertThat(files.get("sessions.json")).contains(ada.sessionId().toString());
        assertThat(files.get("pets.json")).contains("Bella", pet.toString());
        var lines = requireNonNull(files.get("pets/" + pet + "/readings.csv"))
                .lines()
                .toList();
        assertThat(lines).hasSize(2_501).doesNotHaveDuplicates();
        assertThat(lines.getLast()).contains(",80.0,", "52.520008");
        var gpx = GPX.Reader.DEFAULT.read(new ByteArrayInputStream(
                requireNonNull(files.get("pets/" + pet + "/track.gpx")).getBytes(StandardCharsets.UTF_8)));
        assertThat(gpx.tracks().flatMap(track -> track.segments()).flatMap(segment -> segment.points()))
                .hasSize(2_500);
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
