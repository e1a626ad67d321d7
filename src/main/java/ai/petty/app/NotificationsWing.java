package ai.petty.app;

import ai.petty.config.PettyConfig;
import ai.petty.identity.Acts;
import ai.petty.notifications.Deliveries;
import ai.petty.notifications.NoticeGround;
import ai.petty.notifications.Notices;
import ai.petty.notifications.Notifier;
import ai.petty.notifications.PreferenceKeeping;
import ai.petty.notifications.WebhookMail;
import ai.petty.notifications.webhook.HostBreakers;
import ai.petty.notifications.webhook.WebhookPost;
import ai.petty.notifications.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * What tells people, joined: what they want to be told, their webhooks, and what is sent.
 *
 * @param notifier for the rooms that have something to tell
 * @param upkeep what is done for them now and then
 * @param stop ends what runs for them, when what is under way is over
 */
record NotificationsWing(
        PreferenceKeeping preferences,
        Webhooks webhooks,
        Notifier notifier,
        Supplier<Future<Void>> upkeep,
        Supplier<Future<Void>> stop) {
    static NotificationsWing open(
            Vertx vertx, PettyConfig config, NoticeGround ground, Acts acts, MeterRegistry meters) {
        var told = config.notifications();
        var claimsToo = config.identity().unverifiedSignIn();
        var breakers = new HostBreakers(vertx, told.webhooks(), meters);
        var post = WebhookPost.of(vertx, told.webhooks(), breakers, ground.clock());
        var preferences = new PreferenceKeeping(ground.database(), acts, ground.clock());
        var webhooks = new Webhooks(
                new Webhooks.Ground(ground.database(), ground.cipher(), acts, ground.clock()),
                post,
                told,
                new WebhookMail(ground, claimsToo));
        var deliveries = new Deliveries(
                vertx, ground, new Deliveries.Ways(preferences, webhooks, breakers), told, claimsToo, meters);
        deliveries.start();
        var upkeep = Upkeep.every(vertx, Upkeep.OFTEN, "notices", deliveries::upkeep);
        var notices =
                new Notices(ground.database(), ground.cipher(), claimsToo, ground.clock(), meters, deliveries::look);
        return new NotificationsWing(
                preferences,
                webhooks,
                notices,
                deliveries::upkeep,
                () -> upkeep.get().compose(ended -> deliveries.stop()).compose(idle -> post.close()));
    }
}
