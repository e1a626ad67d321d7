package ai.petty.inference;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** Another room that goes on from what an evaluation has found. */
public interface EvaluationFollower {
    /**
     * Is called in the evaluation's own transaction: what is written here is committed with it, or not at all. It may be called
     * again for the same evaluation after a transaction was rolled back.
     */
    Future<Void> follow(SqlConnection transaction, Evaluated evaluated);

    /** Is told that it was committed; on the evaluator's event loop, so it must be quick. */
    default void committed(Evaluated evaluated) {}
}
