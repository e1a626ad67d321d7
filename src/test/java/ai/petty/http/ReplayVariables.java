package ai.petty.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the contracts' {@code x-fixture} says is filled in: {@code $SECRET}, {@code $PET_ID}, {@code $NOW-10s} and the like. */
final class ReplayVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:NOW(?:([+-][0-9]+)([smhd]))?|([A-Z_]+))");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    private final Map<String, String> nameToValue;
    private final UnaryOperator<@Nullable String> otherwise;
    private final Supplier<Instant> now;

    ReplayVariables(Map<String, String> nameToValue, Supplier<Instant> now) {
        this(nameToValue, name -> null, now);
    }

    /** @param otherwise the value of a name that is not among the others; null when it knows none either */
    ReplayVariables(Map<String, String> nameToValue, UnaryOperator<@Nullable String> otherwise, Supplier<Instant> now) {
        this.nameToValue = nameToValue;
        this.otherwise = otherwise;
        this.now = now;
    }

    /** The same, and other values where these know none. */
    ReplayVariables or(UnaryOperator<@Nullable String> others) {
        return new ReplayVariables(nameToValue, others, now);
    }

    /** For checks without a server. */
    static ReplayVariables made() {
        return new ReplayVariables(
                Map.ofEntries(
                        Map.entry("SECRET", "a-secret"),
                        Map.entry("PET_ID", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                        Map.entry("PET_WITHOUT_READINGS", "7f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                        Map.entry("EMAIL", "ada@example.com"),
                        Map.entry("FRESH_EMAIL", "new@example.com"),
                        Map.entry("ACCOUNT_ID", "3f1c1d1e-6c6b-4b55-9a0e-3a1f0c2b7d11"),
                        Map.entry("SESSION_ID", "8b2f4c4e-0c57-4a39-8b5e-6f5b1a2d3c4e"),
                        Map.entry("ACCOUNT_TOKEN", "an-access-token"),
                        Map.entry("REFRESH_TOKEN", "a-refresh-token"),
                        Map.entry("USED_KEY", "3f1c1d1e-6c6b-4b55-9a0e-3a1f0c2b7d12"),
                        Map.entry("WEBHOOK_TOKEN", "an-access-token"),
                        Map.entry("OWN_WEBHOOK", "4c9e2c55-5b2b-4f5b-9c2a-3a9b0a1c5d11"),
                        Map.entry("OWN_PET", "9f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                        Map.entry("OWN_ZONE", "af9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                        Map.entry("OWN_INVITATION", "bf9619ff-8b86-4d01-b42d-00cf4fc964ff")),
                () -> Instant.parse("2026-03-01T14:30:00.123456Z"));
    }

    /** All of {@code value} at one and the same instant. */
    Object fill(Object value) {
        return filled(value, now.get().truncatedTo(ChronoUnit.MICROS));
    }

    private Object filled(Object value, Instant at) {
        return switch (value) {
            case String text ->
                VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meaning(found, at)));
            case JsonObject object -> {
                var copy = new JsonObject();
                object.forEach(entry ->
                        copy.put(entry.getKey(), entry.getValue() == null ? null : filled(entry.getValue(), at)));
                yield copy;
            }
            case JsonArray array -> {
                var copy = new JsonArray();
                array.forEach(item -> copy.add(filled(item, at)));
                yield copy;
            }
            default -> value;
        };
    }

    private String meaning(MatchResult found, Instant at) {
        if (found.group(3) != null) {
            var known = nameToValue.get(found.group(3));
            var value = known != null ? known : otherwise.apply(found.group(3));
            if (value == null) {
                throw new AssertionError("Nobody knows what " + found.group() + " is");
            }
            return value;
        }
        return found.group(1) == null
                ? at.toString()
                : at.plus(Duration.of(Long.parseLong(found.group(1)), UNITS.get(found.group(2))))
                        .toString();
    }
}
