package ai.petty.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a run found, for a person and for a program.
 *
 * @param circumstances what must be known to read the numbers, by name
 */
record Report(
        Machine machine,
        Map<String, String> postgres,
        Map<String, String> circumstances,
        List<Measurement> measurements) {
    private static final double DISTURBING_CORES = 0.2;
    private static final double MIB = 1024.0 * 1024;
    private static final String HEADINGS = "%-22s %-14s %11s %11s %8s %8s %8s | %8s %8s %8s %8s | %8s | %s%n";

    /** Whether something else ran beside what was measured, enough to bend the ratios. */
    boolean isDisturbed() {
        return measurements.stream()
                .anyMatch(measurement -> measurement.load().isPresent()
                        && measurement.otherCpuSeconds().orElse(0.0)
                                > DISTURBING_CORES * measurement.load().get().seconds());
    }

    void print(PrintWriter out) {
        out.printf(
                "machine: %d cores, %s, %.1f GiB, %s, Java %s; data on %s, a sync of 8 KiB takes %.2f ms%n",
                machine.cores(),
                machine.processor(),
                machine.memoryBytes() / MIB / 1024,
                machine.system(),
                machine.java(),
                machine.fileSystem(),
                machine.syncMillis());
        out.printf("PostgreSQL, the same for all: %s%n", joined(postgres));
        circumstances.forEach((name, value) -> out.printf("%s: %s%n", name, value));
        out.println();
        out.printf(HEADINGS, "", "", "", "", "", "", "", "CPU used", "by", "", "", "server's", "");
        out.printf(
                HEADINGS,
                "contender",
                "shape",
                "readings/s",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "max ms",
                "server",
                "database",
                "generat.",
                "others",
                "peak MiB",
                "kept");
        measurements.forEach(measurement -> print(measurement, out));
        out.println(
                "CPU in cores: processor seconds for each second of the measured stretch. Others: whatever else ran on the"
                        + " machine; far from 0 it disturbed this line.");
        out.println();
        if (isDisturbed()) {
            out.printf(
                    Locale.ROOT,
                    "NOT A QUIET MACHINE: other programs took more than %.1f cores during some lines, so neither the rates"
                            + " nor the ratios below say what this machine can do.%n",
                    DISTURBING_CORES);
        }
        for (var verdict : Verdict.of(measurements)) {
            out.printf(
                    Locale.ROOT,
                    "%-30s %12s   target %-20s %s%n",
                    verdict.name(),
                    verdict.value()
                            .map(value -> "%.2f%s".formatted(value, verdict.unit()))
                            .orElse("not measured"),
                    verdict.target(),
                    verdict.met().map(met -> met ? "met" : "MISSED").orElse(""));
        }
        out.flush();
    }

    private static void print(Measurement measurement, PrintWriter out) {
        if (measurement.load().isEmpty()) {
            out.printf("%-22s %-14s %s%n", measurement.contender().title, measurement.shape(), measurement.note());
            return;
        }
        var load = measurement.load().get();
        out.printf(
                Locale.ROOT,
                "%-22s %-14s %,11.0f %,11.0f %8.2f %8.2f %8.1f | %8s %8s %8.2f %8s | %8s | %s%n",
                measurement.contender().title,
                measurement.shape(),
                load.readingsPerSecond(),
                load.requestsPerSecond(),
                load.p50Millis(),
                load.p99Millis(),
                load.maxMillis(),
                cores(measurement.serverCpuSeconds(), load),
                cores(measurement.databaseCpuSeconds(), load),
                load.cpuSeconds() / load.seconds(),
                cores(measurement.otherCpuSeconds(), load),
                measurement
                        .peakResidentBytes()
                        .map(bytes -> "%.0f".formatted(bytes / MIB))
                        .orElse("-"),
                kept(measurement));
        for (var error : load.firstErrors()) {
            out.println("    " + error.strip().replace("\r\n", " | "));
        }
    }

    private static String cores(Optional<Double> cpuSeconds, LoadResult load) {
        return cpuSeconds
                .map(seconds -> "%.2f".formatted(seconds / load.seconds()))
                .orElse("-");
    }

    private static String kept(Measurement measurement) {
        var load = measurement.load().orElseThrow();
        if (load.errors() > 0 || load.sent() != load.acknowledged()) {
            return "%,d sent, %,d acknowledged, %,d errors".formatted(load.sent(), load.acknowledged(), load.errors());
        }
        return measurement
                .stored()
                .map(stored -> measurement.lost() == 0
                        ? "all"
                        : "%,d acknowledged, %,d stored".formatted(load.acknowledged(), stored))
                .orElse("-");
    }

    private static String joined(Map<String, String> values) {
        var text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value));
        return text.toString();
    }

    void writeJson(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), toJson());
    }

    ObjectNode toJson() {
        var mapper = new ObjectMapper();
        var root = JsonNodeFactory.instance.objectNode();
        root.set("machine", mapper.valueToTree(machine));
        root.set("postgresql", mapper.valueToTree(postgres));
        root.set("circumstances", mapper.valueToTree(circumstances));
        var lines = root.putArray("measurements");
        for (var measurement : measurements) {
            var line = lines.addObject()
                    .put("contender", measurement.contender().title)
                    .put("shape", measurement.shape());
            if (!measurement.note().isEmpty()) {
                line.put("note", measurement.note());
            }
            measurement
                    .load()
                    .ifPresent(load -> line.put("batch", measurement.batch())
                            .put("readings_per_second", load.readingsPerSecond())
                            .put("requests_per_second", load.requestsPerSecond())
                            .set("load", mapper.valueToTree(load)));
            measurement.serverCpuSeconds().ifPresent(seconds -> line.put("server_cpu_seconds", seconds));
            measurement.databaseCpuSeconds().ifPresent(seconds -> line.put("database_cpu_seconds", seconds));
            measurement.otherCpuSeconds().ifPresent(seconds -> line.put("other_cpu_seconds", seconds));
            measurement.peakResidentBytes().ifPresent(bytes -> line.put("server_peak_resident_bytes", bytes));
            measurement.stored().ifPresent(stored -> line.put("stored", stored));
        }
        root.put("disturbed", isDisturbed());
        var verdicts = root.putArray("verdicts");
        for (var verdict : Verdict.of(measurements)) {
            var line = verdicts.addObject().put("name", verdict.name()).put("target", verdict.target());
            verdict.value().ifPresent(value -> line.put("value", value));
            verdict.met().ifPresent(met -> line.put("met", met));
        }
        return root;
    }
}
