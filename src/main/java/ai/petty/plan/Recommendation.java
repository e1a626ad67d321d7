package ai.petty.plan;

import java.util.List;
import java.util.Locale;

/**
 * One thing to do.
 *
 * @param code stable dotted name
 * @param text one or two sentences for a person
 * @param because the data behind it, each by the name of its field
 */
public record Recommendation(String code, Urgency urgency, String text, List<Because> because) {
    /** How much it matters. */
    public enum Urgency {
        INFO,
        ADVICE,
        /** A limit is crossed where a vet should look; what it means is theirs to say. */
        ASK_VET;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param field as the profile or the plan calls it */
    public record Because(String field, String value) {}
}
