package ai.petty.household;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.TestPerson;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndedByAdministratorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void an_administrator_ends_anybodys_session_and_no_other() {
        try (var family = new Family()) {
            var ada = family.person();
            ada.with(ada.login(TestPerson.PASSWORD).json(200));
            var elsewhere = TestPerson.at(family.server.baseUri(), ada.email())
                    .with(ada.login(TestPerson.PASSWORD).json(200));
            var path = "/v2/admin/sessions/" + elsewhere.sessionId();
            ada.delete(path).refused(403, "auth.insufficient_scope");

            family.administrator.delete(path).json(204);

            elsewhere.refresh(elsewhere.refreshToken()).refused(401, "auth.invalid_refresh_token");
            await().atMost(PATIENCE).until(() -> elsewhere.get("/v2/me").status(), status -> status == 401);
            ada.get("/v2/me").json(200);
            ada.refresh(ada.refreshToken()).json(200);
            family.administrator.delete(path).refused(404, "session.unknown");
            family.administrator
                    .delete("/v2/admin/sessions/" + UUID.randomUUID())
                    .refused(404, "session.unknown");
            assertThat(family.server.sql("select end_reason from session where session_id = ?", elsewhere.sessionId()))
                    .containsExactly("admin");
            // Written down as the administrator's act, who has added a collar before.
            family.collar();
            family.audited("collar.added");
            await().atMost(PATIENCE)
                    .until(() -> family.server
                                    .sql("""
                    select 1 from audit where action = 'session.ended' and object = ?
                        and actor = (select actor from audit where action = 'collar.added' limit 1)""", "session:" + elsewhere.sessionId())
                                    .size()
                            == 1);
        }
    }
}
