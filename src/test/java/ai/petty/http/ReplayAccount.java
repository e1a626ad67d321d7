package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account for one example, registered when the example first speaks of it. */
final class ReplayAccount {
    private final HttpClient http;
    private final ReplayTarget target;
    private final String email = fresh();
    private @Nullable JsonObject signedIn;

    ReplayAccount(HttpClient http, ReplayTarget target) {
        this.http = http;
        this.target = target;
    }

    private static String fresh() {
        return "replay-" + UUID.randomUUID() + "@example.com";
    }

    /** Null for a name that is not of an account. */
    @Nullable
    String value(@Nullable String name) {
        return switch (name) {
            case "FRESH_EMAIL" -> fresh();
            case "EMAIL" -> {
                signedIn();
                yield email;
            }
            case "ACCOUNT_ID" -> signedIn().getString("account_id");
            case "SESSION_ID" -> signedIn().getString("session_id");
            case "ACCOUNT_TOKEN" -> signedIn().getString("access_token");
            case "REFRESH_TOKEN" -> signedIn().getString("refresh_token");
            case null, default -> null;
        };
    }

    private JsonObject signedIn() {
        var known = signedIn;
        if (known == null) {
            known = register();
            signedIn = known;
        }
        return known;
    }

    private JsonObject register() {
        var newcomer = JsonObject.of("email", email, "password", "correct horse battery staple");
        var options = new RequestOptions()
                .setHost(target.baseUri().getHost())
                .setPort(target.baseUri().getPort())
                .setMethod(HttpMethod.POST)
                .setURI("/v2/auth/register");
        return ContractReplay.await(http.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(newcomer.toBuffer())
                        .compose(response -> response.body().map(body -> {
                            assertThat(response.statusCode())
                                    .as(body.toString())
                                    .isIn(200, 201);
                            return body.toJsonObject();
                        }))));
    }
}
