package ai.petty.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times requests by route, method and class of status. The route is the contract's template or {@code unmatched}, never the
 * path that was asked for: what callers can invent must not name a meter.
 */
final class RequestMeters {
    private static final String NAME = "http.server.requests";
    private static final String[] OUTCOMES = {"aborted", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final int ABORTED = 0;
    private static final Duration[] BOUNDARIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };
    private static final Set<HttpMethod> NAMED_METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final MeterRegistry registry;
    private final Map<HttpMethod, Row> methodToUnmatched = new ConcurrentHashMap<>();
    private final Row unmatchedOther;
    private final Row unversioned;

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.unmatchedOther = new Row("unmatched", "OTHER");
        this.unversioned = new Row("unversioned", "GET");
    }

    /** The meters of one route. */
    Row row(String template, HttpMethod method) {
        return new Row(template, method.name());
    }

    void record(RoutingContext ctx, Visit visit, boolean answered) {
        var mount = visit.mount();
        if (mount != null && mount.route().lasting() && ctx.response().headWritten() && answered) {
            return; // a stream's length says nothing about how fast the server is
        }
        var row = mount != null ? mount.meters() : rowWithoutRoute(ctx.request().method(), visit);
        row.record(answered ? ctx.response().getStatusCode() / 100 : ABORTED, visit.elapsedNanos());
    }

    private Row rowWithoutRoute(HttpMethod method, Visit visit) {
        if (visit.answering() instanceof Versions.None) {
            return unversioned;
        }
        return NAMED_METHODS.contains(method)
                ? methodToUnmatched.computeIfAbsent(method, m -> new Row("unmatched", m.name()))
                : unmatchedOther;
    }

    /** One timer for each class of status, made when it is first needed. */
    final class Row {
        private final String template;
        private final String method;
        private final @Nullable Timer[] outcomeToTimer = new @Nullable Timer[OUTCOMES.length];

        private Row(String template, String method) {
            this.template = template;
            this.method = method;
        }

        void record(int outcome, long nanos) {
            var index = outcome < OUTCOMES.length ? outcome : ABORTED;
            var timer = outcomeToTimer[index];
            if (timer == null) {
                timer = register(OUTCOMES[index]);
                outcomeToTimer[index] = timer;
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private Timer register(String outcome) {
            return Timer.builder(NAME)
                    .description("Requests, from their head's arrival to their answer's end")
                    .tags("route", template, "method", method, "status", outcome)
                    .serviceLevelObjectives(BOUNDARIES)
                    .register(registry);
        }
    }
}
