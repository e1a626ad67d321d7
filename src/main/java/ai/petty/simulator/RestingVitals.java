package ai.petty.simulator;

/** A dog's heart and breathing rate at rest, a minute. */
interface RestingVitals {
    float heartRate(double seconds);

    float breathRate(double seconds);

    /**
     * Invented, with the measured spread: 61 beats a minute, 9.7 between dogs, 5.7 within one; 13.6 breaths, 4.6 in all
     * (32 dogs at rest: Jarkoff, Lorre, Humbert 2023, Zenodo 8020390).
     */
    static RestingVitals invented(Chance chance) {
        var dog = chance.of(0);
        var slow = chance.of(1);
        var fast = chance.of(2);
        // of a dog's own deviation the larger part is slow: within a minute of sleep its heart hardly changes
        var slowBpm = 5.4;
        var fastBpm = 1.8;
        var ownHr = 61 + 9.7 * Math.clamp(dog.gauss(0), -2, 2);
        var ownBr = 13.6 + 3.2 * Math.clamp(dog.gauss(1), -2, 2);
        return new RestingVitals() {
            @Override
            public float heartRate(double seconds) {
                return (float)
                        Math.max(35, ownHr + slowBpm * slow.drift(seconds, 1800) + fastBpm * fast.drift(seconds, 20));
            }

            @Override
            public float breathRate(double seconds) {
                return (float)
                        Math.max(6, ownBr + 2.8 * slow.drift(seconds + 7e6, 1200) + fast.drift(seconds + 7e6, 40));
            }
        };
    }
}
