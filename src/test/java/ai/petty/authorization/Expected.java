package ai.petty.authorization;

import java.util.Optional;

/**
 * What must come back.
 *
 * @param code of the problem; empty where the request is let through
 */
record Expected(int status, Optional<String> code) {
    static Expected allowed(int status) {
        return new Expected(status, Optional.empty());
    }

    static Expected refused(int status, String code) {
        return new Expected(status, Optional.of(code));
    }
}
