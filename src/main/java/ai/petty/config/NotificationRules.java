package ai.petty.config;

import ai.petty.config.PettyConfig.Profile;
import java.time.Duration;
import java.util.regex.Pattern;

/** What must hold for telling people. */
final class NotificationRules {
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LARGEST_PORT = 65_535;

    /** Whoever takes a notice to send it has it for two minutes; it looks a name up, connects, and waits for an answer. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

    private final PettyConfig config;
    private final IssuerRules.Complaint complaint;

    NotificationRules(PettyConfig config, IssuerRules.Complaint complaint) {
        this.config = config;
        this.complaint = complaint;
    }

    void check() {
        var webhooks = config.notifications().webhooks();
        if (webhooks.ports().isEmpty() || !webhooks.ports().stream().allMatch(NotificationRules::isPort)) {
            complaint.broken("notifications.webhooks.ports", "must hold ports from 1 to " + LARGEST_PORT);
        }
        if (webhooks.timeout().compareTo(LONGEST_ATTEMPT) > 0) {
            complaint.broken("notifications.webhooks.timeout", "must be at most " + TypedText.print(LONGEST_ATTEMPT));
        }
        if (webhooks.perHost() > webhooks.atOnce()) {
            complaint.broken(
                    "notifications.webhooks.per-host",
                    "must be at most notifications.webhooks.at-once",
                    "notifications.webhooks.at-once");
        }
        if (config.profile() == Profile.PRODUCTION && webhooks.allowPrivate()) {
            complaint.broken("notifications.webhooks.allow-private", "must be false in production", "profile");
        }
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= LARGEST_PORT;
    }
}
