package ai.petty.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * The time of a refused sign-in does not tell whether there is such an account: as a statistic, with no limit in milliseconds,
 * so that a slow or busy machine fails nothing. Argon2 has less than half of production's memory: what else might differ weighs
 * the more.
 */
class SignInTimingTest {
    /** Of each kind, in random order. */
    private static final int EACH = 100;

    /** How often the test may fail without a reason, for each comparison: once in a million runs. */
    private static final double ALPHA = 1e-6;

    /** How often a difference as large as the control's must be found, at the least. */
    private static final double POWER = 0.99;

    private static final int ADDRESSES = 10;
    private static final int MEBIBYTES = 8;
    private static final int ITERATIONS = 2;

    private enum Kind {
        UNKNOWN,
        WRONG_PASSWORD,
        LOCKED,
        /** Made to differ, by one Argon2: what a sign-in would cost less where it hashed for known accounts only. */
        ONE_ARGON2_MORE
    }

    @Test
    void anUnknownAccountAWrongPasswordAndALockedAccountTakeTheSameTimeAndOneArgon2MoreIsSeen()
            throws IOException, InterruptedException {
        var settings = Map.of(
                "identity.passwords.memory", MEBIBYTES + "MiB",
                "identity.passwords.iterations", Integer.toString(ITERATIONS),
                "identity.lockout.failures", "1000000",
                "limits.sign-in-account.burst", "100000",
                "limits.sign-in-account.per-second", "10000");
        try (var server = PettyTestServer.start(settings);
                var people = new BenchPeople(
                        server.baseUri().getPort(), server.baseUri().getPort())) {
            var target = new SignInTiming(people);
            var unknown = IntStream.range(0, ADDRESSES)
                    .mapToObj(i -> TestPerson.freshEmail())
                    .toList();
            var known = IntStream.range(0, ADDRESSES)
                    .mapToObj(i -> people.newcomer().email())
                    .toList();
            var locked = TestPerson.registered(server);
            var costly = TestPerson.registered(server);
            target.millis(locked.email());
            lock(server, locked);
            hashAtTwiceTheCost(server, costly);

            var millis = Interleaved.times(
                    Kind.class,
                    EACH,
                    new Random(),
                    (kind, nth) -> target.millis(
                            switch (kind) {
                                case UNKNOWN -> unknown.get(nth % ADDRESSES);
                                case WRONG_PASSWORD -> known.get(nth % ADDRESSES);
                                case LOCKED -> locked.email();
                                case ONE_ARGON2_MORE -> costly.email();
                            }));

            var control = compared(millis, Kind.ONE_ARGON2_MORE);
            assertThat(control.pValue()).as("%s", control).isLessThan(ALPHA);
            assertThat(control.slower() - 0.5)
                    .as("a difference of one Argon2 is found %s of the time", POWER)
                    .isGreaterThan(RankComparison.detectable(EACH, ALPHA, POWER));
            for (var kind : new Kind[] {Kind.WRONG_PASSWORD, Kind.LOCKED}) {
                var compared = compared(millis, kind);
                assertThat(compared.pValue()).as("%s: %s", kind, compared).isGreaterThan(ALPHA);
            }
        }
    }

    private static RankComparison compared(Map<Kind, double[]> kindToMillis, Kind kind) {
        return RankComparison.of(
                requireNonNull(kindToMillis.get(kind)), requireNonNull(kindToMillis.get(Kind.UNKNOWN)));
    }

    /** By hand: so many failures are allowed here that nobody else is locked out. */
    private static void lock(PettyTestServer server, TestPerson person) {
        assertThat(server.sql("""
                        update sign_in_attempt set locked_until = now() + interval '1 day'
                        where counter = (select email_hash from account where account_id = ?) returning 1""", person.accountId())).hasSize(1);
    }

    private static void hashAtTwiceTheCost(PettyTestServer server, TestPerson person) {
        var hash = Password.hash(TestPerson.PASSWORD)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(MEBIBYTES * 1024, 2 * ITERATIONS, 1, 32, Argon2.ID))
                .getResult();
        assertThat(server.sql(
                        "update account set password_hash = ? where account_id = ? returning 1",
                        hash,
                        person.accountId()))
                .hasSize(1);
    }

    @Test
    void theStatisticFindsWhatItSaysItFindsAndCallsNothingElseDifferent() {
        var random = new Random(11);
        var found = 0;
        var falseAlarms = 0;
        // Two normal samples that are sqrt(2) z standard deviations apart have P(slower) = Phi(z).
        var detectable = RankComparison.detectable(EACH, ALPHA, POWER);
        var shift = Math.sqrt(2) * NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + detectable);
        for (var round = 0; round < 400; round++) {
            var base = random.doubles(EACH).map(x -> random.nextGaussian()).toArray();
            var same = random.doubles(EACH).map(x -> random.nextGaussian()).toArray();
            var later =
                    random.doubles(EACH).map(x -> random.nextGaussian() + shift).toArray();
            falseAlarms += RankComparison.of(same, base).pValue() < ALPHA ? 1 : 0;
            found += RankComparison.of(later, base).pValue() < ALPHA ? 1 : 0;
        }

        assertThat(falseAlarms).isZero();
        assertThat(found).isGreaterThanOrEqualTo(390);
    }
}
