package ai.petty.identity;

import java.util.Arrays;
import java.util.Optional;

/** What a token may be used for; the wire names are those of the contract. */
public enum Scope {
    PETS_READ("pets:read"),
    PETS_WRITE("pets:write"),
    TELEMETRY_WRITE("telemetry:write"),
    FEEDBACK_WRITE("feedback:write"),
    ACCOUNT_MANAGE("account:manage"),
    ADMIN("admin");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The scope that is called so; empty for a name that is none of ours. */
    public static Optional<Scope> of(String wireName) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(wireName))
                .findFirst();
    }
}
