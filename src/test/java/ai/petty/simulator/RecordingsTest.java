package ai.petty.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.petty.client.CollarReading;
import ai.petty.client.Frame;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    private static final long ORIGIN = 1_760_000_000_000_000L;

    @TempDir
    private Path folder = Path.of("");

    private void write(String file, String header, Iterable<String> rows) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(requireNonNull(path.getParent()));
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8)) {
            out.write(header + "\n");
            for (var row : rows) {
                out.write(row + "\n");
            }
        }
    }

    private static List<String> rows(String name, double rateHz, int count, String label) {
        var rows = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            rows.add(name + "," + i + "," + i / rateHz + "," + i / 1000.0 + ",-0.5,1.0," + label);
        }
        return rows;
    }

    @Test
    void samples_come_back_as_they_were_recorded() throws IOException {
        write("motion/a.csv.gz", "recording,sample,t_s,ax_g,ay_g,az_g,label", rows("one", 50, 500, "walking"));
        var recording = Recordings.read(folder).recordings().getFirst();
        assertThat(recording.rateHz()).isEqualTo(50);
        assertThat(recording.sampleCount()).isEqualTo(500);
        assertThat(recording.accScale()).as("the finest range, ±2 g").isEqualTo(2f / 32768);

        var collar = SimulatedCollar.replayed(0, ORIGIN, 1, Recordings.read(folder));
        var frame = collar.motion(2, 5).frame().orElseThrow();
        assertThat(frame.t0()).isEqualTo(ORIGIN + 2_000_000);
        assertThat(frame.sampleCount()).isEqualTo(150);
        assertThat(frame.gyroScale()).isNull();
        var counts =
                ByteBuffer.wrap(frame.samples()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (var i = 0; i < 150; i++) {
            assertThat(counts.get(3 * i) * frame.accScale()).isEqualTo((100 + i) / 1000f, within(frame.accScale()));
            assertThat(counts.get(3 * i + 1) * frame.accScale()).isEqualTo(-0.5f, within(frame.accScale()));
        }
    }

    @Test
    void what_is_faster_than_the_wire_takes_is_resampled() throws IOException {
        var rows = rows("fast", 200, 2000, "lying");
        rows.addAll(rows("fast", 200, 0, "sitting"));
        write("motion/a.csv.gz", "recording,sample,t_s,ax_g,ay_g,az_g,label", rows);
        var recording = Recordings.read(folder).recordings().getFirst();
        assertThat(recording.rateHz()).isEqualTo(100);
        assertThat(recording.sampleCount()).isBetween(999, 1000);
        assertThat(recording.samples()[3 * 500] * recording.accScale()).isEqualTo(1.0f, within(0.001f));
    }

    @Test
    void a_label_that_nobody_knows_is_said_so() throws IOException {
        write("motion/a.csv.gz", "recording,sample,t_s,ax_g,ay_g,az_g,label", rows("one", 50, 100, "flying"));
        assertThatThrownBy(() -> Recordings.read(folder)).hasMessageContaining("flying");
    }

    @Test
    void a_folder_without_recordings_is_said_so() {
        assertThatThrownBy(() -> Recordings.read(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void the_real_recordings_are_read_whole() throws IOException {
        var target = RealRecordings.read();
        assertThat(target.samples()).isBetween(314_000L, 315_098L);
        assertThat(target.dogs()).isGreaterThanOrEqualTo(25);
        assertThat(target.recordings()).extracting(Recording::rateHz).containsOnly(100.0, 15.625);
        assertThat(target.recordings()).allSatisfy(recording -> {
            assertThat(recording.labels().stream()
                            .mapToInt(Recording.Label::sampleCount)
                            .sum())
                    .isEqualTo(recording.sampleCount());
        });
    }

    @Test
    void real_dogs_are_replayed_resting_walking_and_playing_with_windows_that_the_wire_takes() throws IOException {
        var target = RealRecordings.read();
        var activities = new HashSet<Integer>();
        var begins = new HashSet<Behaviour>();
        for (var number = 0; number < 10; number++) {
            var collar = SimulatedCollar.replayed(number, ORIGIN, 1, target);
            if (number % 2 == 0) {
                begins.add(collar.behaviour(ORIGIN + 1));
            }
            var from = 0.0;
            var samples = 0L;
            var last = Long.MIN_VALUE;
            while (from < 600) {
                var window = collar.motion(from, from + 10);
                assertThat(window.untilS()).isGreaterThan(from);
                if (window.frame().isPresent()) {
                    Frame.Motion frame = window.frame().get();
                    assertThat(frame.sampleCount() / frame.rateHz()).isBetween(1.0, 60.0);
                    assertThat(frame.t0()).isGreaterThan(last);
                    assertThat(frame.samples().length).isEqualTo(frame.sampleCount() * frame.axes() * 2);
                    last = frame.t0() + Math.round((frame.sampleCount() - 1) / frame.rateHz() * 1e6);
                    samples += frame.sampleCount();
                }
                from = window.untilS();
            }
            assertThat(samples / 600.0).as("nearly all of it").isGreaterThan(number % 2 == 0 ? 97 : 14.5);
            for (var s = 0; s < 300; s += 5) {
                CollarReading reading = collar.reading(ORIGIN + s * 1_000_000L);
                activities.add(requireNonNull(reading.activity()));
                assertThat(requireNonNull(reading.hr())).isBetween(30f, 300f);
                assertThat(requireNonNull(reading.br())).isBetween(4f, 150f);
            }
        }
        assertThat(activities).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(begins).as("each begins with another recording").hasSize(5);
    }
}
