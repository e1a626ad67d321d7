package ai.petty.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An account for one example, registered before an example that speaks of one. */
final class ReplayAccount {
    private static final Pattern SPOKEN_OF = Pattern.compile(
            "\\$(EMAIL|ACCOUNT_ID|SESSION_ID|ACCOUNT_TOKEN|REFRESH_TOKEN|USED_KEY|OWN_PET|OWN_ZONE|OWN_INVITATION"
                    + "|OWN_WEBHOOK|WEBHOOK_TOKEN)");

    private final HttpClient http;
    private final ReplayTarget target;
    private final String email = fresh();
    private final String usedKey = UUID.randomUUID().toString();
    private @Nullable JsonObject signedIn;
    private @Nullable String pet;
    private @Nullable String zone;
    private @Nullable String invitation;
    private @Nullable String webhook;

    ReplayAccount(HttpClient http, ReplayTarget target) {
        this.http = http;
        this.target = target;
    }

    private static String fresh() {
        return "replay-" + UUID.randomUUID() + "@example.com";
    }

    static boolean isSpokenOfIn(ContractExample example) {
        return SPOKEN_OF.matcher(said(example)).find();
    }

    private static String said(ContractExample example) {
        return example.replay().encode() + example.body() + example.parameters();
    }

    /** Registers it, with what the example speaks of; blocks, so not for an event loop. */
    void prepare(ContractExample example) {
        signedIn = post("/v2/auth/register", JsonObject.of("email", email, "password", "correct horse battery staple"));
        var said = said(example);
        if (said.contains("$USED_KEY")) {
            post("/v2/pets", JsonObject.of("name", "Rex", "species", "dog"), Map.of("Idempotency-Key", usedKey));
        }
        if (said.contains("WEBHOOK")) {
            webhook = post("/v2/me/webhooks", JsonObject.of("url", "http://127.0.0.1:1/"))
                    .getString("webhook_id");
        }
        if (!said.contains("$OWN_")) {
            return;
        }
        pet = post("/v2/pets", JsonObject.of("name", "Bella", "species", "dog")).getString("pet_id");
        if (said.contains("$OWN_ZONE")) {
            var circle = JsonObject.of("lat", 52.52, "lon", 13.4, "radius_m", 60);
            zone = post("/v2/pets/" + pet + "/zones", JsonObject.of("kind", "home", "name", "Home", "circle", circle))
                    .getString("zone_id");
        }
        if (said.contains("$OWN_INVITATION")) {
            invitation = post("/v2/pets/" + pet + "/invitations", JsonObject.of("email", fresh(), "role", "viewer"))
                    .getString("invitation_id");
        }
    }

    /** Null for a name that is not of an account. */
    @Nullable
    String value(@Nullable String name) {
        return switch (name) {
            case "FRESH_EMAIL" -> fresh();
            case "EMAIL" -> email;
            case "ACCOUNT_ID" -> signedIn().getString("account_id");
            case "SESSION_ID" -> signedIn().getString("session_id");
            case "ACCOUNT_TOKEN", "WEBHOOK_TOKEN" -> signedIn().getString("access_token");
            case "REFRESH_TOKEN" -> signedIn().getString("refresh_token");
            case "USED_KEY" -> usedKey;
            case "OWN_PET" -> pet;
            case "OWN_ZONE" -> zone;
            case "OWN_INVITATION" -> invitation;
            case "OWN_WEBHOOK" -> webhook;
            case null, default -> null;
        };
    }

    private JsonObject signedIn() {
        return requireNonNull(signedIn, "not prepared");
    }

    private JsonObject post(String path, JsonObject content) {
        return post(path, content, Map.of());
    }

    private JsonObject post(String path, JsonObject content, Map<String, String> headers) {
        var options = new RequestOptions()
                .setHost(target.baseUri().getHost())
                .setPort(target.baseUri().getPort())
                .setMethod(HttpMethod.POST)
                .setURI(path);
        headers.forEach(options::putHeader);
        if (signedIn != null) {
            options.putHeader("Authorization", "Bearer " + signedIn.getString("access_token"));
        }
        return ContractReplay.await(http.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(content.toBuffer())
                        .compose(response -> response.body().map(body -> {
                            assertThat(response.statusCode())
                                    .as(body.toString())
                                    .isIn(200, 201);
                            return body.toJsonObject();
                        }))));
    }
}
