package ai.petty.pets.location;

import org.jspecify.annotations.Nullable;

/**
 * Where a pet is said to be.
 *
 * @param latE6 degrees times 1e6, WGS 84
 * @param lonE6 degrees times 1e6, WGS 84
 * @param accuracyM radius in metres
 */
public record Place(int latE6, int lonE6, @Nullable Float accuracyM) {}
