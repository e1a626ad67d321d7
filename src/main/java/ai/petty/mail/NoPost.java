package ai.petty.mail;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops letters, where nobody is to get any. */
final class NoPost implements Post {
    private static final Logger LOG = LoggerFactory.getLogger(NoPost.class);

    @Override
    public Future<Void> send(Letter letter, String messageId) {
        LOG.atInfo().addKeyValue("mail", messageId).log("A mail was dropped: mail.transport is none");
        return Future.succeededFuture();
    }
}
