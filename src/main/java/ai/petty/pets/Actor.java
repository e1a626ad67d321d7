package ai.petty.pets;

import ai.petty.idempotency.Once;
import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.identity.Visitor;
import ai.petty.problem.Refusal;
import java.util.Optional;
import java.util.UUID;

/**
 * Who asks for a change, and from where.
 *
 * @param once to be part of a change that may be asked for again
 */
public record Actor(Principal principal, Visitor visitor, Once once) {
    /** The process itself, which acts for nobody. */
    public static final Actor PROCESS = new Actor(new Principal.Anonymous(), Visitor.NOBODY);

    /** Who asks for what may be done as often as they ask. */
    public Actor(Principal principal, Visitor visitor) {
        this(principal, visitor, Once.NOT_ASKED_FOR);
    }

    /** The caller's own account, when there is one. */
    public Optional<UUID> knownAccount() {
        return principal instanceof Principal.Person person && !person.account().equals(HouseholdSecret.DEMO_ACCOUNT)
                ? Optional.of(person.account())
                : Optional.empty();
    }

    /**
     * The caller's own account.
     *
     * @throws Refusal of kind FORBIDDEN when there is none: a collar, nobody, or whoever holds the demo household's secret
     */
    public UUID account() {
        return knownAccount()
                .orElseThrow(() -> Refusal.of(
                        Refusal.Kind.FORBIDDEN,
                        "account.required",
                        "This needs an account of one's own: register, and sign in."));
    }
}
