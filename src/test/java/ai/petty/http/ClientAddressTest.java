package ai.petty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who calls, by what stands in {@code X-Forwarded-For} of requests that come from 127.0.0.1. */
class ClientAddressTest {
    private static JsonObject whence(TestDoor door, String... lines) {
        var headers = Arrays.stream(lines)
                .flatMap(line -> List.of("X-Forwarded-For", line).stream())
                .toArray(String[]::new);
        return TestDoor.json(door.get("/v2/whence", headers));
    }

    private static TestDoor behind(String... proxies) {
        return TestDoor.open(http -> TestDoor.http(List.of(), TestDoor.PLAIN, proxies));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7                              | 203.0.113.7",
                "6.6.6.6, 203.0.113.7                     | 203.0.113.7",
                "6.6.6.6, 203.0.113.7, 10.0.3.4, 10.0.9.9 | 203.0.113.7",
                "10.0.3.4, 10.0.9.9                       | 10.0.3.4",
                "203.0.113.7,10.0.3.4                     | 203.0.113.7",
                "203.0.113.7 , ::ffff:10.0.3.4            | 203.0.113.7",
                "203.0.113.7:41234                        | 203.0.113.7",
                "[2001:db8::7]:41234                      | 2001:db8:0:0:0:0:0:7",
                "[2001:db8::7]                            | 2001:db8:0:0:0:0:0:7",
                "2001:db8::7                              | 2001:db8:0:0:0:0:0:7",
                "::ffff:203.0.113.7                       | 203.0.113.7",
                "203.0.113.7, unknown                     | 127.0.0.1",
                "203.0.113.7, unknown, 10.0.3.4           | 10.0.3.4",
                "203.0.113.7, localhost                   | 127.0.0.1",
                "203.0.113.7,                             | 127.0.0.1",
                "203.0.113.7, , 10.0.3.4                  | 10.0.3.4",
                "999.0.113.7                              | 127.0.0.1",
                "203.0.113.7:x                            | 127.0.0.1",
            })
    void theLastOneThatIsNoneOfOursIsTheClient(String said, String client) {
        try (var door = behind("127.0.0.1", "10.0.0.0/16")) {
            assertThat(whence(door, said).getString("address")).isEqualTo(client);
        }
    }

    @Test
    void allLinesOfTheHeaderAreOneList() {
        try (var door = behind("127.0.0.1", "10.0.0.0/16")) {
            assertThat(whence(door, "6.6.6.6", "203.0.113.7", "10.0.3.4").getString("address"))
                    .isEqualTo("203.0.113.7");
            assertThat(whence(door).getString("address")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void whoeverIsNoProxyOfOursIsNotBelieved() {
        for (var proxies : new String[][] {{}, {"10.0.0.0/16", "127.0.0.2"}}) {
            try (var door = behind(proxies)) {
                assertThat(whence(door, "203.0.113.7").getString("address")).isEqualTo("127.0.0.1");
            }
        }
    }

    @Test
    void oneSubscribersIpv6AddressesAreLimitedTogether() {
        try (var door = behind("127.0.0.0/8")) {
            var one = whence(door, "2001:db8:1:2:3:4:5:6").getString("bucket");
            assertThat(one).isEqualTo(whence(door, "2001:db8:1:2:ffff::1").getString("bucket"));
            assertThat(one).isNotEqualTo(whence(door, "2001:db8:1:3::6").getString("bucket"));
            assertThat(whence(door, "203.0.113.7").getString("bucket")).isEqualTo("203.0.113.7");
        }
    }
}
