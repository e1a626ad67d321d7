package ai.petty.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionRecordingsTest {
    private static final double RATE_HZ = 16;

    @TempDir
    private Path folder = Path.of("");

    /** Two recordings' worth of seconds, under one name, with so long between them. */
    private void write(double pauseS) throws IOException {
        var file = Files.createDirectories(folder.resolve("motion")).resolve("one.csv.gz");
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write("recording,sample,t_s,ax_g,ay_g,az_g,label\n");
            for (var i = 0; i < 2 * 5 * RATE_HZ; i++) {
                var t = i / RATE_HZ + (i < 5 * RATE_HZ ? 0 : pauseS);
                out.write(String.format(Locale.ROOT, "walk,%d,%.4f,0,0,1,walking%n", i, t));
            }
        }
    }

    @Test
    void what_comes_after_a_pause_is_another_piece_of_the_same_recording() throws IOException {
        write(9.5);
        assertThat(MotionRecordings.read(folder)).hasSize(2).allSatisfy(piece -> {
            assertThat(piece.name()).isEqualTo("walk");
            assertThat(piece.seconds()).isEqualTo(5);
            assertThat(piece.rateHz()).isEqualTo(RATE_HZ);
        });
    }

    @Test
    void a_sample_that_is_lost_here_and_there_ends_nothing() throws IOException {
        write(2 / RATE_HZ);
        assertThat(MotionRecordings.read(folder))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.seconds()).isEqualTo(10));
    }
}
