package ai.petty.inference.behaviour;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an episode is called. It follows from readings alone, so that whoever computes it anew comes to the same name, and it
 * carries the pairing, by which everything is found.
 *
 * @param from when the episode began, microseconds since 1970 UTC
 */
public record EpisodeId(long pairingId, Behaviour behaviour, long from) {
    private static final int RADIX = Character.MAX_RADIX;
    private static final Pattern FORM = Pattern.compile("evt_([0-9a-z]{1,12})_([0-9a-z]{1,2})_([0-9a-z]{1,12})");

    /** {@code evt_} and three numbers to the base of 36: pairing, behaviour, begin. */
    public String text() {
        return "evt_" + Long.toString(pairingId, RADIX) + '_' + Integer.toString(behaviour.code(), RADIX) + '_'
                + Long.toString(from, RADIX);
    }

    /** Empty when this is the name of no episode. */
    public static Optional<EpisodeId> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Behaviour.ofCode(Integer.parseInt(parts.group(2), RADIX))
                .map(behaviour -> new EpisodeId(
                        Long.parseLong(parts.group(1), RADIX), behaviour, Long.parseLong(parts.group(3), RADIX)));
    }
}
