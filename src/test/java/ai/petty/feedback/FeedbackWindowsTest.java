package ai.petty.feedback;

import static ai.petty.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.store.TestDatabase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a model may learn from what people said. */
class FeedbackWindowsTest {
    private static final String WINDOW =
            "[{\"t0\":5,\"micros\":2000000,\"label\":\"running\",\"probability\":0.7,\"model\":\"motion-1\",\"feature_set\":\"motion-1\",\"features\":[0.5,2]}]";

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Vertx vertx = Vertx.vertx();
    private final FeedbackWindows target = new FeedbackWindows(postgres.open(vertx));
    private final Said said = new Said(postgres);
    private final UUID pet = said.pet();

    @AfterEach
    void close() {
        await(vertx.close());
        postgres.close();
    }

    private void say(
            UUID account,
            Behaviour behaviour,
            String verdict,
            @Nullable String corrected,
            boolean mayTrain,
            int times) {
        postgres.execute("""
                insert into feedback (feedback_id, account_id, event_sealed, verdict, corrected, may_train, given_at, pet_id,
                    pairing_id, behaviour, from_t, to_t, confidence, coverage, model, evidence, windows)
                select gen_random_uuid(), ?, '', ?, ?, ?, now(), ?, 1, ?, now(), now(), 0.8, 1, 'rules', '{}', ?::jsonb
                from generate_series(1, ?)""", account, verdict, corrected, mayTrain, pet, behaviour.code(), WINDOW, times);
    }

    private List<FeedbackWindows.Labelled> all() {
        var all = new ArrayList<FeedbackWindows.Labelled>();
        var after = Optional.<UUID>empty();
        do {
            var page = await(target.page(after, 7));
            all.addAll(page.windows());
            after = page.next();
        } while (after.isPresent());
        return all;
    }

    @Test
    void only_who_has_agreed_teaches_a_model() {
        var ada = said.account();
        say(ada, Behaviour.WALKING, "correct", null, false, 3);
        assertThat(all()).isEmpty();
        say(ada, Behaviour.WALKING, "correct", null, true, 1);
        var one = all().getFirst();
        assertThat(one.label()).contains(MotionLabel.WALKING);
        assertThat(one.moving()).isTrue();
        assertThat(one.group()).isEqualTo(pet);
        assertThat(one.window().features()).containsExactly(0.5f, 2f);
        assertThat(one.window().featureSet()).isEqualTo("motion-1");
    }

    @Test
    void a_correction_says_what_it_was_and_what_says_no_motion_teaches_none() {
        var ada = said.account();
        say(ada, Behaviour.RESTING, "incorrect", "running", true, 1);
        assertThat(all()).hasSize(1).allMatch(one -> one.label().equals(Optional.of(MotionLabel.RUNNING)));
        say(ada, Behaviour.WALKING, "incorrect", "eating", true, 1);
        say(ada, Behaviour.WALKING, "incorrect", null, true, 1);
        say(ada, Behaviour.PLAYING, "correct", null, true, 1);
        assertThat(all()).hasSize(1);
        say(ada, Behaviour.RESTING, "correct", null, true, 1);
        assertThat(all()).hasSize(2).anyMatch(one -> one.label().isEmpty() && !one.moving());
    }

    @Test
    void one_account_teaches_no_more_than_fifty_events() {
        say(said.account(), Behaviour.WALKING, "correct", null, true, 500);
        say(said.account(), Behaviour.RUNNING, "correct", null, true, 3);
        assertThat(all()).hasSize(53);
    }

    @Test
    void what_one_account_says_counts_as_a_minute_of_a_recording_at_the_most() {
        var windows = "[" + String.join(",", Collections.nCopies(100, WINDOW.substring(1, WINDOW.length() - 1))) + "]";
        say(said.account(), Behaviour.WALKING, "correct", null, true, 60);
        postgres.execute("update feedback set windows = ?::jsonb", windows);
        say(said.account(), Behaviour.RUNNING, "correct", null, true, 2);
        var all = all();
        assertThat(all).hasSize(50 * 100 + 2);
        assertThat(all.stream().mapToDouble(FeedbackWindows.Labelled::weight).sum())
                .isCloseTo(60 + 2, within(1e-6));
    }
}
