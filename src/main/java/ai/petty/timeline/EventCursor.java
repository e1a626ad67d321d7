package ai.petty.timeline;

import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The last event of a page: the next page starts behind it, also when the event itself is no more by then. It opens nothing, so it is
 * not signed; the checksum refuses one that was cut, changed or meant for another pet.
 */
final class EventCursor {
    private EventCursor() {}

    static String encode(UUID petId, EpisodeId last) {
        var text = last.text() + '.' + checksum(petId, last.text());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws Refusal with code {@code cursor.invalid} for anything that {@link #encode} has not made for this pet */
    static EpisodeId decode(UUID petId, String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var dot = text.indexOf('.');
            if (dot > 0 && text.substring(dot + 1).equals(checksum(petId, text.substring(0, dot)))) {
                return EpisodeId.parse(text.substring(0, dot)).orElseThrow(EventCursor::invalid);
            }
        } catch (IllegalArgumentException e) {
            // refused below, like any other that is not ours
        }
        throw invalid();
    }

    private static String checksum(UUID petId, String text) {
        var crc = new CRC32();
        crc.update((petId + " " + text).getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }

    private static Refusal invalid() {
        return Refusal.of(Refusal.Kind.INVALID, "cursor.invalid", "The cursor is not one of this question's.");
    }
}
