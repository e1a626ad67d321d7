package ai.petty.bench;

import ai.petty.alerts.rules.Change;
import ai.petty.alerts.rules.HighHeartRate;
import ai.petty.alerts.rules.HighHeartRate.Beat;
import ai.petty.bench.RestingHearts.Dog;
import ai.petty.bench.RestingHearts.Value;
import ai.petty.config.PettyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How often the alert of a high heart rate at rest fires on dogs that are calm, each judged by its own resting rate from its other
 * recordings, and how often it fires when their hearts are made to race.
 */
final class AlarmStudy {
    private static final long A_SECOND = 1_000_000;
    private static final int SPACING_S = 10;
    private static final int SEED = 7;
    private static final int TRIALS_A_DOG = 20;
    /** Readings behind the episode, in which it may still be found: two minutes. */
    private static final int AFTER = 12;

    private final RestingHearts hearts;

    AlarmStudy(RestingHearts hearts) {
        this.hearts = hearts;
    }

    /** Every recording by itself, as it was made, gaps and all. */
    int falseAlarms(PettyConfig.HeartRateRule rule) {
        var target = new HighHeartRate(rule);
        var alarms = 0;
        for (var dog : hearts.dogs()) {
            for (var recording : dog.recordings()) {
                var resting = dog.restingWithout(recording);
                var state = HighHeartRate.State.START;
                for (var value : recording.values()) {
                    var beat = new Beat(Math.round(value.t() * A_SECOND), value.bpm(), true, true);
                    var turn = target.step(state, beat, OptionalDouble.of(resting));
                    state = turn.state();
                    alarms += opened(turn.change().orElse(null)) ? 1 : 0;
                }
            }
        }
        return alarms;
    }

    /** All of a dog's recordings one after the other without a gap: so a run of high values may go on over an end. */
    int falseAlarmsInOneStream(PettyConfig.HeartRateRule rule) {
        var target = new HighHeartRate(rule);
        var alarms = 0;
        for (var dog : hearts.dogs()) {
            var state = HighHeartRate.State.START;
            var t = 0L;
            for (var recording : dog.recordings()) {
                var resting = OptionalDouble.of(dog.restingWithout(recording));
                for (var value : recording.values()) {
                    t += SPACING_S * A_SECOND;
                    var turn = target.step(state, new Beat(t, value.bpm(), true, true), resting);
                    state = turn.state();
                    alarms += opened(turn.change().orElse(null)) ? 1 : 0;
                }
            }
        }
        return alarms;
    }

    /**
     * The part of episodes of a racing heart that is found while it lasts or within two minutes of its end.
     *
     * @param size by which every value is multiplied
     * @param seconds for how long
     */
    double sensitivity(PettyConfig.HeartRateRule rule, double size, int seconds) {
        var chance = new Random(SEED);
        var found = 0;
        var trials = 0;
        for (var dog : hearts.dogs()) {
            var stream = stream(dog);
            var readings = seconds / SPACING_S;
            if (stream.size() <= readings + AFTER) {
                continue;
            }
            for (var trial = 0; trial < TRIALS_A_DOG; trial++) {
                var begin = chance.nextInt(stream.size() - readings - AFTER);
                found += isFound(rule, stream, begin, readings, size) ? 1 : 0;
                trials++;
            }
        }
        return (double) found / trials;
    }

    /** A value and what is usual for its dog without its recording. */
    private record Heart(float bpm, double resting) {}

    private static List<Heart> stream(Dog dog) {
        var all = new ArrayList<Heart>();
        for (var recording : dog.recordings()) {
            var resting = dog.restingWithout(recording);
            for (Value value : recording.values()) {
                all.add(new Heart(value.bpm(), resting));
            }
        }
        return all;
    }

    private static boolean isFound(
            PettyConfig.HeartRateRule rule, List<Heart> stream, int begin, int readings, double size) {
        var target = new HighHeartRate(rule);
        var state = HighHeartRate.State.START;
        for (var i = 0; i < readings + AFTER; i++) {
            var heart = stream.get(begin + i);
            var bpm = i < readings ? (float) (heart.bpm() * size) : heart.bpm();
            var beat = new Beat((long) i * SPACING_S * A_SECOND, bpm, true, true);
            var turn = target.step(state, beat, OptionalDouble.of(heart.resting()));
            state = turn.state();
            if (opened(turn.change().orElse(null))) {
                return true;
            }
        }
        return false;
    }

    private static boolean opened(@Nullable Change change) {
        return change instanceof Change.Opened;
    }
}
