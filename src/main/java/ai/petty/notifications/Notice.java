package ai.petty.notifications;

import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What one person is to be told by one way. Times are microseconds since 1970 UTC.
 *
 * @param hook empty: by mail
 * @param at when it came about
 * @param createdAt when it was posted
 * @param attempts begun so far, with the one that it was taken for
 * @param isWanted whether the person still looks after the pet, and still wants to be told
 */
record Notice(
        UUID noticeId,
        UUID account,
        UUID petId,
        Optional<Hook> hook,
        String category,
        String kind,
        SortedMap<String, String> facts,
        long at,
        long createdAt,
        int attempts,
        boolean isWanted) {
    /** @param host the hex digits of its host's hash */
    record Hook(UUID webhookId, String host) {}

    /** How it ended. */
    enum Outcome {
        DELIVERED("delivered"),
        GIVEN_UP("given_up"),
        /** Nobody wants it any more. */
        DROPPED("dropped");

        private final String wireName;

        Outcome(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    Channel channel() {
        return hook.isPresent() ? Channel.WEBHOOK : Channel.MAIL;
    }

    @Override
    public String toString() {
        return "Notice[" + noticeId + "]";
    }
}
