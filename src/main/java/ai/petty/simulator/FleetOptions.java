package ai.petty.simulator;

import ai.petty.client.Endpoint;
import ai.petty.client.Protocol;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A fleet of simulated collars.
 *
 * @param credentials what each collar shows, by its serial
 * @param speed seconds of the collars' time in a true second
 * @param headStart how far in the past collars begin that run faster than true; they catch up with the present
 * @param reportInterval between two readings, in the collar's time; empty follows the server's wish
 * @param firstSerial the first collar is {@code SN-<firstSerial>}; six digits at the most, as v1 demands
 * @param withHomes the first so many are on dogs that have a home, and live a whole {@link DogsDay}
 */
public record FleetOptions(
        Endpoint endpoint,
        UnaryOperator<String> credentials,
        int collars,
        Protocol protocol,
        Transport transport,
        double speed,
        Duration headStart,
        Optional<Duration> reportInterval,
        long seed,
        int firstSerial,
        int withHomes) {
    private static final int MOST_SERIAL = 999_999;
    private static final double MOST_SPEED = 500;
    /** Under the ten minutes after which the server books readings as a backlog. */
    private static final Duration HEAD_START = Duration.ofMinutes(9);

    private static final Duration LONGEST_HEAD_START = Duration.ofDays(30);

    public FleetOptions {
        if (collars < 1 || firstSerial < 100 || firstSerial + collars - 1 > MOST_SERIAL) {
            throw new IllegalArgumentException(
                    "collars must be numbered between SN-100 and SN-" + MOST_SERIAL + ", at least one");
        }
        if (!(speed > 0 && speed <= MOST_SPEED)) {
            throw new IllegalArgumentException("the speed must be above 0 and at most " + MOST_SPEED);
        }
        if (headStart.isNegative() || headStart.compareTo(LONGEST_HEAD_START) > 0) {
            throw new IllegalArgumentException("the head start must be between 0 and 30 days");
        }
    }

    /** Collars at true speed, over every transport, that all show the same secret. */
    public static FleetOptions of(Endpoint endpoint, String secret, int collars) {
        return new FleetOptions(
                endpoint,
                serial -> secret,
                collars,
                Protocol.JSON,
                Transport.MIXED,
                1,
                HEAD_START,
                Optional.empty(),
                1,
                100_001,
                0);
    }

    public FleetOptions from(int first) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                protocol,
                transport,
                speed,
                headStart,
                reportInterval,
                seed,
                first,
                withHomes);
    }

    public FleetOptions credentials(UnaryOperator<String> bySerial) {
        return new FleetOptions(
                endpoint,
                bySerial,
                collars,
                protocol,
                transport,
                speed,
                headStart,
                reportInterval,
                seed,
                firstSerial,
                withHomes);
    }

    public FleetOptions withHomes(int first) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                protocol,
                transport,
                speed,
                headStart,
                reportInterval,
                seed,
                firstSerial,
                first);
    }

    /** How far back to begin so that a run of that length ends in the present; nine minutes for one without an end. */
    public static Duration headStart(double speed, Optional<Duration> length) {
        return length.filter(_ -> speed > 1)
                .map(run -> Duration.ofMillis(Math.round(run.toMillis() * (speed - 1))))
                .map(wanted -> wanted.compareTo(LONGEST_HEAD_START) > 0 ? LONGEST_HEAD_START : wanted)
                .orElse(HEAD_START);
    }

    public FleetOptions speed(double times, Duration begin) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                protocol,
                transport,
                times,
                begin,
                reportInterval,
                seed,
                firstSerial,
                withHomes);
    }

    public FleetOptions over(Transport way, Protocol form) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                form,
                way,
                speed,
                headStart,
                reportInterval,
                seed,
                firstSerial,
                withHomes);
    }

    public FleetOptions every(Duration interval) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                protocol,
                transport,
                speed,
                headStart,
                Optional.of(interval),
                seed,
                firstSerial,
                withHomes);
    }

    public FleetOptions seed(long other) {
        return new FleetOptions(
                endpoint,
                credentials,
                collars,
                protocol,
                transport,
                speed,
                headStart,
                reportInterval,
                other,
                firstSerial,
                withHomes);
    }

    /** The collar's id. */
    public String serial(int collar) {
        return "SN-" + (firstSerial + collar);
    }

    /** Never prints a credential. */
    @Override
    public String toString() {
        return "FleetOptions[" + collars + " collars to " + endpoint + " over " + transport + "]";
    }
}
