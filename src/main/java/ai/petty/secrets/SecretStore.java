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

    /** What is in force. */
    default Future<SecretVersion> current(String name) {
        return get(name, Stage.AWSCURRENT);
    }

    /** Makes {@code text} the version in force; the one before becomes AWSPREVIOUS. Makes the secret when there is none. */
    Future<SecretVersion> put(String name, String text);
}
