package ai.petty.notifications.webhook;

import ai.petty.store.Micros;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A webhook as its owner sees it. Times are microseconds since 1970 UTC.
 *
 * @param waiting notices that are still to be sent to it
 * @param last the last attempt; empty when there was none
 */
public record Webhook(
        UUID webhookId, String url, long createdAt, int waiting, Optional<Attempt> last, Optional<Disabled> disabled) {
    /**
     * An attempt.
     *
     * @param failures how many have failed in a row by it
     * @param status of the answer; empty when there was none
     * @param problem why there was none, in words of {@link Problem}
     */
    public record Attempt(long at, int failures, Optional<Integer> status, Optional<String> problem) {}

    /** Since when and why nothing is sent to it. */
    public record Disabled(long at, Reason reason) {}

    /** Why nothing is sent to a webhook any more. */
    public enum Reason {
        /** It said so, with a 410. */
        GONE,
        /** It has failed for too long. */
        FAILING;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Reason of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** As the API and the export write it. */
    public JsonObject json() {
        var json = new JsonObject()
                .put("webhook_id", webhookId.toString())
                .put("url", url)
                .put("created_at", time(createdAt))
                .put("waiting", waiting)
                .put("enabled", disabled.isEmpty());
        disabled.ifPresent(since -> json.put("disabled_at", time(since.at()))
                .put("disabled_reason", since.reason().wireName()));
        last.ifPresent(attempt -> {
            var told = JsonObject.of("at", time(attempt.at()), "failures", attempt.failures());
            attempt.status().ifPresent(status -> told.put("status", status));
            attempt.problem().ifPresent(problem -> told.put("problem", problem));
            json.put("last_attempt", told);
        });
        return json;
    }

    private static String time(long micros) {
        return Micros.instant(micros).toString();
    }

    @Override
    public String toString() {
        return "Webhook[" + webhookId + "]";
    }
}
