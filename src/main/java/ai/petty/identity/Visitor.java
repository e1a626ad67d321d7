package ai.petty.identity;

import java.util.Optional;

/**
 * Where a request came from, for the record.
 *
 * @param address of the network, as text
 * @param userAgent what the program called itself
 */
public record Visitor(Optional<String> address, Optional<String> userAgent, Optional<String> correlationId) {
    /** The process itself. */
    public static final Visitor NOBODY = new Visitor(Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public String toString() {
        return "Visitor[masked]";
    }
}
