package ai.petty.ingest;

import static ai.petty.ingest.TestIngest.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.TestPeople;
import ai.petty.identity.Principal;
import ai.petty.limits.LimitName;
import ai.petty.problem.FieldError;
import ai.petty.store.Micros;
import ai.petty.store.TestDatabase;
import ai.petty.store.TestHousehold;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who may write for which collar, and at which times. */
class IngestOwnershipTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final TestIngest TARGET =
            TestIngest.on(DATABASE.address(), Map.of("pets.directory-ttl", "1ms", "pets.auto-register", "true"));

    private final TestHousehold household = TestHousehold.foreign(DATABASE);
    private final UUID pet = household.pet("Rex");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @AfterAll
    static void close() {
        TARGET.close();
        DATABASE.close();
    }

    private Principal member(UUID ofPet, String role, String expires) {
        var account = household.account();
        household.member(ofPet, account, role, expires);
        return TestPeople.person(account);
    }

    /** What is said of one reading; empty when it was taken. */
    private static List<String> write(Principal sender, String serial, Instant t) {
        var reading = new Reading(Micros.of(t), 0, 80f, null, null, null, null, null, null, null);
        var receipt = await(TARGET.ingest.receive(
                sender, LimitName.V2_FRAMES, List.of(new Decoded.Good(serial, reading)), Optional.empty()));
        return receipt.rejected().stream()
                .flatMap(rejected -> rejected.errors().stream())
                .map(FieldError::pointer)
                .toList();
    }

    @Test
    void owners_and_carers_relay_and_nobody_else() {
        household.pair(pet, "OW-100");
        assertThat(write(member(pet, "owner", "infinity"), "OW-100", now)).isEmpty();
        assertThat(write(member(pet, "carer", "infinity"), "OW-100", now)).isEmpty();
        for (var role : List.of("viewer", "vet")) {
            assertThat(write(member(pet, role, "infinity"), "OW-100", now)).containsExactly("/collar_id");
        }
        assertThat(write(member(pet, "carer", "2026-01-01"), "OW-100", now)).containsExactly("/collar_id");
        assertThat(write(TestPeople.STRANGER, "OW-100", now)).containsExactly("/collar_id");
        assertThat(write(TestPeople.DEMO, "OW-100", now)).containsExactly("/collar_id");
        assertThat(write(new Principal.Anonymous(), "OW-100", now)).containsExactly("/collar_id");
        assertThat(write(new Principal.Collar("OW-200"), "OW-100", now)).containsExactly("/collar_id");
        assertThat(write(new Principal.Collar("OW-100"), "OW-100", now)).isEmpty();
    }

    @Test
    void a_membership_that_ends_ends_writing() {
        household.pair(pet, "OW-101");
        var account = household.account();
        household.member(pet, account, "carer", "infinity");
        var carer = TestPeople.person(account);
        assertThat(write(carer, "OW-101", now)).isEmpty();
        DATABASE.execute("delete from member where account_id = ?", account);
        assertThat(write(carer, "OW-101", now.minusSeconds(1))).containsExactly("/collar_id");
    }

    @Test
    void a_resold_collar_takes_nothing_over() {
        var next = household.pet("Next");
        household.pair(pet, "OW-102", "-infinity", now.minusSeconds(60).toString());
        household.pair(next, "OW-102", now.minusSeconds(60).toString(), "infinity");
        var first = member(pet, "owner", "infinity");
        var second = member(next, "owner", "infinity");
        assertThat(write(first, "OW-102", now.minusSeconds(120))).isEmpty();
        assertThat(write(first, "OW-102", now)).containsExactly("/t");
        assertThat(write(second, "OW-102", now)).isEmpty();
        assertThat(write(second, "OW-102", now.minusSeconds(120))).containsExactly("/t");
    }

    @Test
    void the_demo_household_takes_from_everybody_but_not_for_a_collar_with_a_credential() {
        assertThat(write(TestPeople.STRANGER, "DE-100", now)).isEmpty();
        assertThat(write(TestPeople.DEMO, "DE-100", now)).isEmpty();
        assertThat(write(new Principal.Anonymous(), "DE-100", now)).isEmpty();
        DATABASE.execute("update collar set credential_hash = '\\x00' where serial = 'DE-100'");
        await(TARGET.collars.renew("DE-100"));
        assertThat(write(new Principal.Anonymous(), "DE-100", now)).containsExactly("/collar_id");
    }
}
