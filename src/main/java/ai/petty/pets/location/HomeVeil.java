package ai.petty.pets.location;

import java.util.Optional;
import java.util.UUID;

/**
 * Covers a home. Whoever is in it is told to be at one and the same place, which is up to a radius away from the home's
 * middle; what is covered is twice as wide, so that the hole which is left in a track does not give the middle away either.
 */
final class HomeVeil {
    private static final double WIDER = 2;

    private final double latE6;
    private final double lonE6;
    private final double radiusM;

    /** @param seed the pet's */
    HomeVeil(Home home, UUID seed) {
        var chance = SecretFractions.of(seed, "home " + home.zoneId());
        var away = home.radiusM() * Math.sqrt(chance.first());
        var bearing = 2 * Math.PI * chance.second();
        this.latE6 = home.latE6() + Degrees.latE6(away * Math.cos(bearing));
        this.lonE6 = home.lonE6() + Degrees.lonE6(away * Math.sin(bearing), home.latE6());
        this.radiusM = home.radiusM() * WIDER;
    }

    /** Where a pet is said to be that is there; empty when it is not at home. */
    Optional<Place> over(int atLatE6, int atLonE6) {
        return Degrees.distance(latE6, lonE6, atLatE6, atLonE6) <= radiusM ? Optional.of(place()) : Optional.empty();
    }

    Place place() {
        return new Place(Degrees.latitude(latE6), Degrees.longitude(lonE6), (float) radiusM);
    }
}
