package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineReportTest {
    private static TimelineBench.Size size(long readings, double timelineP95, double dayP95) {
        var reading = new TableSizes.Table(readings, 100 * readings + 1_000_000, 40 * readings, 30, 10_485_760);
        return new TimelineBench.Size(
                new TimelineHistory(List.of("pet"), LocalDate.parse("2026-03-01"), readings, 7.5),
                new TableSizes(Map.of("reading", reading)),
                List.of(
                        new DayReads.Latency("timeline of a day", 2, timelineP95, 9, 8_000),
                        new DayReads.Latency("days/{date}", 1, dayP95, 5, 1_200)));
    }

    private static List<String> lines(TimelineBench.Size small, TimelineBench.Size large) {
        return new TimelineReport(small, large).lines();
    }

    @Test
    void what_is_fast_and_stays_so_has_met_its_target() {
        assertThat(lines(size(1_000_000, 10, 4), size(10_000_000, 11.9, 4.8)))
                .contains(
                        "| timeline of a day, 8.0 kB | 2.00 | 2.00 | 10.00 | 11.90 | 1.00 ×, 1.19 × | p95 < 50 ms, ≤ 1.2 × | met |",
                        "| days/{date}, 1.2 kB | 1.00 | 1.00 | 4.00 | 4.80 | 1.00 ×, 1.20 × | p95 < 20 ms, ≤ 1.2 × | met |");
    }

    @Test
    void what_is_slow_or_becomes_so_has_missed_it() {
        var lines = lines(size(1_000_000, 45, 1), size(10_000_000, 50.1, 1.3));
        assertThat(lines).filteredOn(line -> line.endsWith("| MISSED |")).hasSize(2);
    }

    @Test
    void a_terabyte_is_told_by_what_the_rows_between_the_sizes_cost() {
        assertThat(lines(size(1_000_000, 10, 4), size(10_000_000, 11, 4)))
                .anyMatch(line -> line.startsWith("A reading costs 100.0 bytes of heap and 40.0 of index"))
                .anyMatch(line -> line.startsWith("1 TB of readings by that: 7.1 billion readings, 23,621 pets"));
    }
}
