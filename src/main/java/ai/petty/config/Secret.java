package ai.petty.config;

/** A value that must not be printed. */
public record Secret(String value) {
    /** What stands in a secret's place. */
    static final String MASK = "********";

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "" : MASK;
    }
}
