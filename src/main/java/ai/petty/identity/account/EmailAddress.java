package ai.petty.identity.account;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one form that it is kept, compared and written to: no space around it, in lower case, the domain in
 * ASCII. Upper and lower case before the @ could be two people by RFC 5321; nobody's mail server makes it so, and people
 * type it either way.
 */
public record EmailAddress(String text) {
    /** RFC 5321, 4.5.3.1: 64 octets before the @, 254 in all. */
    private static final int LONGEST = 254;

    private static final int LONGEST_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}@\"(),:;<>\\[\\]\\\\]+");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    public static Optional<EmailAddress> of(String given) {
        var text = Normalizer.normalize(given.strip(), Normalizer.Form.NFKC);
        var at = text.lastIndexOf('@');
        if (at < 1) {
            return Optional.empty();
        }
        var name = text.substring(0, at).toLowerCase(Locale.ROOT);
        return domain(text.substring(at + 1))
                .filter(domain -> NAME.matcher(name).matches()
                        && !name.startsWith(".")
                        && !name.endsWith(".")
                        && !name.contains("..")
                        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                        && name.length() + 1 + domain.length() <= LONGEST)
                .map(domain -> new EmailAddress(name + "@" + domain));
    }

    /** @throws Refusal of kind INVALID when it is none */
    public static EmailAddress require(String pointer, String given) {
        return of(given)
                .orElseThrow(() -> Refusal.invalid(
                        "The e-mail address cannot be used.",
                        List.of(new FieldError(pointer, "email.malformed", "must be an e-mail address"))));
    }

    private static Optional<String> domain(String given) {
        try {
            var ascii = IDN.toASCII(given, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return DOMAIN.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "EmailAddress[masked]";
    }
}
