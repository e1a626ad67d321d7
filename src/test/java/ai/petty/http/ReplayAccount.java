package ai.petty.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An account for one example, registered before an example that speaks of one. */
final class ReplayAccount {
    private static final Pattern SPOKEN_OF =
            Pattern.compile("\\$(EMAIL|ACCOUNT_ID|SESSION_ID|ACCOUNT_TOKEN|REFRESH_TOKEN)");

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

    static boolean isSpokenOfIn(ContractExample example) {
        var said = example.replay().encode() + example.body() + example.parameters();
        return SPOKEN_OF.matcher(said).find();
    }

    /** Registers it; blocks, so not for an event loop. */
    void prepare() {
        signedIn = register();
    }

    /** Null for a name that is not of an account. */
    @Nullable
    String value(@Nullable String name) {
        return switch (name) {
            case "FRESH_EMAIL" -> fresh();
            case "EMAIL" -> email;
            case "ACCOUNT_ID" -> signedIn().getString("account_id");
            case "SESSION_ID" -> signedIn().getString("session_id");
            case "ACCOUNT_TOKEN" -> signedIn().getString("access_token");
            case "REFRESH_TOKEN" -> signedIn().getString("refresh_token");
            case null, default -> null;
        };
    }

    private JsonObject signedIn() {
        return requireNonNull(signedIn, "not prepared");
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
