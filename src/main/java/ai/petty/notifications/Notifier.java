package ai.petty.notifications;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** Takes what people are to be told. */
@FunctionalInterface
public interface Notifier {
    /** Writes it down in this transaction, for each of the pet's people who wants it; it is sent after the commit. */
    Future<Void> post(SqlConnection transaction, Notification notification);
}
