package ai.petty.notifications.webhook;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** Tells people of their webhooks by another way. */
@FunctionalInterface
public interface WebhookOwners {
    /** What is to be told, before the transaction in which it comes about. */
    Future<Telling> disabled(UUID account, Webhook.Reason reason);

    /** Tells it in the transaction in which it comes about. */
    @FunctionalInterface
    interface Telling {
        Future<Void> in(SqlConnection transaction);
    }
}
