package ai.petty.http;

/** The versions of the API that this process speaks. */
public enum ApiVersion {
    V1("v1", "1"),
    V2("v2", "2");

    private final String label;
    private final String number;
    private final String prefix;

    ApiVersion(String label, String number) {
        this.label = label;
        this.number = number;
        this.prefix = "/" + label;
    }

    /** As in the path: {@code v1}. */
    public String label() {
        return label;
    }

    String number() {
        return number;
    }

    /** What its paths begin with: {@code /v1}. */
    public String prefix() {
        return prefix;
    }
}
