package ai.petty.app;

import ai.petty.config.PettyConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** The event loops of the process. */
final class EventLoops {
    private EventLoops() {}

    /**
     * As many loops as serve HTTP, and no more: the writer and the database's connections share them, which saves a switch
     * of threads for every group.
     */
    static Vertx start(PettyConfig.Http config, MeterRegistry registry) {
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(count(config))
                .setMetricsOptions(poolMetersOnly());
        return Vertx.builder()
                .with(options)
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    private static int count(PettyConfig.Http config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }

    /** Requests are metered by route at the door; Vert.x' own meters of them cost more than they tell. */
    private static MicrometerMetricsOptions poolMetersOnly() {
        var options = new MicrometerMetricsOptions().setEnabled(true);
        for (var domain : MetricsDomain.values()) {
            if (domain != MetricsDomain.NAMED_POOLS) {
                options.addDisabledMetricsCategory(domain);
            }
        }
        // Of two pools they would be the same meter; what waits for a connection is in the pools' own.
        return options.addDisabledMetricsCategory("sql");
    }
}
