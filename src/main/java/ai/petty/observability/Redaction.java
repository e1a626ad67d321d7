package ai.petty.observability;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what a log must not keep: e-mail addresses, tokens, passwords and credentials, positions. It would
 * rather take too much than too little. Every repetition before a fixed part is bounded or cannot backtrack, so a hostile text costs
 * no more than a long one.
 */
final class Redaction {
    static final String MASK = "***";

    private static final String SECRET_NAMES =
            "pass(?:word|wd|phrase)|secret|token|credential|authorization|cookie|api[_-]?key|claim[_-]?code";
    private static final String POSITION_NAMES = "lat(?:itude)?(?:_?e6)?|(?:lon(?:gitude)?|lng)(?:_?e6)?";

    /** The end of a name, its closing quote and what leads to its value; in JSON inside JSON the quotes are escaped. */
    private static final String IS = "\\\\*[\"']?\\s{0,8}[:=]\\s{0,8}";

    private static final Pattern MASKED_FIELD = Pattern.compile(
            ".*(?:" + SECRET_NAMES + "|e[_-]?mail)|(?:.*[^a-z])?(?:" + POSITION_NAMES
                    + ")|coordinates|location|position",
            Pattern.CASE_INSENSITIVE);

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            // user and password of a URL
            Rule.of("(://[^\\s/:@]{0,200}:)[^\\s@]{1,200}@", "$1" + MASK + "@"),
            Rule.of("[a-z0-9._%+-]{1,64}+@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}", MASK),
            // what webhooks are signed with
            Rule.of("whsec_[a-z0-9+/]+={0,2}", MASK),
            // a JWT begins with the base64 of {"
            Rule.of("eyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*){0,4}", MASK),
            // the token of a live link stands in its path
            Rule.of("(/shared/)[\\w%-]{8,}", "$1" + MASK),
            Rule.of("\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}", "$1 " + MASK),
            Rule.of(
                    "(" + SECRET_NAMES + ")(" + IS + ")"
                            // escaped quotes around it, quotes, or a bare word after an optional scheme
                            + "(?:\\\\+\"[^\\r\\n]*?\\\\+\"|\"[^\\r\\n]*?(?<!\\\\)(?:\"|$)|'[^'\\r\\n]*+'?"
                            + "|(?:(?:bearer|basic)\\s+)?[^\\s\"',;&}\\])]+)",
                    "$1$2" + MASK),
            Rule.of(
                    "(?<![a-z])(" + POSITION_NAMES + ")(" + IS + "\\\\*[\"']?)-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?",
                    "$1$2" + MASK),
            Rule.of("(coordinates" + IS + ")\\[[-+\\d.e,\\s\\[\\]]*+", "$1" + MASK),
            // two numbers to ten metres or finer, side by side
            Rule.of("-?\\d{1,3}\\.\\d{4,}[\\s,]{1,3}-?\\d{1,3}\\.\\d{4,}", MASK),
            // PostgreSQL tells the values of a row that broke a constraint
            Rule.of("(failing row contains )\\([^\\r\\n]*", "$1" + MASK));

    private Redaction() {}

    static String redact(String text) {
        var redacted = text;
        for (var rule : RULES) {
            redacted = rule.pattern().matcher(redacted).replaceAll(rule.replacement());
        }
        return redacted;
    }

    /** Whether the value of a field with this name is masked whatever it holds. */
    static boolean masks(String fieldName) {
        return MASKED_FIELD.matcher(fieldName).matches();
    }
}
