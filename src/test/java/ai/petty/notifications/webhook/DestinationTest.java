package ai.petty.notifications.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.petty.problem.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a webhook may lead, as it is written and as it is looked up. */
class DestinationTest {
    private static final DestinationRules STRICT = new DestinationRules(false, Set.of(443), new AddressGuard(false));
    private static final DestinationRules LENIENT = new DestinationRules(true, Set.of(443), new AddressGuard(true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/petty?key=1",
                "HTTPS://Hooks.Example.COM/petty?key=1",
                "https://hooks.example.com:443/petty?key=1",
            })
    void a_name_of_the_internet_is_taken_however_it_is_written(String url) {
        assertThat(Destination.of(url, STRICT))
                .isEqualTo(new Destination(true, "hooks.example.com", 443, "/petty?key=1"));
    }

    @Test
    void a_public_address_is_taken_in_its_own_digits() {
        assertThat(Destination.of("https://93.184.216.34", STRICT).address()).isPresent();
        assertThat(Destination.of("https://[2606:2800:220:1::1]/", STRICT).address())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://2130706433/",
                "https://017700000001/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.0x1/",
                "https://127.0.0.1./",
                "https://0/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://169.254.170.2/v2/credentials",
                "https://168.63.129.16/",
                "https://192.0.0.192/",
                "https://198.18.0.1/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://[::]/",
                "https://[::1]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::ffff:a00:1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::10.0.0.1]/",
                "https://[64:ff9b::a00:1]/",
                "https://[64:ff9b:1::1]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fec0::1]/",
                "https://[ff02::1]/",
                "https://[2002:a00:1::]/",
                "https://[2001::1]/",
                "https://[2001:db8::1]/",
                "https://[100::1]/",
            })
    void an_address_that_only_we_can_reach_is_refused_in_every_spelling(String url) {
        assertThatThrownBy(() -> Destination.of(url, STRICT)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("request.invalid");
            assertThat(refusal.errors().getFirst().pointer()).isEqualTo("/url");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.com",
                "//hooks.example.com/",
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https:hooks.example.com",
                "https:///path",
                "https://:443/",
                "https://hooks.example.com:80/",
                "https://hooks.example.com:8443/",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:-1/",
                "https://hooks.example.com:443x/",
                "https://ada:secret@hooks.example.com/",
                "https://hooks.example.com@127.0.0.1/",
                "https://hooks.example.com/#fragment",
                "https://hooks example.com/",
                "https://hooks.example.com/a b",
                "https://hooks.example.com/\r\nHost: evil",
                "https://hooks_example.com/",
                "https://-hooks.example.com/",
                "https://hooks..example.com/",
                "https://h\u00f6\u00f6ks.example.com/",
                "https://%31%32%37.0.0.1/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://127\u30020\u30020\u30021/",
            })
    void what_is_no_https_address_of_a_host_is_refused(String url) {
        assertThatThrownBy(() -> Destination.of(url, STRICT)).isInstanceOf(Refusal.class);
    }

    @Test
    void an_overlong_address_is_refused_and_none_is_quoted() {
        assertThatThrownBy(() -> Destination.of("https://hooks.example.com/" + "a".repeat(2_000), STRICT))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.errors().toString()).doesNotContain("aaaa"));
    }

    @Test
    void on_ones_own_machine_more_is_taken_where_that_is_configured() {
        assertThat(Destination.of("http://127.0.0.1:8080/x", LENIENT))
                .isEqualTo(new Destination(false, "127.0.0.1", 8080, "/x"));
        assertThatThrownBy(() -> Destination.of("ftp://127.0.0.1/", LENIENT)).isInstanceOf(Refusal.class);
    }

    /** What a name means is bytes, not text: the same judgement holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "100.127.255.255",
                "169.254.169.254",
                "0.1.2.3",
                "240.0.0.1",
                "::1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fd12::1",
                "64:ff9b::7f00:1",
                "ff05::2",
            })
    void an_address_that_a_name_means_is_judged_by_its_bytes(String digits) throws UnknownHostException {
        var address = InetAddress.getByAddress(
                "hooks.example.com", InetAddress.getByName(digits).getAddress());
        assertThat(new AddressGuard(false).lets(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "11.0.0.1",
                "2606:2800:220:1::1",
                "2a00:1450::1"
            })
    void what_is_of_the_open_internet_is_let_through(String digits) throws UnknownHostException {
        assertThat(new AddressGuard(false).lets(InetAddress.getByName(digits))).isTrue();
    }
}
