package ai.petty;

import ai.petty.identity.HouseholdSecret;
import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Callers for tests that stand behind the door. */
public final class TestPeople {
    /** Who knows the demo household's secret. */
    public static final Principal DEMO = person(HouseholdSecret.DEMO_ACCOUNT);

    /** An account that no pet knows of. */
    public static final Principal STRANGER = person(new UUID(7, 7));

    private TestPeople() {}

    /** Somebody with every scope but that of an administrator. */
    public static Principal.Person person(UUID account) {
        return new Principal.Person(
                account,
                Set.of(
                        Scope.PETS_READ,
                        Scope.PETS_WRITE,
                        Scope.TELEMETRY_WRITE,
                        Scope.FEEDBACK_WRITE,
                        Scope.ACCOUNT_MANAGE),
                Optional.empty());
    }
}
