package ai.petty.http;

import ai.petty.config.PettyConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the configuration says, in the words of Vert.x. */
final class ServerOptions {
    /** The subprotocols of the uplink; a viewer's socket asks for none. */
    private static final List<String> SUBPROTOCOLS = List.of("petty.v2", "petty.v2+cbor");

    /** Vert.x shares a port that the system chooses between verticles only when it is given as a negative number. */
    private static final int ANY_PORT_SHARED = -1;

    private static final int CONNECTION_WINDOW = 1024 * 1024;

    private ServerOptions() {}

    static HttpServerOptions of(PettyConfig.Http http, PettyConfig.Uplink uplink) {
        var options = new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port() == 0 ? ANY_PORT_SHARED : http.port())
                .setAcceptBacklog(http.acceptBacklog())
                .setMaxInitialLineLength(http.maxRequestLine().toInt())
                .setMaxHeaderSize(http.maxHeaders().toInt())
                .setIdleTimeout((int) http.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHttp2ClearTextEnabled(true)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(HttpServerOptions.DEFAULT_INITIAL_SETTINGS_MAX_CONCURRENT_STREAMS)
                        .setMaxHeaderListSize(http.maxHeaders().bytes()))
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(http.compressionMinSize().toInt())
                .setDecompressionSupported(false) // Bodies does it, under a bound
                .setHandle100ContinueAutomatically(false); // Bodies does it, when the length is acceptable
        withSockets(options, uplink);
        if (http.tls().enabled()) {
            withTls(options, http.tls());
        }
        return options;
    }

    private static void withSockets(HttpServerOptions options, PettyConfig.Uplink uplink) {
        // Compression would cost each of ten thousand sockets a window of its own.
        options.setMaxWebSocketFrameSize(uplink.maxFrame().toInt())
                .setMaxWebSocketMessageSize(uplink.maxFrame().toInt())
                .setWebSocketSubProtocols(SUBPROTOCOLS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setRegisterWebSocketWriteHandlers(false);
    }

    private static void withTls(HttpServerOptions options, PettyConfig.Tls tls) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().setCertPath(tls.certificate()).setKeyPath(tls.key()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(tls.protocols()));
    }
}
