package ai.petty.bench;

/** The names of what is sent, as the table has them. */
final class Shapes {
    static final String SINGLES = "1 a POST";
    static final String TENS = "10 a POST";
    static final String THOUSANDS = "1000 a POST";
    static final String V1_SINGLES = "v1, " + SINGLES;
    static final String V2_SINGLES = "v2, " + SINGLES;
    static final String V2_TENS = "v2, " + TENS;
    static final String V2_THOUSANDS = "v2, " + THOUSANDS;
    static final String UPLINK = "uplink";

    private Shapes() {}
}
