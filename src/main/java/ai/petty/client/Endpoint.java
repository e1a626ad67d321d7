package ai.petty.client;

import java.net.URI;

/** Where a server listens. */
public record Endpoint(String host, int port, boolean tls) {

    /** @throws IllegalArgumentException when it is not {@code http(s)://host[:port]} or {@code ws(s)://host[:port]} */
    public static Endpoint parse(String url) {
        var uri = URI.create(url);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme();
        var tls = switch (scheme) {
            case "http", "ws" -> false;
            case "https", "wss" -> true;
            default -> throw new IllegalArgumentException("is not an http, https, ws or wss URL");
        };
        if (uri.getHost() == null || (uri.getPath() != null && uri.getPath().length() > 1)) {
            throw new IllegalArgumentException("is not scheme://host:port");
        }
        var port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Endpoint(uri.getHost(), port, tls);
    }
}
