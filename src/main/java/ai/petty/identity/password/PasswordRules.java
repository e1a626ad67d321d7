package ai.petty.identity.password;

import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be a password, after NIST SP 800-63B-4, 3.1.1.2: length counts (15 characters at least, where the password is all that
 * is asked for), composition does not, and none of those that everybody tries first. The same text typed on another keyboard is the
 * same password: it is compared in NFKC.
 */
public final class PasswordRules {
    /** Commonest passwords that are shorter than any configuration allows need not be remembered. */
    private static final int SHORTEST = 8;
    /** Far more than the 64 that must be allowed; a bound keeps a body from being a means of keeping us busy. */
    private static final int LONGEST = 256;
    /** The 30,000 commonest of leaked passwords, as zxcvbn ships them. */
    private static final String COMMONEST = "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";

    private static final int SHORTEST_NAME = 4;

    private final int shortest;
    private final Set<String> commonest;

    /** @param shortest in code points, after normalisation */
    public PasswordRules(int shortest) {
        this.shortest = shortest;
        try (var stream = PasswordRules.class.getResourceAsStream(COMMONEST)) {
            if (stream == null) {
                throw new IllegalStateException(COMMONEST + " is missing");
            }
            commonest = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As it was given, in UTF-16 units, before anything is done with it: normalising makes one character of four at the most, so
     * nothing longer is within {@link #LONGEST}.
     */
    private static final int LONGEST_GIVEN = 4 * LONGEST;

    /** Nobody's password: not worth being normalised or hashed. */
    static boolean isTooLong(String given) {
        return given.length() > LONGEST_GIVEN;
    }

    /** The form that is hashed and compared. */
    public static String normal(String given) {
        return Normalizer.normalize(given, Normalizer.Form.NFKC);
    }

    /**
     * @param pointer where in the body it stands: {@code /password}
     * @param email of the account; a password that is its name is as good as none
     * @throws Refusal of kind INVALID that says what is wrong
     */
    public void require(String pointer, String given, String email) {
        wrong(isTooLong(given) ? given : normal(given), email).ifPresent(wrong -> {
            throw Refusal.invalid(
                    "The password cannot be used.", List.of(new FieldError(pointer, wrong.code, wrong.detail)));
        });
    }

    private record Wrong(String code, String detail) {}

    private Optional<Wrong> wrong(String password, String email) {
        var length = password.codePointCount(0, password.length());
        var lower = password.toLowerCase(Locale.ROOT);
        if (commonest.contains(lower) || isOneCharacter(lower)) {
            return Optional.of(new Wrong("password.too_common", "is one of those that are tried first"));
        }
        if (length < shortest) {
            return Optional.of(new Wrong("password.too_short", "must have at least " + shortest + " characters"));
        }
        if (length > LONGEST) {
            return Optional.of(new Wrong("password.too_long", "must have at most " + LONGEST + " characters"));
        }
        if (isOfThePerson(lower, email)) {
            return Optional.of(new Wrong("password.too_obvious", "must not be made of the e-mail address"));
        }
        return Optional.empty();
    }

    private static boolean isOneCharacter(String password) {
        return password.codePoints().distinct().count() == 1;
    }

    /** The address, or its name with a few characters around it. */
    private static boolean isOfThePerson(String password, String email) {
        var name = email.substring(0, Math.max(0, email.indexOf('@'))).toLowerCase(Locale.ROOT);
        return password.equals(email.toLowerCase(Locale.ROOT))
                || (name.length() >= SHORTEST_NAME
                        && password.contains(name)
                        && password.length() - name.length() < SHORTEST_NAME);
    }
}
