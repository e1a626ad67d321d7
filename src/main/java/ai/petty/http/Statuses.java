package ai.petty.http;

import ai.petty.problem.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Between the kinds of refusal and the numbers of HTTP. */
final class Statuses {
    private Statuses() {}

    static int of(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case NOT_ACCEPTABLE -> 406;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case URI_TOO_LONG -> 414;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case UNPROCESSABLE -> 422;
            case TOO_MANY_REQUESTS -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    static String phrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** What to say when a library, not a feature, refused. The status may be one that no kind has. */
    static Refusal refusal(int status) {
        return switch (status) {
            case 401 -> Refusal.of(Refusal.Kind.UNAUTHENTICATED, "auth.required", "A credential is needed here.");
            case 403 -> Refusal.of(Refusal.Kind.FORBIDDEN, "auth.forbidden", "This is not allowed.");
            case 404 -> Refusal.of(Refusal.Kind.NOT_FOUND, "route.not_found", "There is nothing at this path.");
            case 405 ->
                Refusal.of(
                        Refusal.Kind.METHOD_NOT_ALLOWED,
                        "route.method_not_allowed",
                        "This path does not know the method.");
            case 406 ->
                Refusal.of(
                        Refusal.Kind.NOT_ACCEPTABLE,
                        "request.not_acceptable",
                        "There is no answer of a type that the header Accept takes.");
            case 413 -> Refusal.of(Refusal.Kind.TOO_LARGE, "request.too_large", "The body is larger than allowed.");
            case 414 ->
                Refusal.of(
                        Refusal.Kind.URI_TOO_LONG, "request.uri_too_long", "The request line is longer than allowed.");
            case 415 ->
                Refusal.of(
                        Refusal.Kind.UNSUPPORTED_MEDIA_TYPE,
                        "request.unsupported_media_type",
                        "The body is of a type that is not taken here.");
            case 431 ->
                Refusal.of(Refusal.Kind.TOO_LARGE, "request.headers_too_large", "The headers are larger than allowed.");
            default ->
                status < 500
                        ? Refusal.of(Refusal.Kind.INVALID, "request.invalid", "The request cannot be understood.")
                        : Refusal.of(
                                Refusal.Kind.UNAVAILABLE,
                                "server.error",
                                "Something went wrong here. The correlation id tells the operator what.");
        };
    }
}
