package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Making an account and signing in, through the door of a real server. */
class SignInHttpTest {
    private final PettyTestServer server = PettyTestServer.shared();

    @Test
    void whoRegistersIsSignedInAndSeesTheirAccount() {
        var ada = TestPerson.registered(server);

        var me = ada.get("/v2/me").json(200);

        assertThat(me.getString("account_id")).isEqualTo(ada.accountId().toString());
        assertThat(me.getString("email")).isEqualTo(ada.email());
        assertThat(me.getString("name")).isEqualTo("Ada");
        assertThat(me.getBoolean("email_verified")).isFalse();
        // There may be pets of the demo household to look at, but none of her own.
        assertThat(ada.get("/v2/pets").body()).doesNotContain("\"role\":\"owner\"");
    }

    @Test
    void whoKnowsThePasswordSignsInHoweverTheAddressIsTyped() {
        var ada = TestPerson.registered(server);

        ada.login(TestPerson.PASSWORD).json(200);
        TestPerson.at(server.baseUri(), "  " + ada.email().toUpperCase(Locale.ROOT) + " ")
                .login(TestPerson.PASSWORD)
                .json(200);
        ada.login("correct horse battery stable").refused(401, "auth.invalid_credentials");
        TestPerson.at(server).login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
    }

    @Test
    void theSamePasswordTypedAnotherWayIsTheSame() {
        var ada = TestPerson.at(server);
        ada.post("/v2/auth/register", JsonObject.of("email", ada.email(), "password", "Ångström vier ﬁnger"), false)
                .json(201);

        ada.login("Ångström vier finger").json(200);
    }

    @Test
    void anOrdinaryAccountHoldsEveryScopeButThatOfAnAdministratorAndMayAskForFewer() {
        var ada = TestPerson.registered(server);

        var all = ada.login(TestPerson.PASSWORD).json(200).getJsonArray("scopes");
        assertThat(all).contains("pets:read", "pets:write", "account:manage").doesNotContain("admin");

        var asked = JsonObject.of(
                "email", ada.email(), "password", TestPerson.PASSWORD, "scopes", JsonArray.of("pets:read", "admin"));
        var few = ada.post("/v2/auth/login", asked, false).json(200);
        assertThat(few.getJsonArray("scopes")).isEqualTo(JsonArray.of("pets:read"));
        ada.with(few).get("/v2/me").refused(403, "auth.insufficient_scope");
        var next = ada.refresh(few.getString("refresh_token")).json(200);
        assertThat(next.getJsonArray("scopes")).isEqualTo(JsonArray.of("pets:read"));
        ada.post("/v2/admin/accounts/" + ada.accountId() + "/unlock", new JsonObject())
                .refused(403, "auth.insufficient_scope");
    }

    @Test
    void badPasswordsAndAddressesAreRefusedByTheirNames() {
        for (var password : List.of("zebra", "password1", "aaaaaaaaaaaa", "Password123", "x".repeat(300))) {
            var answer = TestPerson.at(server)
                    .post(
                            "/v2/auth/register",
                            JsonObject.of("email", TestPerson.freshEmail(), "password", password),
                            false)
                    .json(400);
            assertThat(answer.getJsonArray("errors").getJsonObject(0).getString("pointer"))
                    .isEqualTo("/password");
        }
        for (var email :
                List.of("ada", "ada@", "@example.com", "a b@example.com", "a@b", "a@exa_mple.com", "a..b@c.de")) {
            var answer = TestPerson.at(server)
                    .post("/v2/auth/register", JsonObject.of("email", email, "password", TestPerson.PASSWORD), false)
                    .json(400);
            assertThat(answer.getJsonArray("errors").getJsonObject(0).getString("pointer"))
                    .isEqualTo("/email");
        }
    }

    @Test
    void aRefreshTokenLeadsToTheNextPairAndARetryToTheSame() {
        var ada = TestPerson.registered(server);

        var next = ada.refresh(ada.refreshToken()).json(200);
        var again = ada.refresh(ada.refreshToken()).json(200);

        assertThat(again.getString("refresh_token")).isEqualTo(next.getString("refresh_token"));
        assertThat(again.getString("access_token")).isEqualTo(next.getString("access_token"));
        ada.with(next).get("/v2/me").json(200);
    }

    @Test
    void aSpentRefreshTokenEndsTheSession() {
        var ada = TestPerson.registered(server);
        var first = ada.refreshToken();
        var second = ada.refresh(first).json(200).getString("refresh_token");
        var third = ada.refresh(second).json(200).getString("refresh_token");

        ada.refresh(first).refused(401, "auth.invalid_refresh_token");

        ada.refresh(third).refused(401, "auth.invalid_refresh_token");
        assertThat(server.sql("select end_reason from session where session_id = ?", ada.sessionId()))
                .containsExactly("reuse");
    }

    @Test
    void nothingOfAPersonAndNoTokenStandsReadableInTheDatabase() {
        var ada = TestPerson.registered(server);
        var next = ada.refresh(ada.refreshToken()).json(200);

        var rows = server.sql("select row_to_json(account)::text from account where account_id = ?", ada.accountId());
        rows.addAll(server.sql("""
                select row_to_json(token)::text from refresh_token token where session_id = ?""", ada.sessionId()));
        rows.addAll(server.sql("select row_to_json(session)::text from session where session_id = ?", ada.sessionId()));

        assertThat(rows)
                .hasSize(4)
                .noneMatch(row -> row.contains("Ada")
                        || row.contains(ada.email())
                        || row.contains(ada.refreshToken())
                        || row.contains(next.getString("refresh_token"))
                        || row.contains("Petty/2.1"));
    }
}
