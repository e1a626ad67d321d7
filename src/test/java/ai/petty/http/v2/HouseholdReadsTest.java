package ai.petty.http.v2;

import static ai.petty.store.TestHousehold.beat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPeople;
import ai.petty.config.PettyConfig;
import ai.petty.identity.Principal;
import ai.petty.store.TestHousehold;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees a pet: its people, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseholdReadsTest {
    private static final List<String> READS = List.of(
            "/latest",
            "/readings?from=2026-03-01T11:00:00Z&to=2026-03-01T12:00:00Z",
            "/readings?resolution=1h&from=2026-03-01T11:00:00Z&to=2026-03-01T12:00:00Z",
            "/track?from=2026-03-01T11:00:00Z&to=2026-03-01T12:00:00Z");

    private final TestReadback target =
            new TestReadback(new PettyConfig.Live(Duration.ofHours(1), Duration.ofHours(1), 10, 100));
    private final TestHousehold household = TestHousehold.foreign(target.server);
    private UUID pet = new UUID(0, 0);

    @BeforeAll
    void live() {
        pet = household.pet("Rex");
        target.household.pet("Of the demo");
        var pairing = household.pair(pet, "HR-100");
        household.store(pairing, beat(TestReadback.START.minusSeconds(600), 80f));
    }

    @BeforeEach
    void asNobodyYet() {
        target.caller = TestPeople.STRANGER;
    }

    @AfterAll
    void close() {
        target.close();
    }

    private Principal member(String role, String expires) {
        var account = household.account();
        household.member(pet, account, role, expires);
        return TestPeople.person(account);
    }

    private void assertThatAllReadsAnswer(int status) throws Exception {
        for (var read : READS) {
            assertThat(target.get("/v2/pets/" + pet + read).statusCode())
                    .as(read)
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "carer", "viewer", "vet"})
    void each_role_reads_until_it_expires(String role) throws Exception {
        target.caller = member(role, "infinity");
        assertThatAllReadsAnswer(200);
        assertThat(target.get("/v2/pets").body()).contains("Rex", "Of the demo");

        target.caller = member(role, "2026-03-01T12:00:00Z");
        assertThatAllReadsAnswer(404);
        assertThat(target.get("/v2/pets").body()).doesNotContain("Rex");
    }

    @Test
    void others_are_told_what_they_would_be_told_of_no_pet_at_all() throws Exception {
        for (var caller : List.of(TestPeople.STRANGER, TestPeople.DEMO, new Principal.Collar("HR-100"), (Principal)
                new Principal.Anonymous())) {
            target.caller = caller;
            for (var read : READS) {
                var theirs = target.get("/v2/pets/" + pet + read);
                var nobodys = target.get("/v2/pets/" + UUID.randomUUID() + read);
                assertThat(theirs.statusCode()).isEqualTo(404);
                assertThat(theirs.body()).isEqualTo(nobodys.body()).contains("pet.unknown");
            }
            assertThat(target.get("/v2/pets/" + pet + "/live").statusCode()).isEqualTo(404);
            assertThat(target.get("/v2/pets").body()).doesNotContain("Rex");
        }
    }

    @Test
    void a_pet_that_was_deleted_is_seen_by_nobody() throws Exception {
        var gone = household.pet("Gone");
        var account = household.account();
        household.member(gone, account, "owner", "infinity");
        target.server.execute("update pet set erased_at = now() where pet_id = ?", gone);
        target.caller = TestPeople.person(account);
        assertThat(target.get("/v2/pets/" + gone + "/latest").body()).contains("pet.unknown");
        assertThat(target.get("/v2/pets").body()).doesNotContain("Gone");
    }
}
