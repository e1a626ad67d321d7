package ai.petty.pets;

import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.problem.Refusal;
import java.util.UUID;

/** Who asks for a change, and from where. */
public record Actor(Principal principal, Visitor visitor) {
    /**
     * The caller's own account.
     *
     * @throws Refusal of kind FORBIDDEN when there is none: a collar, nobody, or whoever holds the demo household's secret
     */
    public UUID account() {
        if (principal instanceof Principal.Person person && !person.account().equals(HouseholdSecret.DEMO_ACCOUNT)) {
            return person.account();
        }
        throw Refusal.of(
                Refusal.Kind.FORBIDDEN,
                "account.required",
                "This needs an account of one's own: register, and sign in.");
    }
}
