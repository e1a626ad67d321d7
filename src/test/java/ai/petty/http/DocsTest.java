package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeAll
    void serve() {
        var root = Router.router(vertx);
        Docs.mount(root);
        port = ContractReplay.await(
                        vertx.createHttpServer().requestHandler(root).listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterAll
    void stop() {
        ContractReplay.await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs",
                "/docs/docs.js",
                "/docs/docs.css",
                "/docs/swagger-ui/swagger-ui-bundle.js",
                "/docs/swagger-ui/swagger-ui-standalone-preset.js",
                "/docs/swagger-ui/swagger-ui.css",
                "/docs/swagger-ui/favicon-32x32.png"
            })
    void servesThePageAndAllThatItNeeds(String path) throws Exception {
        var answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'")
                        .doesNotContain("unsafe", "http"));
    }

    @Test
    void thePageNeedsNothingFromElsewhereAndNothingInline() throws Exception {
        assertThat(get("/docs").body())
                .contains("/docs/docs.js")
                .doesNotContain("http:", "https:", "\"//", "<style", "style=", "onload");
        assertThat(get("/docs/docs.js").body()).doesNotContain("http:", "https:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/swagger-ui/nothing.js",
                "/docs/..%2f..%2fopenapi/v1.yaml",
                "/docs/%2e%2e/config/petty.yaml"
            })
    void servesNothingElse(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
