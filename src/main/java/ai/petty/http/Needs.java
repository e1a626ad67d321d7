package ai.petty.http;

import ai.petty.identity.Principal;
import ai.petty.identity.Scope;
import ai.petty.problem.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a caller must have for an operation, as the contract's security requirements say it.
 *
 * @param scope what a person's token must hold
 * @param collarsToo whether a collar's own credential is good here
 */
public record Needs(Optional<Scope> scope, boolean collarsToo) {
    /** Where nothing is asked for. */
    public static final Needs NOTHING = new Needs(Optional.empty(), true);

    private static final String PERSON = "bearer";
    private static final String COLLAR = "collarId";

    /** @param requirements the alternatives of an operation's {@code security} */
    static Needs of(JsonArray requirements) {
        var alternatives = IntStream.range(0, requirements.size())
                .mapToObj(requirements::getJsonObject)
                .toList();
        if (alternatives.stream().noneMatch(each -> each.containsKey(PERSON))) {
            return NOTHING;
        }
        var scopes = alternatives.stream()
                .filter(each -> each.containsKey(PERSON) && !each.containsKey(COLLAR))
                .flatMap(each -> each.getJsonArray(PERSON).stream())
                .map(name -> Scope.of(String.valueOf(name))
                        .orElseThrow(
                                () -> new IllegalStateException("The contract asks for an unknown scope: " + name)))
                .distinct()
                .toList();
        if (scopes.size() > 1) {
            // Only one would be looked at.
            throw new IllegalStateException("The contract asks for more than one scope: " + scopes);
        }
        return new Needs(scopes.stream().findFirst(), alternatives.stream().anyMatch(each -> each.containsKey(COLLAR)));
    }

    static Needs of(JsonObject contract, JsonObject operation) {
        return of(operation.getJsonArray("security", contract.getJsonArray("security", new JsonArray())));
    }

    /** What is missing; nobody in particular is the business of {@link Access}. */
    Optional<Refusal> refusal(Principal caller) {
        return switch (caller) {
            case Principal.Person person ->
                scope.filter(needed -> !person.scopes().contains(needed))
                        .map(missing -> Refusal.of(
                                Refusal.Kind.FORBIDDEN,
                                "auth.insufficient_scope",
                                "The token does not hold the scope " + missing.wireName() + "."));
            case Principal.Collar _ ->
                collarsToo
                        ? Optional.empty()
                        : Optional.of(Refusal.of(
                                Refusal.Kind.FORBIDDEN,
                                "auth.not_for_collars",
                                "A collar's credential is not good for this: a person's token is needed."));
            case Principal.Anonymous _ -> Optional.empty();
        };
    }
}
