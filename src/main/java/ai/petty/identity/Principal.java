package ai.petty.identity;

/** Who a request or a socket speaks for. */
public sealed interface Principal {
    /** A person's account; {@code account} keys limits and ownership. */
    record Person(String account) implements Principal {}

    /** The collar with this serial. */
    record Collar(String serial) implements Principal {}

    /** Nobody in particular; only where the configuration says so. */
    record Anonymous() implements Principal {}
}
