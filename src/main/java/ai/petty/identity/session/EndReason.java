package ai.petty.identity.session;

import java.util.Locale;

/** Why a session is over before its time. */
public enum EndReason {
    /** Its own client logged out. */
    LOGOUT,
    /** The account logged out everywhere. */
    LOGOUT_ALL,
    /** It was ended from another session's list. */
    ENDED,
    /** A spent refresh token of it came back: somebody has a copy. */
    REUSE,
    /** The password was changed in another session. */
    PASSWORD,
    /** The password was reset by mail. */
    RESET,
    /** An administrator ended it. */
    ADMIN;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
