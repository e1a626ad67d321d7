package ai.petty.identity.tokens;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a token says (RFC 7519, 4). A claim that is there and has the wrong type is a bad token, never one that is not there.
 *
 * @param values as they stood in the JSON; numbers with a fraction are {@link BigDecimal}
 */
record Claims(Map<String, Object> values) {
    /** The year 9999; beyond it lies nothing but mistakes. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private static final int NANOS = 9;
    /** More than a double holds of a time of our days. */
    private static final int MOST_DECIMALS = 18;

    /** @throws ai.petty.problem.Refusal when it is no text, or an empty one */
    Optional<String> text(String name) {
        return switch (values.get(name)) {
            case null -> absent(name);
            case String text when !text.isEmpty() -> Optional.of(text);
            default -> throw BadToken.invalid();
        };
    }

    String needText(String name) {
        return text(name).orElseThrow(BadToken::invalid);
    }

    /** What names somebody elsewhere: a text, or a whole number. */
    String needId(String name) {
        return values.get(name) instanceof Integer || values.get(name) instanceof Long
                ? String.valueOf(values.get(name))
                : needText(name);
    }

    UUID needUuid(String name) {
        var text = needText(name);
        try {
            var uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like one that is written in another way
        }
        throw BadToken.invalid();
    }

    /** A NumericDate: seconds since 1970, maybe with a fraction. */
    Optional<Instant> instant(String name) {
        var seconds = switch (values.get(name)) {
            case null -> this.<BigDecimal>absent(name);
            case Integer number -> Optional.of(BigDecimal.valueOf(number));
            case Long number -> Optional.of(BigDecimal.valueOf(number));
            case BigInteger number -> Optional.of(new BigDecimal(number));
            case BigDecimal number -> Optional.of(number);
            default -> throw BadToken.invalid();
        };
        return seconds.map(Claims::instant);
    }

    private static Instant instant(BigDecimal seconds) {
        // Looked at first: what is made of 1e999999999 would fill the heap, and 1e-999999999 is as many digits on the
        // way to 0.
        if (seconds.scale() > MOST_DECIMALS || seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            throw BadToken.invalid();
        }
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        var fraction =
                seconds.subtract(whole).setScale(NANOS, RoundingMode.FLOOR).movePointRight(NANOS);
        return Instant.ofEpochSecond(whole.longValue(), fraction.longValue());
    }

    Instant needInstant(String name) {
        return instant(name).orElseThrow(BadToken::invalid);
    }

    int needWhole(String name) {
        if (values.get(name) instanceof Integer number) {
            return number;
        }
        throw BadToken.invalid();
    }

    /** A list of texts, or one text of words (RFC 8693, 4.2); empty when it is not there. */
    List<String> words(String name) {
        return switch (values.get(name)) {
            case null -> this.<List<String>>absent(name).orElse(List.of());
            case String text ->
                Arrays.stream(text.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toList();
            case List<?> items -> items.stream().map(Claims::word).toList();
            default -> throw BadToken.invalid();
        };
    }

    /** Whether the audience (RFC 7519, 4.1.3) names this one. */
    boolean isFor(String audience) {
        return names("aud", audience);
    }

    /** Whether a claim is this text, or a list that holds it. */
    boolean names(String claim, String wanted) {
        return switch (values.get(claim)) {
            case String text -> text.equals(wanted);
            case List<?> items -> items.contains(wanted);
            case null, default -> false;
        };
    }

    private static String word(Object item) {
        if (item instanceof String text) {
            return text;
        }
        throw BadToken.invalid();
    }

    /** A claim that is null is there, and wrong. */
    private <T> Optional<T> absent(String name) {
        if (values.containsKey(name)) {
            throw BadToken.invalid();
        }
        return Optional.empty();
    }
}
