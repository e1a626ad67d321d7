package ai.petty.plan;

/** Whom there are formulae for. */
public enum Species {
    DOG,
    CAT;

    static Species of(String wireName) {
        return wireName.equals("cat") ? CAT : DOG;
    }
}
