package ai.petty.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.ingest.Motion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bar is a forest, and is judged on what ours is judged on. */
class PlainForestTest {
    private static final Recorded ANY = new Recorded("any", "any", 16, 3, new float[0], List.of());

    @TempDir
    private Path folder = Path.of("");

    /** One column; {@code each} rows at each class's place. */
    private static Rows rows(int each, Truth... classes) {
        var rows = new ArrayList<Rows.Row>();
        var values = new float[each * classes.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = 10f * Math.floorDiv(i, each);
            rows.add(new Rows.Row(classes[i / each], ANY, i, i, false, 0));
        }
        return new Rows(1, values, rows);
    }

    @Test
    void where_every_leaf_is_of_one_class_it_is_certain() {
        for (var classes : List.of(
                new Truth[] {Truth.LYING, Truth.MOVING},
                new Truth[] {Truth.LYING, Truth.SITTING, Truth.STANDING},
                new Truth[] {Truth.LYING, Truth.SITTING, Truth.STANDING, Truth.MOVING})) {
            var rows = rows(500, classes);
            assertThat(PlainForest.guesses(rows, rows, Function.identity()))
                    .hasSize(rows.count())
                    .allSatisfy(guess -> {
                        assertThat(guess.said()).isEqualTo(guess.truth());
                        assertThat(guess.probability()).isCloseTo(1, within(1e-3));
                    });
        }
    }

    /** All rows look the same, so every leaf holds the same shares. */
    @Test
    void it_votes_with_the_shares_of_its_leaves() {
        var mixed = new ArrayList<Rows.Row>();
        for (var i = 0; i < 4000; i++) {
            var truth = i % 4 < 2 ? Truth.SITTING : i % 4 == 2 ? Truth.LYING : Truth.MOVING;
            mixed.add(new Rows.Row(truth, ANY, i, i, false, 0));
        }
        var rows = new Rows(1, new float[mixed.size()], mixed);
        assertThat(PlainForest.guesses(rows, rows, Function.identity())).allSatisfy(guess -> {
            assertThat(guess.said()).isEqualTo(Truth.SITTING);
            assertThat(guess.probability()).isCloseTo(0.5, within(0.01));
            assertThat(guess.moving()).isCloseTo(0.25, within(0.01));
        });
    }

    @Test
    void it_is_judged_on_as_many_windows_as_ours_whatever_the_rate() throws IOException {
        InventedRecordings.write(folder);
        for (var recording : MotionRecordings.read(folder)) {
            for (var piece : Wearing.pieces(recording, 7)) {
                for (var rate : List.of(10f, 15.625f, 33.3f)) {
                    var from = piece.motion();
                    var motion = new Motion(0, rate, from.accScale(), from.gyroScale(), from.samples());
                    assertThat(PlainStatistics.of(motion).length / PlainStatistics.COLUMNS)
                            .isEqualTo(ai.petty.inference.motion.MotionModel.windows(motion));
                }
            }
        }
    }
}
