package ai.petty.mail;

import ai.petty.config.PettyConfig;
import ai.petty.config.Secret;
import io.vertx.core.Future;

/** Who we are at the mail server: asked before each letter, so that it can change meanwhile. */
@FunctionalInterface
public interface MailSignIn {
    /** @param user empty where the server wants nobody to sign in */
    record Credentials(String user, Secret password) {}

    Future<Credentials> current();

    /** What {@link #current} gave was refused: the credentials as they are now. */
    default Future<Credentials> renewed() {
        return current();
    }

    /** As the configuration says, for ever. */
    static MailSignIn of(PettyConfig.Mail config) {
        return () -> Future.succeededFuture(new Credentials(config.user(), config.password()));
    }
}
