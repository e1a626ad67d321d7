package ai.petty.identity.tokens;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token as it reads, before anybody knows whether its signature is good. RS256 and nothing else; the key is never taken
 * from, nor found by, what the token itself says but its {@code kid} (RFC 8725, 3.1 and 3.10).
 *
 * @param text the token, for the check of its signature
 * @param kid which key it says signed it
 */
record Jwt(String text, Optional<String> kid, Claims claims) {
    static final String ALGORITHM = "RS256";

    /** Ours have 900 characters, an identity provider's with groups inside some thousand. */
    private static final int LONGEST = 8 * 1024;

    private static final int LONGEST_KID = 128;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /** What would have us take a key from the token, or read it in a way that we do not know. */
    private static final List<String> REFUSED_HEADERS =
            List.of("jwk", "jku", "x5c", "x5u", "crit", "b64", "enc", "zip");

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(100)
                            .build())
                    // Two claims of one name: whoever reads the other one would judge another token.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Whether something has the shape of a token at all; other credentials have no dots. */
    static boolean isShapedLikeOne(String credential) {
        var first = credential.indexOf('.');
        return first > 0 && credential.indexOf('.', first + 1) > first;
    }

    /** @throws ai.petty.problem.Refusal when it cannot be a good token, whoever signed it */
    static Jwt parse(String text) {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw BadToken.invalid();
        }
        var headerEnd = text.indexOf('.');
        var header = new Claims(object(text.substring(0, headerEnd)));
        if (!header.needText("alg").equals(ALGORITHM)
                || REFUSED_HEADERS.stream().anyMatch(header.values()::containsKey)
                || !header.text("typ")
                        .map(type -> TYPES.contains(type.toLowerCase(Locale.ROOT)))
                        .orElse(true)) {
            throw BadToken.invalid();
        }
        var kid = header.text("kid");
        if (kid.isPresent() && kid.get().length() > LONGEST_KID) {
            throw BadToken.invalid();
        }
        return new Jwt(text, kid, new Claims(object(text.substring(headerEnd + 1, text.lastIndexOf('.')))));
    }

    private static Map<String, Object> object(String base64) {
        try {
            var object = JSON.readValue(Base64.getUrlDecoder().decode(base64), OBJECT);
            if (object != null) {
                return object;
            }
        } catch (IllegalArgumentException | IOException e) {
            // refused below: neither base64 nor JSON
        }
        throw BadToken.invalid();
    }

    @Override
    public String toString() {
        return "Jwt[masked]";
    }
}
