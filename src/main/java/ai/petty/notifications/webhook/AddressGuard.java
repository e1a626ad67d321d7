package ai.petty.notifications.webhook;

import ai.petty.config.AddressBlock;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are of the open internet. Whoever names a host for us to call must not reach by us what only we can reach: this
 * machine, its network, the provider's metadata. The blocks are those of IANA's special-purpose registries (RFC 6890); of IPv6
 * only global unicast is open at all, so that IPv4 in other clothes (mapped, NAT64) is not.
 */
final class AddressGuard {
    private static final List<AddressBlock> CLOSED = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local; the metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4",
            "168.63.129.16", // Azure's wire server
            "2001::/23", // IETF protocols, Teredo among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20");

    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.parse("2000::/3");

    private final boolean everything;

    /** @param everything every address is taken, for a receiver on the same machine */
    AddressGuard(boolean everything) {
        this.everything = everything;
    }

    private static List<AddressBlock> blocks(String... texts) {
        return List.of(texts).stream().map(AddressBlock::parse).toList();
    }

    boolean lets(InetAddress address) {
        return everything
                || ((address instanceof Inet4Address || GLOBAL_UNICAST.holds(address))
                        && CLOSED.stream().noneMatch(block -> block.holds(address)));
    }
}
