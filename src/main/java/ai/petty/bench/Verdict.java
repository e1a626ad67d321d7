package ai.petty.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One figure beside what it should be.
 *
 * @param value empty when one of its sides was not measured
 * @param target what is wanted, in words
 * @param met empty when there is no value or no target
 */
record Verdict(String name, Optional<Double> value, String unit, String target, Optional<Boolean> met) {
    private static final double UPLINK_P99_MILLIS = 250;
    private static final double GIB = 1024.0 * 1024 * 1024;

    /** All that the issue asks of one run. */
    static List<Verdict> of(List<Measurement> measurements) {
        var singles = rate(measurements, Contender.PETTY, Shapes.V2_SINGLES);
        var tens = rate(measurements, Contender.PETTY, Shapes.V2_TENS);
        var thousands = rate(measurements, Contender.PETTY, Shapes.V2_THOUSANDS);
        var copy = best(measurements, Contender.COPY);
        var groupCommit = rate(measurements, Contender.GROUP_COMMIT, Shapes.SINGLES);
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(ratio("singles, Petty/(e)", singles, groupCommit, 0.80, ""));
        verdicts.add(ratio("singles, Petty/(d)", singles, influx(measurements, Shapes.SINGLES), 2.0, ", stretch 2.5"));
        verdicts.add(ratio(
                "singles, Petty/(b) (stretch)", singles, rate(measurements, Contender.ECHO, Shapes.SINGLES), 0.40, ""));
        verdicts.add(ratio("tens, Petty/(d)", tens, influx(measurements, Shapes.TENS), 1.5, ""));
        verdicts.add(ratio("thousands, Petty/(a)", thousands, copy, 0.6, ""));
        verdicts.add(ratio("thousands, Petty/(d)", thousands, influx(measurements, Shapes.THOUSANDS), 1.0, ""));
        find(measurements, Contender.PETTY, Shapes.UPLINK).ifPresent(uplink -> verdicts.addAll(ofUplink(uplink)));
        return List.copyOf(verdicts);
    }

    private static List<Verdict> ofUplink(Measurement uplink) {
        var load = uplink.load();
        var acknowledged = load.map(l -> (double) l.acknowledged() / l.sent());
        var p99 = load.map(LoadResult::p99Millis);
        var longest = load.map(LoadResult::maxMillis);
        var resident = uplink.peakResidentBytes().map(bytes -> bytes / GIB);
        return List.of(
                new Verdict("uplink, acknowledged", acknowledged, "", "= 1", acknowledged.map(a -> a == 1.0)),
                new Verdict("uplink, longest wait", longest, " ms", "< 1000", longest.map(l -> l < 1000)),
                new Verdict("uplink, p99", p99, " ms", "< 250", p99.map(p -> p < UPLINK_P99_MILLIS)),
                new Verdict(
                        "uplink, lost",
                        uplink.stored().map(stored -> (double) uplink.lost()),
                        "",
                        "= 0",
                        uplink.stored().map(stored -> uplink.lost() == 0)),
                new Verdict("uplink, server's peak memory", resident, " GiB", "< 1", resident.map(gib -> gib < 1)));
    }

    private static Optional<Double> influx(List<Measurement> measurements, String shape) {
        return rate(measurements, Contender.INFLUX, shape);
    }

    private static Verdict ratio(
            String name, Optional<Double> above, Optional<Double> below, double target, String remark) {
        var value = above.flatMap(a -> below.map(b -> a / b));
        return new Verdict(name, value, "", ">= %.2f%s".formatted(target, remark), value.map(v -> v >= target));
    }

    private static Optional<Double> rate(List<Measurement> measurements, Contender contender, String shape) {
        return find(measurements, contender, shape).flatMap(Measurement::load).map(LoadResult::readingsPerSecond);
    }

    private static Optional<Double> best(List<Measurement> measurements, Contender contender) {
        ToDoubleFunction<LoadResult> rate = LoadResult::readingsPerSecond;
        return measurements.stream()
                .filter(measurement -> measurement.contender() == contender)
                .flatMap(measurement -> measurement.load().stream())
                .map(rate::applyAsDouble)
                .max(Double::compare);
    }

    private static Optional<Measurement> find(List<Measurement> measurements, Contender contender, String shape) {
        return measurements.stream()
                .filter(measurement -> measurement.contender() == contender)
                .filter(measurement -> measurement.shape().equals(shape))
                .findFirst();
    }
}
