package ai.petty.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.petty.config.ConfigLoader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
    private static SecretNames names(Map<String, String> environment) {
        return SecretNames.of(
                ConfigLoader.load(ConfigLoader.Request.of(environment).withProfile("test")));
    }

    @Test
    void theProfileAndTheServiceAreFilledIn() {
        var target = names(Map.of());
        assertThat(target.jwtKeys()).isEqualTo("petty/test/jwt-keys");
        assertThat(target.piiKeys()).isEqualTo("petty/test/pii-keys");
        assertThat(target.apiKey("smtp")).isEqualTo("petty/test/api-keys/smtp");
        assertThat(target.database()).isEmpty();
    }

    @Test
    void everyNameMayBeAnother() {
        var target = names(Map.of(
                "PETTY_SECRETS_JWT_KEYS", "acme/collars/{profile}/signing",
                "PETTY_SECRETS_DATABASE", "petty/{profile}/database",
                "PETTY_SECRETS_API_KEYS", "{service}-of-{profile}"));
        assertThat(target.jwtKeys()).isEqualTo("acme/collars/test/signing");
        assertThat(target.database()).contains("petty/test/database");
        assertThat(target.apiKey("weather-2")).isEqualTo("weather-2-of-test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../jwt-keys", "Smtp", "a/b", "{profile}"})
    void aServiceCannotNameAnotherSecret(String service) {
        assertThatIllegalArgumentException().isThrownBy(() -> names(Map.of()).apiKey(service));
    }
}
