package ai.petty.pets.location;

import java.util.UUID;

/**
 * The circle around a home.
 *
 * @param latE6 degrees times 1e6, WGS 84
 * @param lonE6 degrees times 1e6, WGS 84
 */
public record Home(UUID zoneId, int latE6, int lonE6, double radiusM) {
    @Override
    public String toString() {
        return "Home[" + zoneId + "]";
    }
}
