package ai.petty.http;

/** Who may come in by a route. */
public enum Access {
    /** Who has a credential that holds. */
    CREDENTIAL,
    /** Who has one that holds, and who shows none. One that does not hold is still refused. */
    ANYBODY,
    /** The route looks at no credential, or asks for it itself. */
    OPEN
}
