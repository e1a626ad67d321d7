package ai.petty.identity.tokens;

import java.security.interfaces.RSAPublicKey;

/** A key that access tokens may be verified with, as the world may know it. */
public record PublishedKey(String kid, RSAPublicKey key) {}
