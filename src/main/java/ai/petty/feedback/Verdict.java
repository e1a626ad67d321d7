package ai.petty.feedback;

import java.util.Locale;
import java.util.regex.Pattern;

/** What somebody says to an event. */
public enum Verdict {
    CORRECT,
    INCORRECT,
    /** Words of a v1 app that say neither. They are kept and count for nothing. */
    UNCLEAR;

    /** The word alone, or before a mark: not the first word of any sentence. */
    private static final Pattern SAID =
            Pattern.compile("\\s*(correct|incorrect)\\s*([.,:;!-].*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static Verdict of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** What free text comes to. */
    public static Verdict said(String text) {
        var said = SAID.matcher(text);
        return said.matches() ? of(said.group(1)) : UNCLEAR;
    }
}
