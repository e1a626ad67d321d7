package ai.petty.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Where the numbers come from.
 *
 * @param fileSystem the kind that holds PostgreSQL's data; on tmpfs a sync costs nothing and the numbers say nothing
 * @param syncMillis median time that 8 KiB take to reach that disk: what one commit costs at least
 */
record Machine(
        int cores,
        String processor,
        long memoryBytes,
        String system,
        String java,
        String fileSystem,
        double syncMillis) {
    private static final int SYNCS = 200;

    static Machine here(Path scratch) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorModel(),
                physicalMemory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.version().toString(),
                Files.getFileStore(scratch).type(),
                syncMillis(scratch));
    }

    /** Writes over a file that has its size already, as PostgreSQL writes its log. */
    private static double syncMillis(Path scratch) throws IOException {
        var file = Files.createTempFile(scratch, "sync", ".probe");
        var took = new long[SYNCS];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocateDirect(8192);
            for (var i = 0; i < SYNCS; i++) {
                channel.write(block.clear(), i * 8192L);
            }
            channel.force(true);
            for (var i = 0; i < SYNCS; i++) {
                var began = System.nanoTime();
                channel.write(block.clear(), i * 8192L);
                channel.force(false);
                took[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(took);
        return took[SYNCS / 2] / 1e6;
    }

    private static String processorModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
