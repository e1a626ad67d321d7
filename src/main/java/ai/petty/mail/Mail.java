package ai.petty.mail;

import java.util.Map;

/**
 * A mail to be written.
 *
 * @param to one address
 * @param values what the template's text leaves open, by name
 */
public record Mail(String to, Template template, Map<String, String> values) {
    public enum Template {
        VERIFY_EMAIL,
        RESET_PASSWORD,
        INVITATION,
        LOCKED_OUT
    }

    @Override
    public String toString() {
        return "Mail[" + template + "]";
    }
}
