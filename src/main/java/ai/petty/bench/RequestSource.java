package ai.petty.bench;

import java.nio.charset.StandardCharsets;

/** Where a connection of the generator has its requests from. */
interface RequestSource {
    /** The request of {@code collar}'s {@code use}-th batch, the newest reading at {@code tick}; good until the next one. */
    byte[] request(BenchReadings readings, int collar, int use, long tick);

    /** @param bearer for the Authorization header; empty for none */
    static RequestSource of(Wire wire, int size, String authority, String bearer) {
        if (wire != Wire.V1_REALTIME) {
            return new RequestTemplate(wire, size, authority, bearer);
        }
        var authorization = bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n";
        var bytes = "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                .formatted(wire.target, authority, authorization)
                .getBytes(StandardCharsets.US_ASCII);
        return (readings, collar, use, tick) -> bytes;
    }
}
