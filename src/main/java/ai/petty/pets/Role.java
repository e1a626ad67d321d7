package ai.petty.pets;

import java.util.Arrays;
import java.util.Locale;

/** What somebody may do with a pet. Each may do what the ones behind it may; a vet may see what a viewer sees, no more. */
public enum Role {
    OWNER,
    CARER,
    VIEWER,
    VET;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no role of this name */
    public static Role of(String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role is called " + wireName));
    }

    /** Whether whoever has this role may do what needs {@code least}. */
    public boolean covers(Role least) {
        return this == least
                || switch (this) {
                    case OWNER -> true;
                    case CARER, VET -> least == VIEWER;
                    case VIEWER -> false;
                };
    }
}
