package ai.petty.notifications;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is counted of notices. Over all processes and since they started, {@code petty.notices.posted} is what is over
 * ({@code petty.notices.over}: delivered, given up, dropped) and what waits ({@code petty.notices.waiting}, which every process tells for
 * all), but for what went with an erased account, pet or webhook. Alert on {@code petty.notices.overdue}, and on any given up.
 */
final class NoticeMeters {
    private final MeterRegistry registry;
    private final Map<Channel, AtomicLong> waiting = new EnumMap<>(Channel.class);
    private final Map<Channel, AtomicLong> overdueSeconds = new EnumMap<>(Channel.class);

    NoticeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Those that are told what {@link #backlog} is told. */
    NoticeMeters withGauges() {
        for (var channel : new Channel[] {Channel.MAIL, Channel.WEBHOOK}) {
            waiting.put(
                    channel, gauge("petty.notices.waiting", "Notices that wait, for all processes together", channel));
            overdueSeconds.put(
                    channel,
                    gauge("petty.notices.overdue", "Seconds for which the first notice in turn has been due", channel));
        }
        return this;
    }

    private AtomicLong gauge(String name, String description, Channel channel) {
        var value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tag("channel", channel.wireName())
                .register(registry);
        return value;
    }

    void posted(int count) {
        registry.counter("petty.notices.posted").increment(count);
    }

    void over(Channel channel, Notice.Outcome outcome, int count) {
        registry.counter("petty.notices.over", "channel", channel.wireName(), "outcome", outcome.wireName())
                .increment(count);
    }

    void failed(Channel channel) {
        registry.counter("petty.notices.failed", "channel", channel.wireName()).increment();
    }

    void backlog(Channel channel, NoticeUpkeepRepository.Backlog backlog) {
        var count = waiting.get(channel);
        var seconds = overdueSeconds.get(channel);
        if (count != null && seconds != null) {
            count.set(backlog.waiting());
            seconds.set(backlog.overdueMicros() / 1_000_000);
        }
    }
}
