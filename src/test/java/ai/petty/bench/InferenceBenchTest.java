package ai.petty.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That the bench measures what it names; how fast that is on this machine is no matter of a test. */
class InferenceBenchTest {
    @Test
    void every_line_has_its_figures() {
        var out = new StringWriter();
        new CommandLine(new InferenceBench())
                .setOut(new PrintWriter(out))
                .execute("--seconds", "0.05", "--batch", "59");
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line).matches("one window at a time( +[\\d,]+){4}"))
                .anySatisfy(line -> assertThat(line).matches("batches of 59 windows( +[\\d,]+){4}"))
                .anySatisfy(line -> assertThat(line).matches("served, each window by itself( +[\\d,]+){4}"))
                .anySatisfy(line -> assertThat(line).matches("served, in batches as they come( +[\\d,]+){4}"))
                .anySatisfy(line -> assertThat(line).startsWith("batches / target of 20,000 windows/s on one core: "));
    }
}
