package ai.petty.inference;

/**
 * How much lies in a stretch of time. Readings and labels are added and never changed, so that as many as before means the same
 * ones as before.
 */
record Counts(int readings, int motions) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(Counts more) {
        return new Counts(readings + more.readings, motions + more.motions);
    }

    Counts plusReading() {
        return new Counts(readings + 1, motions);
    }

    Counts plusMotion() {
        return new Counts(readings, motions + 1);
    }
}
