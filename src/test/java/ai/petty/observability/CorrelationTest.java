package ai.petty.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CorrelationTest {
    @Test
    void each_of_many_interleaved_requests_keeps_its_own_id_through_its_callbacks(Vertx vertx, VertxTestContext test) {
        var client = vertx.createHttpClient();
        vertx.createHttpServer()
                .requestHandler(request -> {
                    Correlation.set(Correlation.idFor(request.getHeader("X-Correlation-Id")));
                    vertx.timer(5)
                            .compose(fired -> vertx.<String>executeBlocking(
                                    () -> Correlation.current().orElse("lost")))
                            .onSuccess(onWorker -> request.response()
                                    .end(onWorker + " " + Correlation.current().orElse("lost")));
                })
                .listen(0)
                .compose(server -> Future.all(IntStream.range(0, 50)
                        .mapToObj(i -> client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                                .compose(request -> request.putHeader("X-Correlation-Id", "request-" + i)
                                        .send())
                                .compose(HttpClientResponse::body)
                                .map(Buffer::toString))
                        .toList()))
                .onComplete(test.succeeding(answers -> test.verify(() -> {
                    for (var i = 0; i < 50; i++) {
                        assertThat(answers.<String>resultAt(i)).isEqualTo("request-" + i + " request-" + i);
                    }
                    test.completeNow();
                })));
    }

    @Test
    void vertx_learns_of_the_id_before_it_starts() {
        assertThat(ServiceLoader.load(VertxServiceProvider.class)).hasAtLeastOneElementOfType(Correlation.class);
    }

    @Test
    void there_is_no_id_outside_of_a_request() {
        assertThat(Correlation.current()).isEmpty();
    }

    @Test
    void a_callers_id_is_kept_when_it_is_sane_and_replaced_when_it_is_not() {
        assertThat(Correlation.idFor("a1b2-C3.d4")).isEqualTo("a1b2-C3.d4");
        for (var bad : new String[] {"", " ", "a b", "a\r\nSet-Cookie: x", "é", "x".repeat(65)}) {
            assertThat(Correlation.idFor(bad)).matches("[0-9a-f]{32}");
        }
        assertThat(Correlation.idFor(null)).matches("[0-9a-f]{32}").isNotEqualTo(Correlation.idFor(null));
    }
}
