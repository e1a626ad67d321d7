package ai.petty.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A typed failure with a stable code. It is an answer, not an accident, so it carries no stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Kind kind;
    private final String code;
    private final transient List<FieldError> errors;
    private final transient Optional<Duration> retryAfter;

    /** What sort of refusal it is; each door has one status or frame for each. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        NOT_ACCEPTABLE,
        CONFLICT,
        TOO_LARGE,
        URI_TOO_LONG,
        UNSUPPORTED_MEDIA_TYPE,
        UNPROCESSABLE,
        TOO_MANY_REQUESTS,
        UNAVAILABLE
    }

    private Refusal(Kind kind, String code, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.kind = kind;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /**
     * @param code stable dotted name, such as {@code auth.required}
     * @param detail one sentence that a client may read
     */
    public static Refusal of(Kind kind, String code, String detail) {
        return new Refusal(kind, code, detail, List.of(), Optional.empty());
    }

    /** Bad input: names every field that is wrong. */
    public static Refusal invalid(String detail, List<FieldError> errors) {
        return new Refusal(Kind.INVALID, "request.invalid", detail, errors, Optional.empty());
    }

    /** Not now: the same request may be good after {@code retryAfter}. */
    public static Refusal unavailable(String code, String detail, Duration retryAfter) {
        return new Refusal(Kind.UNAVAILABLE, code, detail, List.of(), Optional.of(retryAfter));
    }

    /** Too many: the same request is good after {@code retryAfter}. */
    public static Refusal tooMany(String code, String detail, Duration retryAfter) {
        return new Refusal(Kind.TOO_MANY_REQUESTS, code, detail, List.of(), Optional.of(retryAfter));
    }

    /** Not beside what is going on: the same request may be good after {@code retryAfter}. */
    public static Refusal conflict(String code, String detail, Duration retryAfter) {
        return new Refusal(Kind.CONFLICT, code, detail, List.of(), Optional.of(retryAfter));
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    /** The sentence for the client. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
