package ai.petty.app;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where nobody may sign in before the address is proved, a claim that nobody proves is forgotten. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbandonedClaimsTest {
    private final PettyTestServer server = PettyTestServer.start(Map.of("identity.unverified-sign-in", "false"));

    @AfterAll
    void close() {
        server.close();
    }

    /** Claims an address, and makes it look as if that had been some time ago. */
    private String claimed(String ago) {
        assertThat(TestPerson.at(server).register().status()).isBetween(200, 299);
        var newest = server.sql("select account_id::text from account order by created_at desc limit 1")
                .getFirst();
        server.sql(
                "update account set created_at = now() - ?::interval where account_id = ?::uuid returning 1",
                ago,
                newest);
        server.sql("""
                update session set created_at = now() - ?::interval, expires_at = now() - ?::interval
                where account_id = ?::uuid returning 1""", ago, ago, newest);
        // its mail cannot be answered any more, either
        server.sql(
                "update mail_token set expires_at = expires_at - ?::interval where account_id = ?::uuid returning 1",
                ago,
                newest);
        return newest;
    }

    private boolean isThere(String account) {
        return !server.sql("select 1 from account where account_id = ?::uuid", account)
                .isEmpty();
    }

    private void erase() {
        await(server.server().house().rights().erasure().eraseAbandoned());
    }

    @Test
    void a_claim_is_erased_when_nobody_can_come_back_to_it() {
        var abandoned = claimed("25 hours");
        var young = claimed("23 hours");
        var proved = claimed("25 hours");
        var used = claimed("25 hours");
        server.sql("update account set verified_at = now() where account_id = ?::uuid returning 1", proved);
        server.sql("""
                insert into session (session_id, account_id, scopes, created_at, last_used_at, expires_at)
                values (gen_random_uuid(), ?::uuid, '{}', now(), now(), now() + interval '1 hour') returning 1""", used);

        erase();

        assertThat(isThere(abandoned)).isFalse();
        assertThat(server.sql("select 1 from mail_token where account_id = ?::uuid", abandoned))
                .isEmpty();
        assertThat(isThere(young)).isTrue();
        assertThat(isThere(proved)).isTrue();
        assertThat(isThere(used)).isTrue();
        await().until(() -> !server.sql("select 1 from audit where action = 'account.erased' and actor is null")
                .isEmpty());
    }

    @Test
    void what_was_sent_to_an_address_is_not_forgotten_with_somebody_who_only_claimed_it() {
        var abandoned = claimed("25 hours");
        var household = server.sql("insert into household (name) values ('Household') returning household_id")
                .getFirst();
        var pet = server.sql(
                        "insert into pet (household_id, name) values (?::bigint, 'Rex') returning pet_id::text",
                        household)
                .getFirst();
        server.sql("""
                insert into invitation (invitation_id, pet_id, email_hash, email_sealed, role, precision, token_hash, expires_at)
                select gen_random_uuid(), ?::uuid, email_hash, '', 'carer', 'hidden', email_hash, now() + interval '1 day'
                from account where account_id = ?::uuid returning 1""", pet, abandoned);

        erase();

        assertThat(isThere(abandoned)).isFalse();
        assertThat(server.sql("select 1 from invitation")).hasSize(1);
    }

    @Test
    void an_address_that_is_proved_at_that_moment_is_kept() throws Exception {
        var claimed = claimed("25 hours");
        try (var connection = server.jdbc();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update account set verified_at = now() where account_id = '" + claimed + "'");
            var erased = server.server().house().rights().erasure().eraseAbandoned();
            await().until(() -> !server.sql("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                    .isEmpty());
            connection.commit();
            await(erased);
        }
        assertThat(isThere(claimed)).isTrue();
    }
}
