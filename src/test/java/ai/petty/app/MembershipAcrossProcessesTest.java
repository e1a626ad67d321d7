package ai.petty.app;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.http.v2.LiveClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever is removed from a household on one process is out on every other, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipAcrossProcessesTest {
    private static final AtomicInteger SERIALS = new AtomicInteger(880_000);

    /** What others store is asked for so rarely here that nobody is sent away by that. */
    private final TwoServers servers = new TwoServers(Map.of("live.poll-interval", "1h", "pets.directory-ttl", "1h"));

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestPerson ada;
    private TestPerson bob;
    private TestPerson bobThere;
    private UUID pet;
    private String serial;

    @AfterAll
    void stop() {
        servers.close();
    }

    @AfterEach
    void hangUp() throws Exception {
        for (var one : opened) {
            one.close();
        }
        opened.clear();
    }

    @BeforeEach
    void aPetWithACollar() {
        ada = TestPerson.registered(servers.here);
        bob = TestPerson.registered(servers.here);
        bobThere = TestPerson.at(servers.there.baseUri(), bob.email());
        bobThere.with(bobThere.login(TestPerson.PASSWORD).json(200));
        var profile = JsonObject.of("name", "Bella", "species", "dog");
        pet = UUID.fromString(ada.post("/v2/pets", profile).json(201).getString("pet_id"));
        serial = "SN-" + SERIALS.getAndIncrement();
        var code = await(servers.here.server().house().newCollar(serial));
        ada.post("/v2/pets/" + pet + "/collars", JsonObject.of("serial", serial, "claim_code", code))
                .json(201);
    }

    /** @param until an interval from now, or infinity */
    private void bobBecomes(String role, String until) {
        await(servers.here
                .server()
                .house()
                .database()
                .ask(pool -> pool.preparedQuery("""
                                insert into member (pet_id, account_id, role, precision, expires_at)
                                values ($1, $2, $3, 'exact', case when $4 = 'infinity' then 'infinity'::timestamptz
                                    else now() + $4::text::interval end)""").execute(Tuple.of(pet, bob.accountId(), role, until))));
    }

    private static JsonObject relay(TestPerson person, String serial) {
        var reading = JsonObject.of("collar_id", serial, "t", Instant.now().toString(), "hr", 80);
        return person.send("POST", "/v2/telemetry", JsonArray.of(reading).encode(), true)
                .json(200);
    }

    @Test
    void a_carer_who_was_removed_relays_for_nobody_from_that_moment_on() {
        bobBecomes("carer", "infinity");
        assertThat(relay(bob, serial).getInteger("accepted")).isEqualTo(1);
        assertThat(relay(bobThere, serial).getInteger("accepted")).isEqualTo(1);

        ada.delete("/v2/pets/" + pet + "/members/" + bob.accountId()).json(204);

        assertThat(relay(bobThere, serial).encode()).contains("\"accepted\":0", "collar.unknown");
        assertThat(relay(bob, serial).encode()).contains("\"accepted\":0", "collar.unknown");
        assertThat(relay(ada, serial).getInteger("accepted")).isEqualTo(1);
    }

    @Test
    void the_streams_of_who_was_removed_end_on_every_process() throws Exception {
        bobBecomes("viewer", "infinity");
        relay(ada, serial);
        var viewers = List.of(
                watch(false, servers.here, bob),
                watch(true, servers.here, bob),
                watch(false, servers.there, bobThere),
                watch(true, servers.there, bobThere));
        var own = watch(false, servers.here, ada);

        ada.delete("/v2/pets/" + pet + "/members/" + bob.accountId()).json(204);

        for (var viewer : viewers) {
            assertEnded(viewer);
        }
        bobThere.get("/v2/pets/" + pet + "/latest").refused(404, "pet.unknown");
        relay(ada, serial);
        assertThat(own.next().type()).isEqualTo("reading");
    }

    @Test
    void the_streams_of_a_vet_end_when_their_time_is_over() throws Exception {
        bobBecomes("vet", "10 seconds");
        relay(ada, serial);
        var here = watch(false, servers.here, bob);
        var there = watch(true, servers.there, bobThere);

        assertEnded(here);
        assertEnded(there);

        bob.get("/v2/pets/" + pet + "/latest").refused(404, "pet.unknown");
        bobThere.get("/v2/pets/" + pet + "/live").refused(404, "pet.unknown");
    }

    private static void assertEnded(LiveClient viewer) throws IOException {
        var last = viewer.next();
        assertThat(last.type()).isIn("goodbye", "close");
        assertThat(last.data()).contains("pet.unknown");
    }

    /** A viewer who has seen the first event. */
    private LiveClient watch(boolean webSocket, PettyTestServer server, TestPerson person) throws IOException {
        var path = "/v2/pets/" + pet + "/live";
        var header = "Authorization: Bearer " + person.accessToken();
        var port = server.server().port();
        var viewer = webSocket ? LiveClient.webSocket(port, path, header) : LiveClient.events(port, path, header);
        opened.add(viewer);
        assertThat(viewer.next().type()).isEqualTo("snapshot");
        return viewer;
    }
}
