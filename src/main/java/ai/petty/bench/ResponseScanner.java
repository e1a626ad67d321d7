package ai.petty.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of one HTTP/1.1 answer in the bytes that came so far. Knows what the servers measured here send: a status
 * line, headers, and a body with a Content-Length (or none, for a 204). Anything else is told, not guessed at.
 */
final class ResponseScanner {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private byte[] bytes = new byte[8192];
    private int length;
    private int bodyAt;
    private int bodyLength;

    /** Takes all of {@code arrived} and tells whether the answer is whole. */
    boolean take(ByteBuffer arrived) {
        var more = arrived.remaining();
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        arrived.get(bytes, length, more);
        length += more;
        if (bodyAt == 0 && !readHead()) {
            return false;
        }
        return length >= bodyAt + bodyLength;
    }

    private boolean readHead() {
        var lineAt = 0;
        var declared = 0;
        for (var i = 1; i < length; i++) {
            if (bytes[i] != '\n' || bytes[i - 1] != '\r') {
                continue;
            }
            if (i - lineAt == 1) {
                bodyAt = i + 1;
                bodyLength = declared;
                return true;
            }
            if (lineStartsWith(lineAt, i, CONTENT_LENGTH)) {
                declared = (int) digitsFrom(lineAt + CONTENT_LENGTH.length, i);
            } else if (lineStartsWith(lineAt, i, CHUNKED)) {
                throw new IllegalStateException("The server answers in chunks: " + text());
            }
            lineAt = i + 1;
        }
        return false;
    }

    private boolean lineStartsWith(int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (var i = 0; i < lowerCase.length; i++) {
            var letter = bytes[from + i];
            if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that begins at {@code from} after spaces, or -1 when there is none. */
    private long digitsFrom(int from, int to) {
        var at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        var number = -1L;
        for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = Math.max(number, 0) * 10 + (bytes[at] - '0');
        }
        return number;
    }

    int status() {
        return (int) digitsFrom(STATUS_AT, STATUS_AT + 3);
    }

    boolean bodyContains(String ascii) {
        return endInBody(ascii) > 0;
    }

    /** The number that follows {@code ascii} in the body, or -1. */
    long numberAfter(String ascii) {
        var end = endInBody(ascii);
        return end > 0 ? digitsFrom(end, bodyAt + bodyLength) : -1;
    }

    private int endInBody(String ascii) {
        for (var at = bodyAt; at + ascii.length() <= bodyAt + bodyLength; at++) {
            var same = 0;
            while (same < ascii.length() && bytes[at + same] == ascii.charAt(same)) {
                same++;
            }
            if (same == ascii.length()) {
                return at + same;
            }
        }
        return -1;
    }

    /** The answer as text, cut short, for a report of what went wrong. */
    String text() {
        return new String(bytes, 0, Math.min(length, 600), StandardCharsets.UTF_8);
    }

    /** Forgets the answer: the next one begins. */
    void clear() {
        if (length > bodyAt + bodyLength) {
            throw new IllegalStateException("More came than was asked for: " + text());
        }
        length = 0;
        bodyAt = 0;
        bodyLength = 0;
    }
}
