package ai.petty.notifications.webhook;

import java.util.Locale;

/** Why a request brought no answer. Its owner is told no more than that. */
public enum Problem {
    /** The name of the host means no address. */
    UNKNOWN_HOST,
    /** The name of the host means an address that is not of the open internet. */
    ADDRESS_REFUSED,
    NOT_CONNECTED,
    /** The certificate is not good for the host, or no TLS is spoken. */
    TLS,
    TIMEOUT,
    /** The connection ended before an answer, or what came was none. */
    NO_ANSWER,
    /** The host has not answered others, and is left alone for a while. */
    HOST_REST,
    /** So many names are being looked up that this one was not. */
    NAMES_BUSY;

    /** Whether the host was not asked at all: that says nothing of it. */
    boolean isOurs() {
        return this == HOST_REST || this == NAMES_BUSY;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
