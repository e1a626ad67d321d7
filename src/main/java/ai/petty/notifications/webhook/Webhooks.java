package ai.petty.notifications.webhook;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.limits.Quota;
import ai.petty.limits.Quotas;
import ai.petty.pets.Actor;
import ai.petty.pets.SealedFields;
import ai.petty.privacy.FieldCipher;
import ai.petty.problem.Refusal;
import ai.petty.store.Database;
import ai.petty.store.Micros;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The webhooks that people have, and what is sent to them. */
public final class Webhooks {
    /** How long a receiver has to take over a new secret. */
    private static final Duration FORMER = Duration.ofHours(24);

    /** Each may have a name looked up that nobody answers for. */
    private static final Quota ADDITIONS = new Quota(
            "webhook_add", 20, Duration.ofMinutes(10), "webhook.add_limited", "Webhooks were added too often.");

    private static final String PING = "webhook.test";
    private static final Quota TESTS = new Quota(
            "webhook_test", 20, Duration.ofMinutes(10), "webhook.test_limited", "A webhook was tested too often.");

    private final Database database;
    private final FieldCipher cipher;
    private final WebhookRepository repository;
    private final WebhookPost post;
    private final Quotas quotas;
    private final Acts acts;
    private final PettyConfig.Webhooks config;
    private final Duration giveUpAfter;
    private final WebhookOwners owners;
    private final InstantSource clock;

    /** What it stands on. */
    public record Ground(Database database, FieldCipher cipher, Acts acts, InstantSource clock) {}

    public Webhooks(Ground ground, WebhookPost post, PettyConfig.Notifications config, WebhookOwners owners) {
        this.database = ground.database();
        this.cipher = ground.cipher();
        this.repository = new WebhookRepository(new SealedFields(ground.cipher(), "webhook"));
        this.post = post;
        this.quotas = new Quotas(ground.database(), ground.cipher(), ground.clock());
        this.acts = ground.acts();
        this.config = config.webhooks();
        this.giveUpAfter = config.giveUpAfter();
        this.owners = owners;
        this.clock = ground.clock();
    }

    /** @param secret told its owner this once */
    public record Made(Webhook webhook, WebhookSecret secret) {}

    /** In the order in which they were made. */
    public Future<List<Webhook>> of(UUID account) {
        return database.ask(pool -> repository.all(pool, account));
    }

    /**
     * Its host's name is looked up for those only that have room for it, and not often.
     *
     * @return fails with {@code request.invalid} where it must not lead, with {@code webhook.too_many} and {@code webhook.add_limited}
     */
    public Future<Made> add(Actor caller, String url) {
        var account = caller.account();
        var secret = WebhookSecret.fresh();
        var now = Micros.of(clock.instant());
        return mayAdd(account).compose(may -> post.judge(url)).compose(destination -> {
            var made = new WebhookRepository.New(
                    UUID.randomUUID(),
                    account,
                    url,
                    Buffer.buffer(cipher.index("webhook.host", destination.hostAndPort())),
                    secret,
                    now);
            return database.transact(transaction -> caller.once()
                            .take(transaction)
                            .compose(first -> WebhookRepository.lock(transaction, account))
                            .compose(known -> known
                                    ? repository.add(transaction, made, config.perAccount())
                                    : Future.failedFuture(unknown()))
                            .compose(added -> added ? Future.succeededFuture() : Future.failedFuture(tooMany())))
                    .onSuccess(added -> acts.done(account, "webhook.added", caller.visitor()))
                    .map(new Made(
                            new Webhook(made.webhookId(), url, now, 0, Optional.empty(), Optional.empty()), secret));
        });
    }

    private Future<Void> mayAdd(UUID account) {
        return database.ask(pool -> WebhookRepository.count(pool, account))
                .compose(count -> count < config.perAccount()
                        ? quotas.take(ADDITIONS, account.toString())
                        : Future.failedFuture(tooMany()));
    }

    /** With what waits for it. */
    public Future<Void> remove(Actor caller, UUID webhookId) {
        var account = caller.account();
        return database.ask(pool -> WebhookRepository.remove(pool, account, webhookId))
                .compose(Webhooks::requireKnown)
                .onSuccess(removed -> acts.done(account, "webhook.removed", caller.visitor()));
    }

    /** A new secret; the one before signs, too, for a day. */
    public Future<WebhookSecret> rotate(Actor caller, UUID webhookId) {
        var account = caller.account();
        var secret = WebhookSecret.fresh();
        var until = Micros.of(clock.instant().plus(FORMER));
        return database.transact(transaction -> repository.rotate(transaction, account, webhookId, secret, until))
                .compose(Webhooks::requireKnown)
                .onSuccess(rotated -> acts.done(account, "webhook.rotated", caller.visitor()))
                .map(secret);
    }

    /** Sends something that means nothing, at once and once; where it is taken, a disabled webhook is enabled again. */
    public Future<Outcome> test(Actor caller, UUID webhookId) {
        var account = caller.account();
        var now = clock.instant();
        return database.ask(pool -> repository.find(pool, account, webhookId, Micros.of(now)))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unknown())))
                .compose(target -> quotas.take(TESTS, account.toString()).map(target))
                .compose(target -> {
                    var body = JsonObject.of("type", PING, "timestamp", now.toString(), "data", new JsonObject());
                    return post.send(new Message(
                            UUID.randomUUID().toString(),
                            target.url(),
                            target.host(),
                            body.encode(),
                            target.secrets()));
                })
                .compose(outcome -> outcome.wasNotTried()
                        ? Future.succeededFuture(outcome)
                        : database.ask(pool -> WebhookRepository.note(pool, webhookId, outcome, Micros.of(now)))
                                .map(outcome));
    }

    /**
     * One attempt to send a notice. What it tells of the webhook is written down: one that is gone, or has failed for too long, is
     * disabled.
     *
     * @param id by which its receiver tells a repetition
     */
    public Future<Sent> send(UUID account, UUID webhookId, String id, String body) {
        var now = Micros.of(clock.instant());
        return database.ask(pool -> repository.find(pool, account, webhookId, now))
                .compose(found -> found.filter(target -> !target.isDisabled())
                        .map(target -> post.send(new Message(id, target.url(), target.host(), body, target.secrets()))
                                .compose(outcome -> noted(account, webhookId, outcome)))
                        .orElseGet(() -> Future.succeededFuture(new Sent.Disabled(Optional.empty()))));
    }

    /** What became of an attempt. */
    public sealed interface Sent {
        record Delivered() implements Sent {}

        /** It may be tried again. */
        record Failed() implements Sent {}

        /** The host rests: this was no attempt. */
        record NotTried() implements Sent {}

        /**
         * Nothing is sent to it any more.
         *
         * @param givenUp how many notices were given up, this one among them; empty when that was so already
         */
        record Disabled(Optional<Integer> givenUp) implements Sent {}
    }

    private Future<Sent> noted(UUID account, UUID webhookId, Outcome outcome) {
        if (outcome.wasNotTried()) {
            return Future.succeededFuture(new Sent.NotTried());
        }
        var now = Micros.of(clock.instant());
        return database.ask(pool -> WebhookRepository.note(pool, webhookId, outcome, now))
                .compose(failing -> {
                    if (outcome.isDelivered()) {
                        return Future.succeededFuture(new Sent.Delivered());
                    }
                    return outcome.isGone() || isHopeless(failing, now)
                            ? disabled(account, webhookId, outcome, now)
                            : Future.succeededFuture(new Sent.Failed());
                });
    }

    /** Many attempts may fail within minutes, when much happens while a receiver is restarted. */
    private boolean isHopeless(WebhookRepository.Failing failing, long now) {
        return failing.failures() >= config.disableAfter() && now - failing.since() >= giveUpAfter.toNanos() / 1_000;
    }

    /** Its owner is told in the same transaction. */
    private Future<Sent> disabled(UUID account, UUID webhookId, Outcome outcome, long now) {
        var reason = outcome.isGone() ? Webhook.Reason.GONE : Webhook.Reason.FAILING;
        return owners.disabled(account, reason)
                .compose(telling ->
                        database.transact(transaction -> WebhookRepository.disable(transaction, webhookId, reason, now)
                                .compose(givenUp -> givenUp.isEmpty()
                                        ? Future.succeededFuture(givenUp)
                                        : telling.in(transaction).map(givenUp))))
                .map(Sent.Disabled::new);
    }

    private static Future<Void> requireKnown(boolean known) {
        return known ? Future.succeededFuture() : Future.failedFuture(unknown());
    }

    private static Refusal unknown() {
        return Refusal.of(Refusal.Kind.NOT_FOUND, "webhook.unknown", "There is no such webhook.");
    }

    private Refusal tooMany() {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "webhook.too_many",
                "An account has at most " + config.perAccount() + " webhooks.");
    }
}
