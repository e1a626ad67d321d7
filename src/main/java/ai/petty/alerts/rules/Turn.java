package ai.petty.alerts.rules;

import java.util.Optional;

/** What one more input has led to. */
public record Turn<S>(S state, Optional<Change> change) {
    static <S> Turn<S> quiet(S state) {
        return new Turn<>(state, Optional.empty());
    }

    static <S> Turn<S> of(S state, Change change) {
        return new Turn<>(state, Optional.of(change));
    }
}
