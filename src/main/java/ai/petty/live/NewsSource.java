package ai.petty.live;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Another room that has something to show to those who watch a pet. */
@FunctionalInterface
public interface NewsSource {
    /**
     * What has changed of these pets, by any process, since a time.
     *
     * @param since microseconds since 1970 UTC; the asker overlaps its questions, so that what is told twice must be the same
     */
    Future<List<News>> since(Collection<UUID> petIds, long since);
}
