package ai.petty.alerts;

import ai.petty.alerts.rules.Rule;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an alert is called. It follows from what was measured, so that whoever judges it anew comes to the same name, and it
 * carries the pairing, by which everything is found.
 *
 * @param since when that began which it is about, microseconds since 1970 UTC
 */
public record AlertId(long pairingId, Rule rule, long since) {
    private static final int RADIX = Character.MAX_RADIX;
    private static final Pattern FORM = Pattern.compile("alr_([0-9a-z]{1,12})_([0-9a-z]{1,2})_([0-9a-z]{1,12})");

    /** {@code alr_} and three numbers to the base of 36: pairing, rule, begin. */
    public String text() {
        return "alr_" + Long.toString(pairingId, RADIX) + '_' + Integer.toString(rule.code(), RADIX) + '_'
                + Long.toString(since, RADIX);
    }

    /** Empty when this is the name of no alert. */
    public static Optional<AlertId> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Rule.ofCode(Integer.parseInt(parts.group(2), RADIX))
                .map(rule -> new AlertId(
                        Long.parseLong(parts.group(1), RADIX), rule, Long.parseLong(parts.group(3), RADIX)));
    }

    @Override
    public String toString() {
        return text();
    }
}
