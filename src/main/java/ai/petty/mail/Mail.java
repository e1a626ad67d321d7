package ai.petty.mail;

import java.util.Locale;
import java.util.Map;

/**
 * A mail to be written.
 *
 * @param to one address
 * @param values what the template's text leaves open, by name
 */
public record Mail(String to, Template template, Map<String, String> values) {
    public Mail {
        values = Map.copyOf(values);
    }

    /** The texts that there are: {@code VERIFY_EMAIL} is {@code mail/verify-email.txt} on the class path. */
    public enum Template {
        /** Leaves open {@code token}. */
        VERIFY_EMAIL,
        /** Leaves nothing open. */
        ALREADY_REGISTERED,
        /** Leaves open {@code token}. */
        RESET_PASSWORD,
        /** Leaves open {@code token} and {@code made}, when the account was made. */
        CONFIRM_BY_PASSWORD,
        /** Leaves open {@code day}. */
        ACCOUNT_ENDING,
        /** Leaves nothing open. */
        PASSWORD_CHANGED,
        /** Leaves open {@code token}. */
        INVITATION,
        /** Leaves open {@code minutes}. */
        LOCKED_OUT,
        /** Leaves open {@code pet}, {@code pet_id}, {@code what} and {@code at}. */
        ALERT_OPENED,
        /** As {@link #ALERT_OPENED}, and {@code ending}. */
        ALERT_RESOLVED,
        /** As {@link #ALERT_OPENED}: it is over, and there is no harm left. */
        ALERT_WELL,
        /** Leaves open {@code why}. */
        WEBHOOK_DISABLED;

        String resource() {
            return "/mail/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
        }
    }

    @Override
    public String toString() {
        return "Mail[" + template + "]";
    }
}
