package ai.petty.pets.collars;

/**
 * A collar that has just been given a credential. It is told here, and never again.
 *
 * @param validFrom microseconds since 1970 UTC
 */
public record Paired(String serial, long validFrom, CollarCredential credential) {}
