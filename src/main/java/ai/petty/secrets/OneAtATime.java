package ai.petty.secrets;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one question, never twice at the same time, however many want the answer. Its futures know no context. */
final class OneAtATime<T> {
    private final Supplier<Future<T>> question;
    private @Nullable Promise<T> underWay;
    private @Nullable Promise<T> next;

    OneAtATime(Supplier<Future<T>> question) {
        this.question = question;
    }

    /** The answer to the question that is under way, or else to a new one. */
    Future<T> join() {
        return want(false);
    }

    /** The answer to a question that is asked after this call: one under way may bring what was true before it. */
    Future<T> anew() {
        return want(true);
    }

    private Future<T> want(boolean anew) {
        Promise<T> wanted;
        synchronized (this) {
            if (underWay != null) {
                if (!anew) {
                    return underWay.future();
                }
                if (next == null) {
                    next = Promise.promise();
                }
                return next.future();
            }
            wanted = Promise.promise();
            underWay = wanted;
        }
        ask(wanted);
        return wanted.future();
    }

    private void ask(Promise<T> wanted) {
        question.get().onComplete(answer -> answered(wanted, answer));
    }

    private void answered(Promise<T> wanted, AsyncResult<T> answer) {
        Promise<T> following;
        synchronized (this) {
            following = next;
            underWay = following;
            next = null;
        }
        wanted.handle(answer);
        if (following != null) {
            ask(following);
        }
    }
}
