package ai.petty.mail;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.UUID;

/** Where mails are put; they are sent soon after the transaction of {@code client} has been committed. */
public interface Mails {
    Future<Void> post(SqlClient client, Mail mail);

    /** As {@link #post(SqlClient, Mail)}, of a mail that is not sent any more when {@code account} is removed before. */
    Future<Void> post(SqlClient client, Mail mail, UUID account);

    /**
     * Forgets every mail that waits to be sent to an address.
     *
     * @param addressHash its keyed hash, as {@code account.email_hash}: to forget somebody, nothing of theirs need be readable
     */
    Future<Void> forget(SqlClient client, byte[] addressHash);
}
