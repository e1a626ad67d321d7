package ai.petty.notifications.webhook;

import java.util.List;

/**
 * One message to one webhook, the same at each attempt.
 *
 * @param id by which a receiver tells a repetition
 * @param host what {@link HostBreakers} knows its host by
 * @param body JSON
 * @param secrets each signs it
 */
public record Message(String id, String url, String host, String body, List<WebhookSecret> secrets) {
    /** The signatures of one attempt, as the header lists them. */
    String signatures(long timestamp) {
        return String.join(
                " ",
                secrets.stream()
                        .map(secret -> secret.signature(id, timestamp, body))
                        .toList());
    }

    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
