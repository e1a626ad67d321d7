package ai.petty.secrets;

import io.vertx.core.Future;

/**
 * Where secrets are kept. A secret has a name, such as {@code petty/production/jwt-keys}, and versions, each in one or more
 * stages. Implementations answer on the caller's context and never block it.
 */
public interface SecretStore {
    /** The stage of a version, in the words of AWS Secrets Manager. */
    enum Stage {
        /** What is in force. */
        AWSCURRENT,
        /** What a rotation has made and not yet put in force. */
        AWSPENDING,
        /** What was in force before. */
        AWSPREVIOUS
    }

    /**
     * The version of a secret in a stage.
     *
     * @return fails with a {@link SecretMissing} when there is none; with a {@link SecretStoreException} when the store
     *     cannot be asked
     */
    Future<SecretVersion> get(String name, Stage stage);

    /** What is in force. It may be remembered for as long as {@code secrets.ttl}. */
    default Future<SecretVersion> current(String name) {
        return get(name, Stage.AWSCURRENT);
    }

    /**
     * What is in force now, whatever is remembered: for when something shows that a rotation has passed us by, such as a
     * password that is refused or a key id that nobody knows.
     */
    default Future<SecretVersion> fresh(String name) {
        return current(name);
    }

    /** Makes {@code text} the version in force; the one before becomes AWSPREVIOUS. Makes the secret when there is none. */
    Future<SecretVersion> put(String name, String text);

    /** Lets go of what it holds; nothing is asked of it afterwards. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
