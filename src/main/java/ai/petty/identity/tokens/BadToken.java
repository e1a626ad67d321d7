package ai.petty.identity.tokens;

import ai.petty.problem.Refusal;

/** Why a token does not hold. Who shows a bad one is told which of four things is wrong, and no more. */
final class BadToken {
    private BadToken() {}

    /** Not a token, not one for us, or not signed by whom it names. */
    static Refusal invalid() {
        return refused("auth.invalid_token", "The access token is damaged, or not one that this server accepts.");
    }

    static Refusal expired() {
        return refused("auth.token_expired", "The access token has expired; get a new one with the refresh token.");
    }

    static Refusal notYetValid() {
        return refused("auth.token_not_yet_valid", "The access token is not valid yet; is a clock wrong?");
    }

    static Refusal revoked() {
        return refused("auth.token_revoked", "The access token was revoked; sign in again.");
    }

    private static Refusal refused(String code, String detail) {
        return Refusal.of(Refusal.Kind.UNAUTHENTICATED, code, detail);
    }
}
