package ai.petty.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is asked of a model that it was taught. */
class HeldOutTest {
    private static final int QUARTERS = 4;

    @TempDir
    private Path folder = Path.of("");

    private List<Recorded> recordings = List.of();
    private final List<String> both = new ArrayList<>();
    private int asked;

    @BeforeEach
    void write() throws IOException {
        InventedRecordings.write(folder);
        recordings = MotionRecordings.read(folder);
    }

    /** What must not be on both sides: a recording, or its quarter where a class has only the one. */
    private static Set<String> held(Rows rows) {
        return rows.rows().stream().map(HeldOutTest::held).collect(Collectors.toCollection(HashSet::new));
    }

    private static String held(Rows.Row row) {
        var recording = row.recording();
        return recording.device().equals("other")
                ? recording.name()
                : recording.name() + Math.min(QUARTERS - 1, (int) (row.atS() / recording.seconds() * QUARTERS));
    }

    private void watch(Rows taught, Rows rows) {
        asked++;
        var common = held(taught);
        common.retainAll(held(rows));
        both.addAll(common);
    }

    /** As in earnest, but looked at. */
    private final class Watched implements Learners {
        @Override
        public Learned ours(Rows taught) {
            var real = REAL.ours(taught);
            return new Learned() {
                @Override
                public List<Stages.PieceBelief> believe(Rows rows) {
                    watch(taught, rows);
                    return real.believe(rows);
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        @Override
        public List<Guess> plainForest(Rows taught, Rows rows, Function<Truth, Truth> target) {
            watch(taught, rows);
            return REAL.plainForest(taught, rows, target);
        }
    }

    @Test
    void no_line_of_an_evaluation_comes_from_what_was_taught() {
        var lines = new ArrayList<Evaluation.Line>();
        new Evaluation(recordings, new Watched(), lines::add).run();
        assertThat(both).isEmpty();
        assertThat(lines).isNotEmpty();
        assertThat(asked).isGreaterThan(lines.size());
    }

    @Test
    void temperatures_are_found_on_what_was_not_taught() {
        var rows = RowMaker.forModel(recordings);
        assertThat(Tuner.heldOut(rows, Folds.byDayOrTime(recordings), new Watched()))
                .isNotEmpty();
        assertThat(both).isEmpty();
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void each_recording_and_each_day_is_held_out_once_and_as_a_whole() {
        var rows = RowMaker.forModel(recordings).rows();
        assertWhole(Folds.byRecording(recordings), rows, row -> row.recording().name());
        assertWhole(Folds.byDay(recordings), rows, row -> row.recording().day());
    }

    private static void assertWhole(Folds folds, List<Rows.Row> rows, Function<Rows.Row, String> group) {
        var groups = rows.stream().map(group).collect(Collectors.toCollection(TreeSet::new));
        assertThat(folds.held()).hasSameSizeAs(groups);
        for (var held : folds.held().values()) {
            assertThat(rows.stream().filter(held).map(group).distinct()).hasSize(1);
        }
        for (var row : rows) {
            assertThat(folds.held().values().stream().filter(held -> held.test(row)))
                    .hasSize(1);
        }
    }
}
