package ai.petty.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that the bench started. It is ended by its own handle; {@link Scratch} sees to it in every case. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    private static boolean ending;

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    /** Starts any program; what it writes to standard error goes to a file in {@code scratch}. */
    static Child start(String name, List<String> command, Path scratch) throws IOException {
        var log = scratch.resolve(name.replace(' ', '-') + ".log");
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        synchronized (LIVING) {
            if (ending) {
                throw new IOException("The bench is ending");
            }
            var process = builder.start();
            LIVING.add(process);
            return new Child(name, process, log);
        }
    }

    /** Starts a Java program of this class path on the flags that the launcher gave to this process. */
    static Child java(String name, String mainClass, List<String> arguments, Path scratch) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agent") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(mainClass);
        command.addAll(arguments);
        return start(name, command, scratch);
    }

    private static String absoluteClassPath() {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Reads lines until one begins with {@code prefix}, and gives the rest of it. */
    String awaitLine(String prefix) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("The " + name + " ended early; see " + log);
    }

    /** Takes what the program prints away, so that it never blocks on a full pipe. */
    void drainOutput() {
        Thread.ofVirtual().start(() -> {
            try {
                while (out.readLine() != null) {
                    // nobody wants it
                }
            } catch (IOException e) {
                // the program ended
            }
        });
    }

    /** Ends all that still live; none begins any more. */
    static void endAll() {
        synchronized (LIVING) {
            ending = true;
            LIVING.forEach(Process::destroy);
            LIVING.forEach(Child::end);
        }
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            LIVING.remove(process);
        }
    }
}
