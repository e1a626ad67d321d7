package ai.petty.notifications;

import ai.petty.config.PettyConfig;
import ai.petty.notifications.webhook.HostBreakers;
import ai.petty.notifications.webhook.Webhooks;
import ai.petty.pets.SealedFields;
import ai.petty.store.Micros;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notices that are due from the outbox and sends them. Any number of processes may; each notice is one process's at a time, and
 * sent at least once, always with the same id.
 */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Longer than an attempt may take: three times {@code notifications.webhooks.timeout}, which is 30 s at the most. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MAILS_AT_ONCE = 8;
    /** Longer than readings may come late: what is told again because of them is known as told. */
    private static final Duration REMEMBERED = Duration.ofDays(40);

    private final Vertx vertx;
    private final NoticeRepository repository;
    private final NoticeUpkeepRepository upkeep;
    private final NoticeMail mail;
    private final Webhooks webhooks;
    private final HostBreakers breakers;
    private final PettyConfig.Notifications config;
    private final InstantSource clock;
    private final NoticeMeters meters;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicInteger mailsUnderWay = new AtomicInteger();
    private final AtomicInteger webhooksUnderWay = new AtomicInteger();
    private final Promise<Void> idle = Promise.promise();
    private volatile boolean stopping;
    private long timer = -1;

    /** By which ways people are told. */
    public record Ways(PreferenceKeeping preferences, Webhooks webhooks, HostBreakers breakers) {}

    /** @param claimsToo mails go to an address that is only claimed, too */
    public Deliveries(
            Vertx vertx,
            NoticeGround ground,
            Ways ways,
            PettyConfig.Notifications config,
            boolean claimsToo,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.repository = new NoticeRepository(ground.database(), new SealedFields(ground.cipher(), "notice"));
        this.upkeep = new NoticeUpkeepRepository(ground.database());
        this.mail = new NoticeMail(ground, ways.preferences(), claimsToo);
        this.webhooks = ways.webhooks();
        this.breakers = ways.breakers();
        this.config = config;
        this.clock = ground.clock();
        this.meters = new NoticeMeters(meters).withGauges();
    }

    /** Begins to send. */
    public void start() {
        timer = vertx.setPeriodic(LOOK_EVERY.toMillis(), tick -> look());
    }

    /** There may be something to send. */
    public void look() {
        if (stopping || !looking.compareAndSet(false, true)) {
            return;
        }
        Future.join(mails(), webhooks()).onComplete(taken -> {
            looking.set(false);
            if (taken.failed()) {
                warn(taken.cause());
            }
            endIfIdle();
        });
    }

    private Future<Void> mails() {
        var free = MAILS_AT_ONCE - mailsUnderWay.get();
        return free <= 0
                ? Future.succeededFuture()
                : repository
                        .takeMails(free, now(), LEASE)
                        .onSuccess(taken -> begin(taken, mailsUnderWay))
                        .mapEmpty();
    }

    private Future<Void> webhooks() {
        var free = config.webhooks().atOnce() - webhooksUnderWay.get();
        var most = config.webhooks().perHost();
        return free <= 0
                ? Future.succeededFuture()
                : repository
                        .takeWebhooks(free, now(), LEASE, breakers.room(most), most)
                        .onSuccess(taken -> begin(taken, webhooksUnderWay))
                        .mapEmpty();
    }

    private void begin(List<Notice> taken, AtomicInteger underWay) {
        underWay.addAndGet(taken.size());
        for (var notice : taken) {
            notice.hook().ifPresent(hook -> breakers.begin(hook.host()));
            deliver(notice).onComplete(done -> {
                underWay.decrementAndGet();
                notice.hook().ifPresent(hook -> breakers.end(hook.host()));
                if (done.failed()) {
                    warn(done.cause());
                    endIfIdle();
                } else {
                    look(); // there may be more
                    endIfIdle();
                }
            });
        }
    }

    private static void warn(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("cause", cause.getClass().getSimpleName())
                .log("Notices wait: the outbox could not be read or written");
    }

    private Future<Void> deliver(Notice notice) {
        return Future.<Void>future(attempt -> {
            if (!notice.isWanted()) {
                end(notice, Notice.Outcome.DROPPED).onComplete(attempt);
            } else {
                notice.hook()
                        .map(hook -> byWebhook(notice, hook))
                        .orElseGet(() -> byMail(notice))
                        .onComplete(attempt);
            }
        });
    }

    /** While it cannot be handed over it is tried again without end: what fails is our own house. */
    private Future<Void> byMail(Notice notice) {
        return mail.deliver(notice)
                .compose(
                        outcome -> {
                            outcome.ifPresent(how -> meters.over(Channel.MAIL, how, 1));
                            return Future.succeededFuture();
                        },
                        cause -> {
                            meters.failed(Channel.MAIL);
                            return repository
                                    .later(notice, now() + micros(pause(notice.attempts())), true)
                                    .compose(put -> Future.failedFuture(cause));
                        });
    }

    private Future<Void> byWebhook(Notice notice, Notice.Hook hook) {
        return webhooks.send(
                        notice.account(), hook.webhookId(), notice.noticeId().toString(), body(notice))
                .compose(sent -> switch (sent) {
                    case Webhooks.Sent.Delivered() -> end(notice, Notice.Outcome.DELIVERED);
                    case Webhooks.Sent.NotTried() ->
                        repository.later(
                                notice,
                                now() + micros(config.webhooks().breaker().reset()),
                                false);
                    case Webhooks.Sent.Disabled(var givenUp) -> {
                        givenUp.ifPresent(count -> meters.over(Channel.WEBHOOK, Notice.Outcome.GIVEN_UP, count));
                        yield end(notice, Notice.Outcome.GIVEN_UP);
                    }
                    case Webhooks.Sent.Failed() -> failed(notice);
                });
    }

    private Future<Void> failed(Notice notice) {
        meters.failed(Channel.WEBHOOK);
        var isOld = now() - notice.createdAt() > micros(config.giveUpAfter());
        if (notice.attempts() >= config.attempts() || isOld) {
            LOG.atWarn().addKeyValue("notice", notice.noticeId()).log("A notice to a webhook is given up");
            return end(notice, Notice.Outcome.GIVEN_UP);
        }
        return repository.later(notice, now() + micros(pause(notice.attempts())), true);
    }

    private Future<Void> end(Notice notice, Notice.Outcome outcome) {
        return repository.end(notice, outcome, now()).compose(ended -> {
            if (ended) {
                meters.over(notice.channel(), outcome, 1);
            }
            return Future.succeededFuture();
        });
    }

    /** The same at each attempt. */
    private static String body(Notice notice) {
        var data = new JsonObject();
        notice.facts().forEach(data::put);
        data.put("pet_id", notice.petId().toString()).put("category", notice.category());
        return new JsonObject()
                .put("type", notice.kind())
                .put("timestamp", Micros.instant(notice.at()).toString())
                .put("data", data)
                .encode();
    }

    /** Doubles with each attempt, up to a quarter longer by chance, so that notices do not all come back together. */
    private Duration pause(int attempts) {
        var doubled = config.firstPause().multipliedBy(1L << Math.min(attempts - 1, 20));
        var bounded = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return bounded.plusMillis(ThreadLocalRandom.current().nextLong(bounded.toMillis() / 4 + 1));
    }

    /** Gives up what is too old, forgets what was over long ago, and counts what waits; to be called now and then. */
    public Future<Void> upkeep() {
        var now = now();
        var work = new ArrayList<Future<?>>();
        work.add(upkeep.giveUpOld(now - micros(config.giveUpAfter()), now)
                .onSuccess(count -> meters.over(Channel.WEBHOOK, Notice.Outcome.GIVEN_UP, count)));
        work.add(upkeep.prune(now - micros(REMEMBERED)));
        for (var channel : List.of(Channel.MAIL, Channel.WEBHOOK)) {
            work.add(upkeep.backlog(channel, now).onSuccess(backlog -> meters.backlog(channel, backlog)));
        }
        return Future.join(work).mapEmpty();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private long now() {
        return Micros.of(clock.instant());
    }

    /** Takes no more, and completes when what was taken is over or put back. */
    public Future<Void> stop() {
        stopping = true;
        vertx.cancelTimer(timer);
        endIfIdle();
        return idle.future();
    }

    private void endIfIdle() {
        if (stopping && !looking.get() && mailsUnderWay.get() == 0 && webhooksUnderWay.get() == 0) {
            idle.tryComplete();
        }
    }
}
