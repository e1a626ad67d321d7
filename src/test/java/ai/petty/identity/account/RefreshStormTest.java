package ai.petty.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.petty.PettyTestServer;
import ai.petty.TestPerson;
import ai.petty.store.DatabaseAddress;
import ai.petty.store.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two processes with one database: whichever is asked, a family of refresh tokens is one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshStormTest {
    private static final int ROUNDS = 12;

    private final TestDatabase database = TestDatabase.fresh();
    private final PettyTestServer first = PettyTestServer.start(settings(""));
    private final PettyTestServer second = PettyTestServer.start(settings(first.directory() + "/secrets"));

    private Map<String, String> settings(String secrets) {
        DatabaseAddress address = database.address();
        var url = "postgresql://" + address.host() + ":" + address.port() + "/" + address.name();
        var settings = new HashMap<>(Map.of(
                "database.url",
                url,
                "database.user",
                address.user(),
                // It is the lock that is to stop them here.
                "limits.sign-in-account.burst",
                "100"));
        if (!secrets.isEmpty()) {
            settings.put("secrets.directory", secrets);
        }
        return settings;
    }

    @AfterAll
    void close() {
        second.close();
        first.close();
        database.close();
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var done : threads.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refreshesOfOneTokenAtOnceOnBothProcessesGiveOnePair() {
        var ada = TestPerson.registered(first);
        var onSecond = TestPerson.at(second.baseUri(), ada.email());
        var token = ada.refreshToken();
        for (var round = 0; round < ROUNDS; round++) {
            var presented = token;
            var answers = atOnce(IntStream.range(0, 6)
                    .<Callable<TestPerson.Answer>>mapToObj(i -> () -> (i % 2 == 0 ? ada : onSecond).refresh(presented))
                    .toList());

            var next = answers.stream()
                    .map(answer -> answer.json(200).getString("refresh_token"))
                    .distinct()
                    .toList();
            assertThat(next).hasSize(1);
            token = next.getFirst();
        }
    }

    /** The family as it should be: the newest and, until it is used, what led to it, are good. All else ends it. */
    @Test
    void anySequenceOfTokensIsJudgedLikeItsModel() {
        for (var seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            var ada = TestPerson.registered(first);
            var people = List.of(ada, TestPerson.at(second.baseUri(), ada.email()));
            var chain = new ArrayList<>(List.of(ada.refreshToken()));
            var isOver = false;
            for (var step = 0; step < 12; step++) {
                // mostly one of the last two, as clients do
                var back = random.nextInt(10) < 9 ? random.nextInt(2) : random.nextInt(chain.size());
                var index = Math.max(0, chain.size() - 1 - back);
                var answer = people.get(step % 2).refresh(chain.get(index));
                var expected = !isOver && index >= chain.size() - 2;
                assertThat(answer.status()).as("seed %d step %d", seed, step).isEqualTo(expected ? 200 : 401);
                if (!expected) {
                    isOver = true;
                } else if (index == chain.size() - 1) {
                    chain.add(answer.json(200).getString("refresh_token"));
                } else {
                    assertThat(answer.json(200).getString("refresh_token")).isEqualTo(chain.getLast());
                }
            }
        }
    }

    @Test
    void guessesAtOnceGetNoFurtherThanFive() {
        var ada = TestPerson.registered(first);
        var onSecond = TestPerson.at(second.baseUri(), ada.email());

        atOnce(IntStream.range(0, 9)
                .<Callable<TestPerson.Answer>>mapToObj(
                        i -> () -> (i % 2 == 0 ? ada : onSecond).login("guess number " + i))
                .toList());

        ada.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        onSecond.login(TestPerson.PASSWORD).refused(401, "auth.invalid_credentials");
        assertThat(database.text("select lockouts::text from sign_in_attempt where locked_until > now()"))
                .isEqualTo("1");
    }
}
