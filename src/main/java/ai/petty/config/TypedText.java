package ai.petty.config;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How each type of value is written: from text, and back to it. */
final class TypedText {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,19})?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15})\\s*(ms|s|m|h|d)");
    private static final Map<String, Long> UNIT_TO_MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final List<String> UNITS_DOWN = List.of("d", "h", "m", "s", "ms");

    /** Far beyond any use, and still short enough for nanoseconds in a long. */
    private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

    private TypedText() {}

    /** Whether a type is a value; a record that is not one is a section. */
    static boolean reads(Type type) {
        return type == String.class
                || type == int.class
                || type == long.class
                || type == double.class
                || type == boolean.class
                || type == Duration.class
                || type == DataSize.class
                || type == Secret.class
                || type == Path.class
                || isList(type)
                || (type instanceof Class<?> known && known.isEnum());
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == List.class
                && generic.getActualTypeArguments()[0] == String.class;
    }

    /** What each item of a list of sections is; empty for every other type. */
    static Optional<Class<? extends Record>> itemOf(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() == List.class
                        && generic.getActualTypeArguments()[0] instanceof Class<?> item
                        && item.isRecord()
                ? Optional.of(item.asSubclass(Record.class))
                : Optional.empty();
    }

    /** Names, each with a list of texts; only inside a list of sections. */
    static boolean isMapOfLists(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
    }

    /** @throws IllegalArgumentException whose message says what the text is not; it never holds the text */
    static Object parse(Type type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (isList(type)) {
            return text.isBlank() ? List.of() : items(Arrays.asList(text.split(",", -1)));
        }
        if (itemOf(type).isPresent() || isMapOfLists(type)) {
            return nothing(type, text);
        }
        var stripped = text.strip();
        if (type == int.class) {
            return Math.toIntExact(whole(stripped, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class) {
            return whole(stripped, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class) {
            return decimal(stripped);
        }
        if (type == boolean.class) {
            return bool(stripped);
        }
        if (type == Duration.class) {
            return duration(stripped);
        }
        if (type == DataSize.class) {
            return DataSize.parse(stripped);
        }
        if (type == Path.class) {
            return path(text);
        }
        if (type instanceof Class<?> known && known.isEnum()) {
            return constant(known, stripped);
        }
        throw new IllegalStateException("The configuration cannot read a " + type);
    }

    private static Object nothing(Type type, String text) {
        if (!text.isBlank()) {
            throw new IllegalArgumentException(
                    isMapOfLists(type)
                            ? "is a section of names, each with a list of texts"
                            : "is a list of sections: it stands in a file, and no variable or option reaches inside it");
        }
        return isMapOfLists(type) ? Map.of() : List.of();
    }

    /** @throws IllegalArgumentException when an item is empty */
    static List<String> items(List<String> texts) {
        var items = new ArrayList<String>();
        for (var text : texts) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("has an empty item");
            }
            items.add(text.strip());
        }
        return List.copyOf(items);
    }

    private static long whole(String text, long least, long most) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a whole number");
        }
        try {
            var number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // nineteen digits may be more than a long holds: said below
        }
        throw new IllegalArgumentException("is too large a number");
    }

    private static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a number");
        }
        var number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("is too large a number");
        }
        return number;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Duration duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a duration such as 250ms, 30s, 5m, 2h or 35d");
        }
        var count = Long.parseLong(matcher.group(1));
        long unit = UNIT_TO_MILLIS.getOrDefault(matcher.group(2), 1L);
        if (count > LONGEST_MILLIS / unit) {
            throw new IllegalArgumentException("is longer than 36500d");
        }
        return Duration.ofMillis(count * unit);
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is not a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private static Object constant(Class<?> type, String text) {
        for (var constant : type.getEnumConstants()) {
            if (nameOf((Enum<?>) constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new IllegalArgumentException(Arrays.stream(type.getEnumConstants())
                .map(constant -> nameOf((Enum<?>) constant))
                .collect(joining(", ", "is none of ", "")));
    }

    /** {@code VERIFY_FULL} is written {@code verify-full}. */
    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A value as {@link #parse} reads it; a secret is masked, a list is not for this method. */
    static String print(Object value) {
        return switch (value) {
            case Duration duration -> print(duration);
            case Enum<?> constant -> nameOf(constant);
            default -> value.toString();
        };
    }

    private static String print(Duration duration) {
        var millis = duration.toMillis();
        for (var unit : UNITS_DOWN) {
            long each = UNIT_TO_MILLIS.getOrDefault(unit, 1L);
            if (millis > 0 && millis % each == 0) {
                return millis / each + unit;
            }
        }
        return millis + "ms";
    }
}
