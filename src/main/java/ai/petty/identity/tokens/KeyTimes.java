package ai.petty.identity.tokens;

import ai.petty.config.PettyConfig;
import java.time.Duration;

/**
 * How long signing keys live.
 *
 * @param rotation how long one signs before the next takes over
 * @param overlap how long a key is published before it signs; every process has read it by then
 * @param tokenLife how long after it was signed, at the most, a token is accepted
 */
record KeyTimes(Duration rotation, Duration overlap, Duration tokenLife) {
    static KeyTimes of(PettyConfig.Identity config) {
        return new KeyTimes(
                config.keyRotation(), config.keyOverlap(), config.accessToken().plus(config.leeway()));
    }

    /** How long a key verifies after the next took over: a process that has not heard of that may sign a while longer. */
    Duration retirement() {
        return overlap.plus(tokenLife);
    }
}
