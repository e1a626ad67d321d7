package ai.petty.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.audit.PersonsAct;
import ai.petty.store.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nobody takes everything away unseen, or with a token alone. */
class ExportRefusedTest {
    private static final String EXPORT = "/v2/me/export";

    private static List<String> acts(PettyTestServer server, TestPerson person) {
        return TestDatabase.await(server.server().house().audit().of(person.accountId(), Optional.empty(), 1_000))
                .stream()
                .map(PersonsAct::action)
                .toList();
    }

    private static void execute(PettyTestServer server, String statement) throws SQLException {
        try (var connection = server.jdbc();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void an_old_session_gets_none() {
        var server = PettyTestServer.shared();
        var ada = TestPerson.registered(server);
        server.sql(
                "update session set created_at = now() - interval '11 minutes' where session_id = ? returning 1",
                ada.sessionId());
        ada.get(EXPORT).refused(403, "auth.sign_in_again");
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        assertThat(ada.get(EXPORT).status()).isEqualTo(200);
        assertThat(acts(server, ada)).contains("account.export_begun");
    }

    @Test
    void there_is_none_that_cannot_be_written_down() throws SQLException {
        try (var server = PettyTestServer.start(Map.of())) {
            var ada = TestPerson.registered(server);
            execute(
                    server,
                    "alter table audit add constraint nowhere_to_write check (action <> 'account.export_begun')");
            ada.get(EXPORT).refused(503, "audit.unavailable");
            execute(server, "alter table audit drop constraint nowhere_to_write");
            assertThat(ada.get(EXPORT).status()).isEqualTo(200);
        }
    }
}
