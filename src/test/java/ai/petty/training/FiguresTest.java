package ai.petty.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that the program comes with are those of the model that it comes with. */
class FiguresTest {
    private static final List<String> BESIDE_THE_BAR = List.of(
            "collar2023 by time (optimistic)",
            "imperial2018 by recording",
            "imperial2018 by day",
            "all but collar2023 -> collar2023, still/moving",
            "all but imperial2018 -> imperial2018, still/moving");

    private static final String ALONE = "imperial2018 by day, 2 s alone";

    @TempDir
    private Path folder = Path.of("");

    private static byte[] shipped(String name) throws IOException {
        try (var stream = FiguresTest.class.getResourceAsStream("/model/" + name)) {
            return requireNonNull(stream).readAllBytes();
        }
    }

    private static JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(shipped("motion-1-figures.json"));
    }

    private static Optional<JsonNode> line(JsonNode figures, String split, String who) {
        return StreamSupport.stream(figures.path("splits").spliterator(), false)
                .filter(one -> one.path("held_out").asText().equals(split)
                        && one.path("who").asText().equals(who))
                .findFirst();
    }

    @Test
    void they_are_of_this_very_model() throws IOException {
        var model = figures().path("model");
        assertThat(model.path("sha256").asText()).isEqualTo(Figures.sha256(shipped("motion-1.json")));
        assertThat(model.path("version").asText()).isEqualTo("motion-1");
        assertThat(model.path("os").asText()).isNotEmpty();
        assertThat(model.path("arch").asText()).isNotEmpty();
    }

    @Test
    void every_split_is_there_and_ours_is_better_than_the_plain_forest_on_just_the_same_windows() throws IOException {
        var figures = figures();
        assertThat(line(figures, ALONE, "ours")).isPresent();
        for (var split : BESIDE_THE_BAR) {
            var ours = line(figures, split, "ours").orElseThrow();
            var bar = line(figures, split, "plain forest").orElseThrow();
            assertThat(ours.path("windows").asInt())
                    .as(split)
                    .isEqualTo(bar.path("windows").asInt());
            assertThat(ours.path("accuracy").asDouble())
                    .as(split)
                    .isGreaterThan(bar.path("accuracy").asDouble());
            assertThat(ours.path("told").asDouble()).as(split).isBetween(0.5, 1.0);
        }
    }

    @Test
    void the_card_says_what_the_figures_say() throws IOException {
        assertThat(new String(shipped("motion-1.md"), StandardCharsets.UTF_8))
                .contains(Card.BEGIN + "\n" + Card.of(figures()) + Card.END);
    }

    @Test
    void a_card_is_written_between_its_marks_and_nowhere_else() throws IOException {
        var card = Files.writeString(
                folder.resolve("card.md"), "before\n" + Card.BEGIN + "\nwhat stood here\n" + Card.END + "\nafter\n");
        Card.write(card, shipped("motion-1-figures.json"));
        assertThat(Files.readString(card))
                .startsWith("before\n" + Card.BEGIN + "\n")
                .endsWith(Card.END + "\nafter\n")
                .contains("| imperial2018 by day | ours |", "**standing**")
                .doesNotContain("what stood here");
        Files.writeString(card, "no marks");
        assertThatThrownBy(() -> Card.write(card, shipped("motion-1-figures.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no line");
    }
}
