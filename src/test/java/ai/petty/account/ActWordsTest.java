package ai.petty.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** People are told what was done in words. */
class ActWordsTest {
    private static final Path SOURCES = Path.of("src/main/java/ai/petty");
    private static final Pattern DOTTED = Pattern.compile(
            "\"((?:account|session|token|pet|collar|member|invitation|zone|position|preferences|webhook)\\.[a-z_]+)\"");
    /** What stands before the code of a refusal, or before what else has a dot in it. */
    private static final Pattern NO_ACT = Pattern.compile(
            "Kind\\.|FieldError\\(|Refusal\\.|Limit\\(|\"invitation\",|EMAIL|code\\(\\)|index\\(|json\\(|dismiss|String [A-Z_]+ = $|Code\\.");

    /** Codes of refusals that are made further away from their names. */
    private static final Set<String> CODES = Set.of(
            "collar.malformed_id",
            "collar.claim_limited",
            "invitation.limited",
            "invitation.recipient",
            "webhook.add_limited",
            "webhook.test_limited");

    private static final int BEFORE = 90;

    @Test
    void every_act_that_is_written_down_has_words() throws IOException {
        var acts = new TreeSet<String>();
        try (var sources = Files.walk(SOURCES)) {
            sources.filter(file -> file.toString().endsWith(".java")
                            && !file.endsWith("ActWords.java")
                            && !file.startsWith(SOURCES.resolve("http")))
                    .forEach(file -> {
                        var text = read(file);
                        DOTTED.matcher(text)
                                .results()
                                .filter(found -> !NO_ACT.matcher(
                                                text.substring(Math.max(0, found.start() - BEFORE), found.start()))
                                        .find())
                                .forEach(found -> acts.add(found.group(1)));
                    });
        }
        acts.removeAll(CODES);
        assertThat(acts).hasSizeGreaterThan(30);
        assertThat(ActWords.ACTION_TO_WORDS.keySet()).containsAll(acts);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
