package ai.petty.http.v2;

import ai.petty.history.Resolution;
import ai.petty.history.TimeRange;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import ai.petty.store.Micros;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a path and a query say, and gathers everything that is wrong with it before it refuses. */
final class Parameters {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern INSTANT_FORM = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    /** From the year 1000 on: earlier ones are nobody's. */
    private static final Pattern DAY_FORM = Pattern.compile("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}");

    private static final int MOST_DIGITS = 9;
    private static final UUID NO_ONE = new UUID(0, 0);

    private final RoutingContext ctx;
    private final List<FieldError> errors = new ArrayList<>();

    Parameters(RoutingContext ctx) {
        this.ctx = ctx;
    }

    UUID petId() {
        return uuid("pet_id");
    }

    /** A part of the path. */
    UUID uuid(String name) {
        var given = ctx.pathParam(name);
        if (given == null || !UUID_FORM.matcher(given).matches()) {
            wrong("/path/" + name, "must be a UUID");
            return NO_ONE;
        }
        return UUID.fromString(given);
    }

    /** A part of the path, as the contract has let it pass. */
    String path(String name) {
        return Objects.requireNonNullElse(ctx.pathParam(name), "");
    }

    /** {@code from} and {@code to}; both are required. */
    TimeRange range() {
        return new TimeRange(instant("from"), instant("to"));
    }

    private long instant(String name) {
        var given = query(name);
        if (given == null) {
            wrong("/query/" + name, "is required");
            return 0;
        }
        try {
            if (INSTANT_FORM.matcher(given).matches()) {
                return Micros.of(OffsetDateTime.parse(given));
            }
        } catch (DateTimeException e) {
            // 30 February has the form of a time, but is none.
        }
        wrong("/query/" + name, "must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z");
        return 0;
    }

    Resolution resolution() {
        var given = query("resolution");
        if (given == null) {
            return Resolution.RAW;
        }
        return Arrays.stream(Resolution.values())
                .filter(known -> known.wireName().equals(given))
                .findAny()
                .orElseGet(() -> {
                    wrong(
                            "/query/resolution",
                            "must be one of "
                                    + Arrays.stream(Resolution.values())
                                            .map(Resolution::wireName)
                                            .collect(Collectors.joining(", ")));
                    return Resolution.RAW;
                });
    }

    int limit(int otherwise, int most) {
        return number("limit", otherwise, most);
    }

    int number(String name, int otherwise, int most) {
        var given = query(name);
        if (given == null) {
            return otherwise;
        }
        var isNumber = !given.isEmpty()
                && given.length() <= MOST_DIGITS
                && given.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            wrong("/query/" + name, "must be a whole number from 1 to " + most);
            return otherwise;
        }
        var number = Integer.parseInt(given);
        if (number < 1) {
            wrong("/query/" + name, "must be at least 1");
        } else if (number > most) {
            wrong("/query/" + name, "must be at most " + most);
        }
        return number;
    }

    /** A day in the path. */
    LocalDate date() {
        return day("/path/date", path("date")).orElse(LocalDate.EPOCH);
    }

    Optional<LocalDate> optionalDate(String name) {
        return text(name).flatMap(given -> day("/query/" + name, given));
    }

    private Optional<LocalDate> day(String pointer, String given) {
        try {
            if (DAY_FORM.matcher(given).matches()) {
                return Optional.of(LocalDate.parse(given));
            }
        } catch (DateTimeException e) {
            // 30 February has the form of a day, but is none.
        }
        wrong(pointer, "must be a day of the calendar, such as 2026-03-01");
        return Optional.empty();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query(name));
    }

    private @Nullable String query(String name) {
        return ctx.request().getParam(name);
    }

    private void wrong(String pointer, String detail) {
        errors.add(new FieldError(pointer, "request.invalid", detail));
    }

    /** To be called when everything has been read. */
    void check() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(
                    errors.size() == 1
                            ? "The request has 1 wrong field."
                            : "The request has " + errors.size() + " wrong fields.",
                    errors);
        }
    }
}
