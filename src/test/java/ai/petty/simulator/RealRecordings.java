package ai.petty.simulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The recordings of real dogs, which stay outside the project: tests that want them are skipped where they are not. */
final class RealRecordings {
    private static @Nullable Recordings read;

    private RealRecordings() {}

    static synchronized Recordings read() throws IOException {
        var folder = Path.of(System.getProperty("petty.recordings", "../shared/data"));
        assumeTrue(Files.isDirectory(folder.resolve("motion")), "skipped: no recordings in " + folder);
        if (read == null) {
            read = Recordings.read(folder);
        }
        return read;
    }
}
