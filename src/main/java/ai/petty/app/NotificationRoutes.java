package ai.petty.app;

import static ai.petty.http.Route.counted;

import ai.petty.http.Route;
import ai.petty.http.v2.PreferencesRoute;
import ai.petty.http.v2.WebhooksRoute;
import ai.petty.pets.Actor;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Function;

/** What people say of how they want to be told. */
record NotificationRoutes(NotificationsWing wing, Function<RoutingContext, Actor> caller) {
    List<Route> routes() {
        var preferences = new PreferencesRoute(wing.preferences(), caller);
        var webhooks = new WebhooksRoute(wing.webhooks(), caller);
        return List.of(
                counted("getPreferences", preferences::get),
                counted("patchPreferences", preferences::patch),
                counted("listWebhooks", webhooks::list),
                counted("createWebhook", webhooks::add),
                counted("deleteWebhook", webhooks::remove),
                counted("testWebhook", webhooks::test),
                counted("rotateWebhook", webhooks::rotate));
    }
}
