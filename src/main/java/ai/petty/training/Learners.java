package ai.petty.training;

import java.util.List;
import java.util.function.Function;

/** Who learns in an evaluation: ours, and the bar. All that either is taught goes through here. */
interface Learners {
    Learners REAL = new Learners() {
        @Override
        public Learned ours(Rows taught) {
            return Stages.train(taught);
        }

        @Override
        public List<Guess> plainForest(Rows taught, Rows asked, Function<Truth, Truth> target) {
            return PlainForest.guesses(taught, asked, target);
        }
    };

    /** Ours, taught. */
    interface Learned extends AutoCloseable {
        /** What it believes of each piece of the rows, before that is smoothed. */
        List<Stages.PieceBelief> believe(Rows rows);

        @Override
        void close();
    }

    Learned ours(Rows taught);

    /** @param target what is to be told apart */
    List<Guess> plainForest(Rows taught, Rows asked, Function<Truth, Truth> target);
}
