package ai.petty.audit;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where a run stands: its last row. Everything before it follows from its hash.
 *
 * @param n the row's number within the run; 0 before there is one
 */
record Head(UUID run, long n, Buffer hash) {
    private static final int HASH_BYTES = 32;
    private static final int PARTS = 3;

    /** Of a run that has no row yet. */
    static Head before(UUID run) {
        return new Head(run, 0, Buffer.buffer(new byte[HASH_BYTES]));
    }

    /** @throws IllegalArgumentException when it is not one that {@link #toString} wrote */
    static Head parse(String text) {
        var parts = text.strip().split(":", -1);
        if (parts.length != PARTS) {
            throw notAHead(text);
        }
        try {
            return new Head(
                    UUID.fromString(parts[0]),
                    Long.parseLong(parts[1]),
                    Buffer.buffer(HexFormat.of().parseHex(parts[2])));
        } catch (IllegalArgumentException e) {
            throw notAHead(text);
        }
    }

    private static IllegalArgumentException notAHead(String text) {
        return new IllegalArgumentException("not the head of a run: " + text);
    }

    /** Many of them in one text. */
    static String print(List<Head> heads) {
        return heads.stream().map(Head::toString).collect(Collectors.joining(" "));
    }

    static List<Head> parseAll(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(each -> !each.isEmpty())
                .map(Head::parse)
                .toList();
    }

    /** {@code run:n:hash}, as an anchor row holds it and as it can be kept elsewhere. */
    @Override
    public String toString() {
        return run + ":" + n + ":" + HexFormat.of().formatHex(hash.getBytes());
    }
}
