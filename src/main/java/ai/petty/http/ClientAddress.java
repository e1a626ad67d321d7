package ai.petty.http;

import ai.petty.config.AddressBlock;
import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells who really calls when a load balancer stands in between. Every proxy adds to {@code X-Forwarded-For} whom it was
 * called by, at the end; what stands before that is hearsay. So the list is read from its end, and only as long as the one who
 * wrote an entry is a proxy that we believe.
 */
public final class ClientAddress {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    /** Some balancers write the port, too: {@code 192.0.2.1:5678} or {@code [2001:db8::1]:5678}. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

    /** What a provider gives to one subscriber: whoever has one address of it has all of them. */
    private static final int ONE_SUBSCRIBERS_BYTES = 8;

    private final List<AddressBlock> believed;

    /**
     * @param believed the proxies whose word is taken, as addresses and blocks in CIDR notation
     * @throws IllegalArgumentException when one is no block
     */
    public ClientAddress(List<String> believed) {
        this.believed = believed.stream().map(AddressBlock::parse).toList();
    }

    /** The last address on the way here that is not one of ours; empty when the connection itself has none. */
    Optional<InetAddress> of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        var text = remote == null ? null : remote.hostAddress();
        return text == null
                ? Optional.empty()
                : AddressBlock.address(withoutInterface(text)).map(peer -> behind(peer, request));
    }

    /** {@code fe80::1%eth0}: through which of our interfaces a neighbour came. */
    private static String withoutInterface(String text) {
        var percent = text.indexOf('%');
        return percent < 0 ? text : text.substring(0, percent);
    }

    private InetAddress behind(InetAddress peer, HttpServerRequest request) {
        if (!isBelieved(peer)) {
            return peer;
        }
        var said = String.join(",", request.headers().getAll(FORWARDED_FOR));
        var client = peer;
        var end = said.length();
        while (end > 0 && isBelieved(client)) {
            var start = said.lastIndexOf(',', end - 1) + 1;
            var next = entry(said.substring(start, end).strip());
            if (next.isEmpty()) {
                break; // whoever wrote that is the last of whom we know
            }
            client = next.get();
            end = start - 1;
        }
        return client;
    }

    private boolean isBelieved(InetAddress address) {
        return believed.stream().anyMatch(block -> block.holds(address));
    }

    private static Optional<InetAddress> entry(String text) {
        var matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return AddressBlock.address(text);
        }
        var bracketed = matcher.group(1);
        return AddressBlock.address(bracketed == null ? matcher.group(2) : bracketed);
    }

    /** What is limited together: an IPv4 address, or the 2^64 IPv6 addresses that one subscriber has. */
    static String bucket(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        var network =
                Arrays.copyOf(Arrays.copyOf(address.getAddress(), ONE_SUBSCRIBERS_BYTES), 2 * ONE_SUBSCRIBERS_BYTES);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // sixteen bytes are always an address
        }
    }
}
