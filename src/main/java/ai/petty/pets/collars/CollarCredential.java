package ai.petty.pets.collars;

import ai.petty.identity.OpaqueToken;
import ai.petty.pets.CredentialHash;

/** What a collar proves itself with: 256 random bits behind a prefix by which a leaked one is known for what it is. */
public record CollarCredential(String text) {
    private static final String PREFIX = "petty_collar_";

    static CollarCredential fresh() {
        return new CollarCredential(PREFIX + OpaqueToken.fresh().text());
    }

    CredentialHash hash() {
        return CredentialHash.of(text);
    }

    @Override
    public String toString() {
        return "CollarCredential[masked]";
    }
}
