package ai.petty.notifications.webhook;

import ai.petty.config.PettyConfig;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where webhooks may lead.
 *
 * @param allowPrivate also to this machine and its network, to any port and without TLS
 */
record DestinationRules(boolean allowPrivate, Set<Integer> ports, AddressGuard guard) {
    static DestinationRules of(PettyConfig.Webhooks config) {
        return new DestinationRules(
                config.allowPrivate(),
                config.ports().stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet()),
                new AddressGuard(config.allowPrivate()));
    }

    boolean takes(int port) {
        return allowPrivate || ports.contains(port);
    }
}
