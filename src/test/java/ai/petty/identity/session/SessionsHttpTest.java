package ai.petty.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How sessions end, through the door of a real server. */
class SessionsHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PettyTestServer server = PettyTestServer.shared();

    /** The same account, signed in once more. */
    private TestPerson again(TestPerson person) {
        return TestPerson.at(server.baseUri(), person.email())
                .with(person.login(TestPerson.PASSWORD).json(200));
    }

    private void assertOver(TestPerson person) {
        person.get("/v2/me").refused(401, "auth.token_revoked");
        person.refresh(person.refreshToken()).refused(401, "auth.invalid_refresh_token");
    }

    @Test
    void aReusedRefreshTokenTakesTheAccessTokensOfItsFamilyBackAndIsWrittenDown() {
        var ada = TestPerson.registered(server);
        var elsewhere = again(ada);
        var first = ada.refreshToken();
        ada.with(ada.refresh(first).json(200));
        ada.with(ada.refresh(ada.refreshToken()).json(200));
        ada.get("/v2/me").json(200);

        ada.refresh(first).refused(401, "auth.invalid_refresh_token");

        await().atMost(PATIENCE).until(() -> ada.get("/v2/me").status() == 401);
        assertOver(ada);
        elsewhere.get("/v2/me").json(200);
        await().atMost(PATIENCE)
                .until(() -> server.sql(
                                        "select 1 from audit where action = 'session.reused' and outcome = 'refused' and object = ?",
                                        "session:" + ada.sessionId())
                                .size()
                        == 1);
    }

    @Test
    void aRetryGetsTheSamePairForHalfAMinuteAndEndsTheSessionAfterIt() {
        var ada = TestPerson.registered(server);
        var first = ada.refreshToken();
        var next = ada.refresh(first).json(200);

        spentEarlier(ada, 20);
        var again = ada.refresh(first).json(200);
        assertThat(again.getString("refresh_token")).isEqualTo(next.getString("refresh_token"));
        assertThat(again.getString("access_token")).isEqualTo(next.getString("access_token"));

        spentEarlier(ada, 11);
        ada.refresh(first).refused(401, "auth.invalid_refresh_token");
        ada.refresh(next.getString("refresh_token")).refused(401, "auth.invalid_refresh_token");
    }

    private void spentEarlier(TestPerson person, int seconds) {
        assertThat(server.sql("""
                        update refresh_token set spent_at = spent_at - ? * interval '1 second'
                        where session_id = ? and spent_at is not null returning 1""", seconds, person.sessionId())).hasSize(1);
    }

    @Test
    void howeverOftenItIsRefreshedASessionEndsOneDay() {
        var ada = TestPerson.registered(server);
        begun(ada, "89 days 12 hours");

        ada.with(ada.refresh(ada.refreshToken()).json(200));
        var left = server.sql(
                "select extract(epoch from expires_at - now())::bigint from session where session_id = ?",
                ada.sessionId());
        assertThat(Long.parseLong(left.getFirst())).isBetween(1L, 43_200L);

        begun(ada, "90 days");
        ada.refresh(ada.refreshToken()).refused(401, "auth.invalid_refresh_token");
        ada.with(ada.login(TestPerson.PASSWORD).json(200));
        ada.refresh(ada.refreshToken()).json(200);
    }

    private void begun(TestPerson person, String ago) {
        assertThat(server.sql(
                        "update session set created_at = now() - ?::interval where session_id = ? returning 1",
                        ago,
                        person.sessionId()))
                .hasSize(1);
    }

    @Test
    void aRefreshTokenExpires() {
        var ada = TestPerson.registered(server);
        assertThat(server.sql(
                        "update refresh_token set expires_at = now() where session_id = ? returning 1",
                        ada.sessionId()))
                .hasSize(1);

        ada.refresh(ada.refreshToken()).refused(401, "auth.invalid_refresh_token");
    }

    @Test
    void loggingOutEverywhereIsOneMoreEpochAndEndsWhatWasBefore() {
        var ada = TestPerson.registered(server);
        var elsewhere = again(ada);
        var stranger = TestPerson.registered(server);
        var epoch = epoch(ada);

        ada.post("/v2/auth/logout-all", new JsonObject()).json(204);

        await().atMost(PATIENCE).until(() -> elsewhere.get("/v2/me").status() == 401);
        assertOver(ada);
        assertOver(elsewhere);
        assertThat(epoch(ada)).isEqualTo(epoch + 1);
        again(ada).get("/v2/me").json(200);
        stranger.get("/v2/me").json(200);
    }

    private int epoch(TestPerson person) {
        return Integer.parseInt(server.sql("select epoch from account where account_id = ?", person.accountId())
                .getFirst());
    }

    @Test
    void oneSessionIsEndedAndTheOthersStay() {
        var ada = TestPerson.registered(server);
        var elsewhere = again(ada);
        assertThat(ada.get("/v2/me/sessions").json(200).getJsonArray("sessions"))
                .hasSize(2);

        ada.delete("/v2/me/sessions/" + elsewhere.sessionId()).json(204);

        await().atMost(PATIENCE).until(() -> elsewhere.get("/v2/me").status() == 401);
        assertOver(elsewhere);
        assertThat(ada.get("/v2/me/sessions").json(200).getJsonArray("sessions"))
                .hasSize(1);
        ada.delete("/v2/me/sessions/" + elsewhere.sessionId()).refused(404, "session.unknown");
        TestPerson.registered(server)
                .delete("/v2/me/sessions/" + ada.sessionId())
                .refused(404, "session.unknown");
        ada.refresh(ada.refreshToken()).json(200);
    }
}
