package ai.petty;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record prints all that it holds, unless somebody thinks of it: no text in one that is named like a secret may come out. */
class PrintedRecordsTest {
    private static final String PLANTED = "7QK2M9XW4TB0R8HC5ZDN";
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|credential|token|secret|claimCode)(Hash)?");

    /** What is one secret and nothing else calls it a text. */
    private static final List<String> WHOLE = List.of("OpaqueToken", "Jwt", "ClaimCode", "CollarCredential");

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(UUID.class, new UUID(1, 2)),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(List.class, List.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true));

    static Stream<Class<?>> recordsWithSecrets() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.petty").stream()
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> type.isRecord()
                                && Arrays.stream(type.getRecordComponents()).anyMatch(PrintedRecordsTest::isSecret));
    }

    private static boolean isSecret(RecordComponent component) {
        var isWhole = WHOLE.contains(component.getDeclaringRecord().getSimpleName())
                && component.getName().equals("text");
        var isNamedSo = SECRET.matcher(component.getName()).matches();
        return (isWhole || isNamedSo)
                && component.getGenericType().getTypeName().contains("java.lang.String");
    }

    @Test
    void theyAreFound() {
        assertThat(recordsWithSecrets().map(Class::getSimpleName))
                .contains("TokenPair", "Hello", "Residents", "OpaqueToken", "ClaimCode");
    }

    @ParameterizedTest
    @MethodSource("recordsWithSecrets")
    void aSecretIsNotPrinted(Class<?> type) throws ReflectiveOperationException {
        var components = type.getRecordComponents();
        var parameters = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components).map(PrintedRecordsTest::sample).toArray();
        var constructor = type.getDeclaredConstructor(parameters);
        constructor.setAccessible(true);

        assertThat(constructor.newInstance(values).toString()).doesNotContain(PLANTED);
    }

    private static @Nullable Object sample(RecordComponent component) {
        if (!isSecret(component)) {
            return SAMPLES.get(component.getType());
        }
        return switch (component.getType().getSimpleName()) {
            case "Optional" -> Optional.of(PLANTED);
            case "Map" -> Map.of("SN-100001", PLANTED);
            default -> PLANTED;
        };
    }
}
