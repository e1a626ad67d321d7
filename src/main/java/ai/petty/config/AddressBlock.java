package ai.petty.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A block of network addresses, written {@code 10.0.0.0/16} or {@code 2001:db8::/32}; an address alone is a block of one. */
public final class AddressBlock {
    private static final int ANY_PORT = 0;

    private final IpSubnetFilterRule rule;

    private AddressBlock(IpSubnetFilterRule rule) {
        this.rule = rule;
    }

    /**
     * Reads a block. The block of everybody ({@code /0}) is none: nobody means it who says whom to believe.
     *
     * @throws IllegalArgumentException for everything else, names of hosts included; its message does not hold the text
     */
    public static AddressBlock parse(String text) {
        var slash = text.indexOf('/');
        var network = address(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("is not an address"));
        var bits = network.getAddress().length * Byte.SIZE;
        var prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        if (prefix < 1 || prefix > bits) {
            throw new IllegalArgumentException("has a length that no block of its kind has");
        }
        return new AddressBlock(new IpSubnetFilterRule(network, prefix, IpFilterRuleType.ACCEPT));
    }

    private static int prefix(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /**
     * An address as it is written in digits; a name is never looked up. An IPv4 address in IPv6's clothes
     * ({@code ::ffff:192.0.2.1}) is the IPv4 address.
     */
    public static Optional<InetAddress> address(String digits) {
        return digits.indexOf('%') >= 0 || digits.indexOf('[') >= 0
                ? Optional.empty()
                : Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(digits));
    }

    /** Whether an address is one of the block's. */
    public boolean holds(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, ANY_PORT));
    }
}
