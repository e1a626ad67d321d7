package ai.petty.mail;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/** Where mails are put; they are sent soon after the transaction of {@code client} has been committed. */
public interface Mails {
    Future<Void> post(SqlClient client, Mail mail);

    /** Forgets every mail that waits to be sent to this address. */
    Future<Void> forget(SqlClient client, String address);
}
