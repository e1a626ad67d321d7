package ai.petty.http.v2;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** Days and instants in a body: the contract has seen to their form, but 30 February has it, too. */
final class Dates {
    private Dates() {}

    static LocalDate of(String pointer, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw wrong(pointer, "must be a day of the calendar, such as 2026-03-01");
        }
    }

    static Instant instant(String pointer, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw wrong(pointer, "must be an RFC 3339 time with an offset, such as 2026-03-01T14:30:00Z");
        }
    }

    private static Refusal wrong(String pointer, String detail) {
        return Refusal.invalid(
                "The request has 1 wrong field.", List.of(new FieldError(pointer, "request.invalid", detail)));
    }
}
