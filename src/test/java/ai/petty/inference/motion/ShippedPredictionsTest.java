package ai.petty.inference.motion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.petty.ingest.Motion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What the shipped model makes of invented motion is the same on every machine, to a millionth. After another model was shipped
 * the expected table is what this test leaves in {@code target/motion-1-expected.csv}.
 */
class ShippedPredictionsTest {
    private static final Path SAID = Path.of("target/motion-1-expected.csv");

    private static List<Motion> motions() {
        var turn = Motions.turn(1, 2, -1, 0.5);
        return List.of(
                Motions.measured(Motions.resting(), 10, 9),
                Motions.measured(Motions.resting(), 50, 6, turn, 0.01),
                Motions.measured(Motions.going(1.2, 0.05), 25, 8, turn, 0.005),
                Motions.measured(Motions.going(2, 0.3), 15.625, 10, turn, 0.01),
                Motions.withGyro(Motions.measured(Motions.going(2.4, 0.5), 100, 8), 90),
                Motions.measured(Motions.going(3, 1.2), 52, 8, turn, 0.05),
                Motions.counted(Motions.measured(Motions.going(1.6, 0.2), 20, 9), 2f / 128));
    }

    private static List<String> said() {
        var lines = new ArrayList<String>();
        var motions = motions();
        try (var model = new MotionModel(ModelFile.builtIn(), 0.45)) {
            var labelled = model.label(motions);
            for (var i = 0; i < motions.size(); i++) {
                var windows = labelled.get(i).windows();
                for (var window = 0; window < windows.size(); window++) {
                    var one = windows.get(window);
                    lines.add(String.format(
                            Locale.ROOT,
                            "%d,%d,%s,%.8f,%.8f",
                            i,
                            window,
                            one.label().wireName(),
                            one.probability(),
                            one.moving()));
                }
            }
        }
        return lines;
    }

    @Test
    void they_are_the_same_to_a_millionth_on_every_machine() throws IOException {
        var said = said();
        Files.createDirectories(requireNonNull(SAID.getParent()));
        Files.write(SAID, said);
        List<String> wanted;
        try (var stream = getClass().getResourceAsStream("/model/motion-1-expected.csv")) {
            wanted = new String(requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(said).hasSameSizeAs(wanted).hasSizeGreaterThanOrEqualTo(50);
        for (var i = 0; i < said.size(); i++) {
            var one = said.get(i).split(",", -1);
            var other = wanted.get(i).split(",", -1);
            assertThat(List.of(one).subList(0, 3))
                    .as(wanted.get(i))
                    .isEqualTo(List.of(other).subList(0, 3));
            for (var number = 3; number < 5; number++) {
                assertThat(Double.parseDouble(one[number]))
                        .as(wanted.get(i))
                        .isCloseTo(Double.parseDouble(other[number]), within(1e-6));
            }
        }
    }
}
