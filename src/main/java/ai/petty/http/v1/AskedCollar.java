package ai.petty.http.v1;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The collar that a read of version 1 asks for: {@code ?collar_id=}. */
final class AskedCollar {
    private static final int LONGEST_ID = 64;

    private AskedCollar() {}

    /** @throws Refusal of kind INVALID when it is not there, empty or too long */
    static String serial(RoutingContext ctx) {
        var given = ctx.request().getParam("collar_id");
        if (given == null) {
            throw invalid("is required");
        }
        if (given.isEmpty()) {
            throw invalid("must have at least 1 character");
        }
        if (given.length() > LONGEST_ID) {
            throw invalid("must have at most " + LONGEST_ID + " characters");
        }
        return given;
    }

    private static Refusal invalid(String detail) {
        return Refusal.invalid(
                "The request has 1 wrong field.", List.of(new FieldError("/collar_id", "request.invalid", detail)));
    }

    static Refusal unknown() {
        return notFound("collar.unknown", "There is no such collar.");
    }

    static Refusal notFound(String code, String detail) {
        return Refusal.of(Refusal.Kind.NOT_FOUND, code, detail);
    }

    /** Who may not see the pet does not learn that the collar is on one. */
    static <T> Future<T> asUnknown(Throwable cause) {
        return Future.failedFuture(
                cause instanceof Refusal refusal && refusal.kind() == Refusal.Kind.NOT_FOUND ? unknown() : cause);
    }
}
