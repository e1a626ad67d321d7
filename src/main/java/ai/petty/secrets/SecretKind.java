package ai.petty.secrets;

import java.util.Locale;

/** What a secret is for: its name in meters, which must not be labelled by what somebody may make up. */
public enum SecretKind {
    JWT_KEYS,
    DATABASE,
    API_KEYS,
    PII_KEYS,
    OTHER;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
