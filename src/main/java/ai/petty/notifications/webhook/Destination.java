package ai.petty.notifications.webhook;

import ai.petty.config.AddressBlock;
import ai.petty.problem.FieldError;
import ai.petty.problem.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a webhook's requests go.
 *
 * @param host a name in lower case, or an address in digits
 * @param uri path and query
 */
record Destination(boolean isTls, String host, int port, String uri) {
    static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int LONGEST = 2_000;

    /** A name of DNS (RFC 1123), in the letters of IDNA. */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    /** What browsers and resolvers take for an IPv4 address however it is written: 127.1, 0x7f.1, 2130706433. */
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    /**
     * @param text as its owner wrote it
     * @param rules which schemes, ports and addresses are taken
     * @throws Refusal of kind INVALID, which does not quote it
     */
    static Destination of(String text, DestinationRules rules) {
        if (text.length() > LONGEST) {
            throw wrong("must have at most " + LONGEST + " characters");
        }
        try {
            return of(new URI(new URI(text).toASCIIString()), rules);
        } catch (URISyntaxException e) {
            throw wrong("must be an absolute https address");
        }
    }

    private static Destination of(URI uri, DestinationRules rules) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var isTls = scheme.equals("https");
        if (!isTls && !(scheme.equals("http") && rules.allowPrivate())) {
            throw wrong("must begin with https://");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wrong("must hold neither a user nor a fragment");
        }
        if (uri.getHost() == null) {
            throw wrong("must name a host");
        }
        var host = host(uri.getHost().toLowerCase(Locale.ROOT));
        var port = uri.getPort() < 0 ? (isTls ? HTTPS : HTTP) : uri.getPort();
        if (port < 1 || port > 65_535 || !rules.takes(port)) {
            throw wrong("must not name this port");
        }
        var destination = new Destination(isTls, host, port, path(uri));
        destination.address().filter(address -> !rules.guard().lets(address)).ifPresent(address -> {
            throw wrong("must lead to the open internet");
        });
        return destination;
    }

    private static String host(String text) {
        var bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (AddressBlock.address(bare).isPresent() && (bare.indexOf(':') >= 0 || isFourNumbers(bare))) {
            return bare;
        }
        if (bare.indexOf(':') >= 0
                || LIKE_AN_ADDRESS.matcher(bare).matches()
                || !NAME.matcher(bare).matches()) {
            throw wrong("must name a host");
        }
        return bare;
    }

    private static boolean isFourNumbers(String text) {
        return text.matches("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    }

    private static String path(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** The address that the host is written as; empty when it is a name. */
    Optional<InetAddress> address() {
        return host.indexOf(':') >= 0 || isFourNumbers(host) ? AddressBlock.address(host) : Optional.empty();
    }

    /** What is left alone together. */
    String hostAndPort() {
        return host + ":" + port;
    }

    static Refusal wrong(String detail) {
        return Refusal.invalid(
                "The request has 1 wrong field.", List.of(new FieldError("/url", "webhook.url_refused", detail)));
    }

    @Override
    public String toString() {
        return "Destination[masked]";
    }
}
