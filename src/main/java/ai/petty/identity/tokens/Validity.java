package ai.petty.identity.tokens;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time in which a token is good, the leeway on both sides included. Read by our own clock: vertx-auth-jwt would read the
 * system's, and take a token that never expires.
 */
record Validity(Instant from, Instant until) {
    /** @throws ai.petty.problem.Refusal when it does not say until when */
    static Validity of(Claims claims, Duration leeway) {
        var expires = claims.needInstant("exp");
        var issued = claims.instant("iat");
        // A token cannot have been issued in the future either.
        var from = claims.instant("nbf")
                .flatMap(notBefore -> issued.filter(notBefore::isBefore).or(() -> Optional.of(notBefore)))
                .or(() -> issued)
                .orElse(Instant.EPOCH.plus(leeway));
        if (issued.isPresent() && expires.isBefore(issued.get())) {
            throw BadToken.invalid();
        }
        return new Validity(from.minus(leeway), expires.plus(leeway));
    }

    /** @throws ai.petty.problem.Refusal when it is not good at that time */
    void requireAt(Instant now) {
        if (!now.isBefore(until)) {
            throw BadToken.expired();
        }
        if (now.isBefore(from)) {
            throw BadToken.notYetValid();
        }
    }
}
