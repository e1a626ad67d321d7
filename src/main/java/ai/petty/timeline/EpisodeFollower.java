package ai.petty.timeline;

import ai.petty.inference.BehaviourSearch;
import ai.petty.inference.Evaluated;
import ai.petty.inference.EvaluationFollower;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;
import java.util.function.Consumer;

/** Keeps in mind what is no more, so that viewers of every process hear of it, and hurries those of this one. */
public final class EpisodeFollower implements EvaluationFollower {
    private final Consumer<UUID> hurry;

    /** @param hurry told of a pet of which something has changed; it is quick */
    public EpisodeFollower(Consumer<UUID> hurry) {
        this.hurry = hurry;
    }

    @Override
    public Future<Void> follow(SqlConnection transaction, Evaluated evaluated) {
        return BehaviourSearch.noteGone(transaction, evaluated.gone());
    }

    @Override
    public void committed(Evaluated evaluated) {
        if (!evaluated.changed().isEmpty() || !evaluated.gone().isEmpty()) {
            hurry.accept(evaluated.petId());
        }
    }
}
