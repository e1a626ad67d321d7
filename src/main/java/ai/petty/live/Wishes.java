package ai.petty.live;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What people do not want to be shown of the pets that they watch. */
@FunctionalInterface
public interface Wishes {
    /** @return for each of these accounts the categories of news that it does not want, none where it is left out */
    Future<Map<UUID, Set<String>>> unwanted(Set<UUID> accounts);
}
