package ai.petty.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as it is sent. The subject never holds a value, so nothing that somebody chose gets into a header.
 *
 * @param to one address
 * @param body plain text
 */
record Letter(String to, String subject, String body) {
    private static final Pattern OPEN = Pattern.compile("\\{([a-z_]+)}");
    private static final String SUBJECT = "Subject: ";

    /**
     * @param links where the app's pages are, without a slash at the end
     * @throws IllegalArgumentException when the template leaves something open that {@code mail} has no value for
     */
    static Letter of(Mail mail, String links) {
        var text = text(mail.template());
        var subject = text.lines().findFirst().orElse("");
        if (!subject.startsWith(SUBJECT)) {
            throw new IllegalStateException(mail.template().resource() + " does not begin with its subject");
        }
        var body = text.substring(text.indexOf('\n') + 1).strip() + "\n";
        return new Letter(mail.to(), subject.substring(SUBJECT.length()), filled(body, mail, links));
    }

    private static String filled(String body, Mail mail, String links) {
        return OPEN.matcher(body)
                .replaceAll(open -> Matcher.quoteReplacement(
                        open.group(1).equals("links") ? links : value(mail.values(), open.group(1), mail.template())));
    }

    private static String value(Map<String, String> values, String name, Mail.Template template) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("A mail " + template + " needs a value for " + name);
        }
        return value;
    }

    private static String text(Mail.Template template) {
        try (var stream = Letter.class.getResourceAsStream(template.resource())) {
            if (stream == null) {
                throw new IllegalStateException(template.resource() + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Letter[" + subject + "]";
    }
}
