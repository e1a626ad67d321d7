package ai.petty.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** {@code /docs}: both contracts in a browser, to read and to try. Nothing comes from elsewhere. */
public final class Docs {
    private static final String SWAGGER_UI = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** Scripts and styles from this server only, none of them inline; swagger-ui's icons are {@code data:} images. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private Docs() {}

    /** Hangs the page and what it needs under {@code /docs}. */
    public static void mount(Router router) {
        router.route("/docs*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> {
            ctx.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            ctx.next();
        });
        router.route("/docs")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(ctx -> ctx.response().sendFile("web/docs/index.html").onFailure(ctx::fail));
        router.route("/docs/swagger-ui/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion())
                        .setIndexPage("/none")
                        .setMaxAgeSeconds(3600));
        router.route("/docs/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("web/docs").setCachingEnabled(false));
    }

    private static String swaggerUiVersion() {
        try (var in = Docs.class.getClassLoader().getResourceAsStream(SWAGGER_UI)) {
            if (in == null) {
                throw new IllegalStateException("swagger-ui is not on the class path");
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
