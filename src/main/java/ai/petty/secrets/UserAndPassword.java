package ai.petty.secrets;

import ai.petty.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * Who signs in somewhere: a secret {@code {"username": …, "password": …}}, as the rotations of AWS make it; other fields are
 * ignored.
 */
public record UserAndPassword(String username, Secret password) {
    /** @return fails with a {@link SecretStoreException} when the secret holds something else */
    static Future<UserAndPassword> of(String name, SecretVersion version) {
        try {
            var json = new JsonObject(version.text().value());
            var username = json.getString("username");
            var password = json.getString("password");
            if (username != null && password != null) {
                return Future.succeededFuture(new UserAndPassword(username, new Secret(password)));
            }
        } catch (DecodeException | ClassCastException e) {
            // said below; the exception's text quotes what was read
        }
        return Future.failedFuture(
                SecretStoreException.refused("The secret " + name + " is no JSON object with username and password"));
    }
}
