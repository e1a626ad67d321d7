package ai.petty.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How large the dogs of a breed get, of the breeds that people name most. What is not in the list is not guessed at. */
final class Breeds {
    private static final String LIST = "/plan/breeds.csv";
    private static final Map<String, Size> SIZE_BY_BREED = read();

    private Breeds() {}

    /** @param breed in the people's own words */
    static Optional<Size> size(String breed) {
        return Optional.ofNullable(SIZE_BY_BREED.get(key(breed)));
    }

    private static String key(String breed) {
        return breed.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", " ").strip();
    }

    private static Map<String, Size> read() {
        try (var list = Objects.requireNonNull(Breeds.class.getResourceAsStream(LIST), LIST)) {
            var sizes = new HashMap<String, Size>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", 2))
                    .forEach(parts -> sizes.put(
                            key(parts[0]), Size.valueOf(parts[1].strip().toUpperCase(Locale.ROOT))));
            return Map.copyOf(sizes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
