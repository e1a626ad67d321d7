package ai.petty.alerts;

/**
 * What a resting heart rate may be of a pet whose own is not known yet. Deliberately high: between dogs it differs by much more than
 * within one, and a stranger's usual rate must not be taken for an alarm.
 */
final class HeartPrior {
    /**
     * 61 beats a minute and twice the 9.7 by which dogs differ (32 dogs at rest: Jarkoff, Lorre, Humbert 2023, Zenodo
     * 8020390).
     */
    private static final double DOG_BPM = 61 + 2 * 9.7;

    /** At home 132, and once the 19 by which cats differ (Abbott 2005, J Feline Med Surg 7:195). There are no recordings here. */
    private static final double CAT_BPM = 132 + 19;

    private HeartPrior() {}

    static double of(String species) {
        return species.equals("cat") ? CAT_BPM : DOG_BPM;
    }
}
