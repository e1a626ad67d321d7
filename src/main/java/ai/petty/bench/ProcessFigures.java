package ai.petty.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Linux tells about a process under /proc. Elsewhere there is nothing to tell, and the table says so. */
final class ProcessFigures {
    /** USER_HZ: the unit of the times in /proc/PID/stat; 100 on every architecture Linux runs on today (proc(5)). */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields of /proc/PID/stat counted from the state, which follows the command's closing parenthesis. */
    private static final int UTIME = 11;

    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    /** Fields of the first line of /proc/stat: user, nice, system, irq, softirq, steal. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private ProcessFigures() {}

    /** Processor seconds a process has used so far, and those of its children that have ended. */
    static Optional<Double> cpuSeconds(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            var ticks = Long.parseLong(fields[UTIME])
                    + Long.parseLong(fields[STIME])
                    + Long.parseLong(fields[CUTIME])
                    + Long.parseLong(fields[CSTIME]);
            return Optional.of(ticks / TICKS_PER_SECOND);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same for a process and all that descend from it: PostgreSQL's postmaster and its backends. */
    static Optional<Double> cpuSecondsOfTree(long pid) {
        return cpuSeconds(pid)
                .map(own -> own
                        + ProcessHandle.of(pid)
                                .map(root -> root.descendants()
                                        .mapToDouble(
                                                child -> cpuSeconds(child.pid()).orElse(0.0))
                                        .sum())
                                .orElse(0.0));
    }

    /** Processor seconds that the whole machine has been busy since it started, waiting for disks not counted. */
    static Optional<Double> machineBusySeconds() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.findFirst().map(line -> {
                var fields = line.strip().split("\\s+", -1);
                var ticks = 0L;
                for (var field : BUSY) {
                    ticks += Long.parseLong(fields[field]);
                }
                return ticks / TICKS_PER_SECOND;
            });
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The most bytes that were ever resident. */
    static Optional<Long> peakResidentBytes(long pid) {
        return statusBytes(pid, "VmHWM:");
    }

    static Optional<Long> residentBytes(long pid) {
        return statusBytes(pid, "VmRSS:");
    }

    private static Optional<Long> statusBytes(long pid, String name) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
