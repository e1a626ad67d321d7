package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void theRatiosStandBesideTheirTargets() {
        var verdicts = Verdict.of(List.of(
                line(Contender.COPY, "1000, 1 conn.", 200_000, 0),
                line(Contender.COPY, "1000, 2 conn.", 300_000, 0),
                line(Contender.ECHO, Shapes.SINGLES, 100_000, 0),
                line(Contender.GROUP_COMMIT, Shapes.SINGLES, 40_000, 0),
                line(Contender.PETTY, Shapes.V2_SINGLES, 32_000, 0),
                line(Contender.PETTY, Shapes.V2_THOUSANDS, 150_000, 0),
                line(Contender.INFLUX, Shapes.SINGLES, 20_000, 0)));

        assertThat(value(verdicts, "singles, Petty/(e)")).isEqualTo(0.8);
        assertThat(verdict(verdicts, "singles, Petty/(e)").met()).contains(true);
        assertThat(value(verdicts, "singles, Petty/(d)")).isEqualTo(1.6);
        assertThat(verdict(verdicts, "singles, Petty/(d)").met()).contains(false);
        assertThat(value(verdicts, "thousands, Petty/(a)"))
                .as("against the better of the two")
                .isEqualTo(0.5);
        assertThat(verdict(verdicts, "tens, Petty/(d)").value()).isEmpty();
        assertThat(verdict(verdicts, "tens, Petty/(d)").met()).isEmpty();
    }

    @Test
    void anUplinkThatIsSlowOrLargeOrLosesSomethingIsToldSo() {
        var good = line(Contender.PETTY, Shapes.UPLINK, 10_000, 0);
        var lossy = line(Contender.PETTY, Shapes.UPLINK, 10_000, 1);

        assertThat(Verdict.of(List.of(good)))
                .filteredOn(verdict -> verdict.name().startsWith("uplink"))
                .allSatisfy(verdict -> assertThat(verdict.met()).contains(true));
        assertThat(verdict(Verdict.of(List.of(lossy)), "uplink, lost").met()).contains(false);
    }

    @Test
    void aRunIsWholeOnlyWhenAllThatWasSentIsAcknowledgedAndStored() {
        assertThat(line(Contender.PETTY, Shapes.V2_TENS, 10, 0).isWhole()).isTrue();
        assertThat(line(Contender.PETTY, Shapes.V2_TENS, 10, 1).isWhole()).isFalse();
        assertThat(line(Contender.PETTY, Shapes.V2_TENS, 10, -1).isWhole()).isFalse();
        assertThat(Measurement.skipped(Contender.INFLUX, "", "skipped").isWhole())
                .isTrue();
    }

    @Test
    void thePrintedTableAndTheJsonSayTheSame() {
        var report = new Report(
                new Machine(2, "some processor", 24 * 1024 * MIB, "Linux", "25", "ext4", 1.0),
                Map.of("fsync", "on"),
                Map.of("collars", "10 of them"),
                List.of(
                        line(Contender.PETTY, Shapes.V2_SINGLES, 32_000, 2),
                        Measurement.skipped(Contender.INFLUX, "", "skipped: influxd is not installed")));
        var printed = new StringWriter();
        report.print(new PrintWriter(printed));

        assertThat(printed.toString())
                .contains("fsync=on")
                .contains("10 of them")
                .contains("32,000")
                .contains("acknowledged, ")
                .contains("skipped: influxd is not installed")
                .contains("not measured");
        var json = report.toJson();
        assertThat(json.at("/measurements/0/readings_per_second").doubleValue()).isEqualTo(32_000);
        assertThat(json.at("/measurements/1/note").textValue()).startsWith("skipped");
        assertThat(json.at("/postgresql/fsync").textValue()).isEqualTo("on");
    }

    @Test
    void aMachineThatWasBusyWithSomethingElseIsToldSo() {
        assertThat(reportOf(line(Contender.PETTY, Shapes.V2_SINGLES, 10, 0, 1.9))
                        .isDisturbed())
                .isFalse();
        assertThat(reportOf(line(Contender.PETTY, Shapes.V2_SINGLES, 10, 0, 2.1))
                        .isDisturbed())
                .isTrue();
    }

    private static Report reportOf(Measurement measurement) {
        var machine = new Machine(2, "some processor", 24 * 1024 * MIB, "Linux", "25", "ext4", 1.0);
        return new Report(machine, Map.of(), Map.of(), List.of(measurement));
    }

    private static Measurement line(Contender contender, String shape, long readingsPerSecond, long lost) {
        return line(contender, shape, readingsPerSecond, lost, 0);
    }

    private static Measurement line(
            Contender contender, String shape, long readingsPerSecond, long lost, double otherCpuSeconds) {
        var seconds = 10.0;
        var readings = Math.round(readingsPerSecond * seconds);
        var load = new LoadResult(readings, readings, seconds, 1, 5, 9, readings, readings, 0, List.of(), 3.0);
        return new Measurement(
                contender,
                shape,
                1,
                Optional.of(load),
                "",
                Optional.of(10.0),
                Optional.of(5.0),
                Optional.of(otherCpuSeconds),
                Optional.of(600 * MIB),
                Optional.of(readings - lost));
    }

    private static Verdict verdict(List<Verdict> verdicts, String name) {
        return verdicts.stream()
                .filter(verdict -> verdict.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double value(List<Verdict> verdicts, String name) {
        return verdict(verdicts, name).value().orElseThrow();
    }
}
