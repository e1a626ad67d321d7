package ai.petty.secrets;

import ai.petty.config.PettyConfig;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the four kinds of secrets are called in this deployment.
 *
 * @param jwtKeys the keys that sign access tokens
 * @param database user name and password of PostgreSQL; empty when they stand in the configuration
 * @param apiKeys keys of other services, with {@code {service}} still to be filled in
 * @param piiKeys the keys of personal fields
 */
public record SecretNames(String jwtKeys, Optional<String> database, String apiKeys, String piiKeys) {
    private static final String SERVICE = "{service}";
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** The configured names, for the configured profile. */
    public static SecretNames of(PettyConfig config) {
        var profile = config.profile().name().toLowerCase(Locale.ROOT);
        var names = config.secrets();
        var database = filled(names.database(), profile);
        return new SecretNames(
                filled(names.jwtKeys(), profile),
                database.isEmpty() ? Optional.empty() : Optional.of(database),
                filled(names.apiKeys(), profile),
                filled(names.piiKeys(), profile));
    }

    private static String filled(String name, String profile) {
        return name.replace("{profile}", profile);
    }

    /**
     * The secret that holds the key of another service.
     *
     * @param service lower-case letters, digits and dashes, such as {@code smtp}
     */
    public String apiKey(String service) {
        if (!SERVICE_NAME.matcher(service).matches()) {
            throw new IllegalArgumentException("not the name of a service: " + service);
        }
        return apiKeys.replace(SERVICE, service);
    }

    /** What the secret of that name is for. */
    public SecretKind kindOf(String name) {
        if (name.equals(jwtKeys)) {
            return SecretKind.JWT_KEYS;
        }
        if (name.equals(piiKeys)) {
            return SecretKind.PII_KEYS;
        }
        if (database.filter(name::equals).isPresent()) {
            return SecretKind.DATABASE;
        }
        var around = apiKeys.split(Pattern.quote(SERVICE), 2);
        return around.length == 2 && name.startsWith(around[0]) && name.endsWith(around[1])
                ? SecretKind.API_KEYS
                : SecretKind.OTHER;
    }
}
