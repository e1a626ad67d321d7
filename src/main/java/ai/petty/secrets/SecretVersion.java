package ai.petty.secrets;

import ai.petty.config.Secret;

/**
 * One version of a secret.
 *
 * @param versionId opaque; differs between versions of one secret
 * @param text the secret itself, mostly a JSON object; masked when printed
 */
public record SecretVersion(String name, String versionId, Secret text) {}
