package ai.petty.plan;

import java.util.Locale;

/** Whom there are formulae for. */
public enum Species {
    DOG,
    CAT;

    static Species of(String wireName) {
        return wireName.equals("cat") ? CAT : DOG;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
