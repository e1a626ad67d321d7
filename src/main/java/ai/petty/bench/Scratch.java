package ai.petty.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * The directory of one run and what runs in it. However the run ends, also by a signal, first the children end, then
 * PostgreSQL, then the directory goes.
 */
final class Scratch implements AutoCloseable {
    private final Path directory;
    private final boolean keep;
    private final Thread hook = new Thread(this::end, "end-bench");
    private Optional<BenchDatabase> database = Optional.empty();
    private boolean ended;

    private Scratch(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    static Scratch make(Optional<Path> parent, boolean keep) throws IOException {
        var directory = parent.isPresent()
                ? Files.createTempDirectory(Files.createDirectories(parent.get()), "petty-bench")
                : Files.createTempDirectory("petty-bench");
        var scratch = new Scratch(directory.toAbsolutePath(), keep);
        Runtime.getRuntime().addShutdownHook(scratch.hook);
        return scratch;
    }

    Path directory() {
        return directory;
    }

    synchronized BenchDatabase startDatabase() throws IOException {
        if (ended) {
            throw new IOException("The run is ending");
        }
        var started = BenchDatabase.start(directory);
        database = Optional.of(started);
        return started;
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        Child.endAll();
        try {
            if (database.isPresent()) {
                database.get().close();
            }
            if (!keep) {
                deleteTree(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The run left something behind in " + directory, e);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook has found nothing left to do
        }
    }
}
