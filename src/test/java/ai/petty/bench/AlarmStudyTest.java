package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.petty.config.ConfigLoader;
import ai.petty.config.PettyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On real dogs at rest, the alert of a high heart rate as it is configured by default. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlarmStudyTest {
    private final PettyConfig.HeartRateRule rule = ConfigLoader.load(
                    ConfigLoader.Request.of(Map.of()).withProfile("test"))
            .alerts()
            .heartRate();
    private AlarmStudy target;

    @BeforeAll
    void read() throws IOException {
        var folder = Path.of(System.getProperty("petty.recordings", "../shared/data"));
        assumeTrue(
                Files.isRegularFile(folder.resolve("vitals/resting2023.csv.gz")),
                "skipped: no recordings in " + folder);
        target = new AlarmStudy(RestingHearts.read(folder));
    }

    @Test
    void calm_dogs_set_it_off_once_in_all_at_the_most() {
        assertThat(target.falseAlarms(rule)).isLessThanOrEqualTo(1);
        assertThat(target.falseAlarmsInOneStream(rule)).isLessThanOrEqualTo(1);
    }

    @Test
    void a_single_reading_would_set_it_off_more_often() {
        var hasty =
                new PettyConfig.HeartRateRule(rule.factor(), rule.calmFactor(), 1, Duration.ZERO, rule.longestGap());
        assertThat(target.falseAlarms(hasty)).isGreaterThan(1);
    }

    @Test
    void a_heart_that_races_for_some_minutes_is_found() {
        assertThat(target.sensitivity(rule, 2.5, 300)).isGreaterThan(0.95);
        assertThat(target.sensitivity(rule, 2.0, 300)).isGreaterThan(0.8);
        assertThat(target.sensitivity(rule, 3.0, 30))
                .as("half a minute is not enough")
                .isLessThan(0.05);
    }
}
