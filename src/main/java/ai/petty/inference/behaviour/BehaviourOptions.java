package ai.petty.inference.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.petty.config.PettyConfig;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * The numbers by which behaviours are told.
 *
 * @param longestGap after a longer gap between two observations nothing goes on; also how long a rule may not hold within one episode
 * @param speaksFor an observation tells of so much time until the next one; what is beyond it lowers the coverage
 * @param resting of the four that exclude each other
 */
public record BehaviourOptions(
        Duration longestGap,
        Duration speaksFor,
        Lasting resting,
        Lasting walking,
        Lasting running,
        Lasting playing,
        Rules rules) {

    /** Behaviours that have rules of their own. */
    public record Rules(DeepSleep deepSleep, Pacing pacing, Fetch fetch, Sleep sleep) {}

    /**
     * Hysteresis of one behaviour.
     *
     * @param shortest a shorter one is not told, and does not interrupt a milder one
     * @param patience a milder one for so long ends it; a shorter one is part of it
     */
    public record Lasting(Duration shortest, Duration patience) {}

    /**
     * @param fewest readings with a heart rate
     * @param leastBpm of the mean, inclusive
     * @param mostBpm of the mean, inclusive
     * @param deviationBpm the population standard deviation is less
     * @param shortestPart of a stretch of rest that as a whole is no deep sleep, a part that is one lasts at least this long
     */
    public record DeepSleep(int fewest, double leastBpm, double mostBpm, double deviationBpm, Duration shortestPart) {}

    /**
     * @param fewest readings with a position, and as many with a heart rate
     * @param radiusM no position is farther from their centroid
     * @param leastBpm of the mean, inclusive
     * @param mostBpm of the mean, inclusive
     * @param shortestPart of a stretch of walking that as a whole is no pacing, a part that is one lasts at least this long: whoever
     *     just walks on has left such a place after two minutes
     */
    public record Pacing(int fewest, double radiusM, double leastBpm, double mostBpm, Duration shortestPart) {}

    /**
     * @param fewest cycles of play followed by rest
     * @param apartM the one is farther than this from the other
     */
    public record Fetch(int fewest, double apartM) {}

    /**
     * @param shortest a shorter rest is no sleep
     * @param blind so long must a rest last of which neither heart rates nor motion are known
     * @param stir movement for longer ends a sleep
     * @param steady the heart rate's standard deviation in parts of its mean where a sleep begins
     * @param unsteady and where it ends
     */
    public record Sleep(Duration shortest, Duration blind, Duration stir, double steady, double unsteady) {}

    public static BehaviourOptions standard() {
        return of(new PettyConfig.Behaviour(
                Duration.ofMinutes(10),
                Duration.ofMinutes(3),
                Duration.ofMinutes(3),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(15)));
    }

    /** What an operator sets, and for the rest what the contracts and the recordings say. */
    public static BehaviourOptions of(PettyConfig.Behaviour config) {
        var fiveMinutes = Duration.ofMinutes(5);
        return new BehaviourOptions(
                config.longestGap(),
                Duration.ofMinutes(2),
                new Lasting(config.shortestRest(), config.longestGap()),
                // Whistle: an event is ended by 7 minutes of rest; a walk that is shown from 3 minutes on is ended by 5
                new Lasting(config.shortestWalk(), fiveMinutes),
                new Lasting(config.shortestRun(), Duration.ofMinutes(2)),
                new Lasting(config.shortestPlay(), Duration.ofMinutes(3)),
                new Rules(
                        new DeepSleep(4, 40, 65, 3, fiveMinutes),
                        new Pacing(6, 70, 70, 110, fiveMinutes),
                        new Fetch(2, 100),
                        // of 578 recordings of resting dogs (Zenodo 8020390) 95 % deviate by less than 0.103 of their
                        // mean, 99 % by 0.131
                        new Sleep(config.shortestSleep(), blind(config), Duration.ofMinutes(2), 0.12, 0.18)));
    }

    private static Duration blind(PettyConfig.Behaviour config) {
        return config.shortestSleep().multipliedBy(3);
    }

    Lasting of(Doing doing) {
        return switch (doing) {
            case REST -> resting;
            case WALK -> walking;
            case PLAY -> playing;
            case RUN -> running;
        };
    }

    /** Differs where any number differs. */
    int fingerprint() {
        var sum = new CRC32();
        sum.update(toString().getBytes(UTF_8));
        return (int) sum.getValue();
    }
}
