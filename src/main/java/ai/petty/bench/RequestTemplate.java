package ai.petty.bench;

import java.nio.charset.StandardCharsets;

/**
 * One whole HTTP request as bytes. Everything that differs from one request to the next has a fixed width and is patched in
 * place: the generator shares the machine with what it measures, so it must cost next to nothing.
 */
final class RequestTemplate implements RequestSource {
    private static final int NOWHERE = -1;
    private static final int COLLAR_DIGITS = 6;
    private static final int EPOCH_MICROS_DIGITS = 16;

    private final Wire wire;
    private final int size;
    private final byte[] bytes;
    private final int headerCollarAt;
    private final int[] collarAt;
    private final int[] timeAt;
    private final int[] heartRateAt;
    private final int[] activityAt;
    private final int[] latTailAt;
    private final int[] lonTailAt;

    RequestTemplate(Wire wire, int size, String authority, String bearer) {
        this.wire = wire;
        this.size = size;
        this.collarAt = new int[size];
        this.timeAt = new int[size];
        this.heartRateAt = new int[size];
        this.activityAt = new int[size];
        this.latTailAt = new int[size];
        this.lonTailAt = new int[size];
        var body = new StringBuilder();
        for (var i = 0; i < size; i++) {
            appendReading(body, i);
        }
        if (wire == Wire.V2_TELEMETRY) {
            body.append(']');
        }
        var head = new StringBuilder("POST ")
                .append(wire.target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\nContent-Type: ")
                .append(wire == Wire.LINE_PROTOCOL ? "text/plain" : "application/json");
        if (!bearer.isEmpty()) {
            head.append("\r\nAuthorization: Bearer ").append(bearer);
        }
        if (wire == Wire.V2_TELEMETRY) {
            head.append("\r\nX-Collar-Id: ");
            this.headerCollarAt = appendCollar(head);
        } else {
            this.headerCollarAt = NOWHERE;
        }
        head.append("\r\nContent-Length: ").append(body.length()).append("\r\n\r\n");
        var shift = head.length();
        for (var i = 0; i < size; i++) {
            collarAt[i] = collarAt[i] == NOWHERE ? NOWHERE : collarAt[i] + shift;
            timeAt[i] += shift;
            heartRateAt[i] += shift;
            activityAt[i] += shift;
            latTailAt[i] += shift;
            lonTailAt[i] += shift;
        }
        this.bytes = head.append(body).toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void appendReading(StringBuilder body, int i) {
        switch (wire) {
            case V1_INGEST, ECHO -> {
                body.append("{\"collar_id\":\"");
                collarAt[i] = appendCollar(body);
                body.append("\",\"timestamp\":\"");
                timeAt[i] = appendGap(body, BenchReadings.TIME_TEXT_LENGTH);
                body.append("\",\"heart_rate\":");
                heartRateAt[i] = appendGap(body, 2);
                body.append(",\"activity_level\":");
                activityAt[i] = appendGap(body, 1);
                body.append(",\"location\":{\"type\":\"Point\",\"coordinates\":[-74.006");
                lonTailAt[i] = appendGap(body, 3);
                body.append(",40.712");
                latTailAt[i] = appendGap(body, 3);
                body.append("]}}");
            }
            case V2_TELEMETRY -> {
                collarAt[i] = NOWHERE;
                body.append(i == 0 ? '[' : ',').append("{\"t\":\"");
                timeAt[i] = appendGap(body, BenchReadings.TIME_TEXT_LENGTH);
                body.append("\",\"hr\":");
                heartRateAt[i] = appendGap(body, 2);
                body.append(",\"activity\":");
                activityAt[i] = appendGap(body, 1);
                body.append(",\"lat\":40.712");
                latTailAt[i] = appendGap(body, 3);
                body.append(",\"lon\":-74.006");
                lonTailAt[i] = appendGap(body, 3);
                body.append('}');
            }
            case V1_REALTIME -> throw new IllegalArgumentException("is no way to send readings");
            case LINE_PROTOCOL -> {
                body.append("reading,collar=");
                collarAt[i] = appendCollar(body);
                body.append(" hr=");
                heartRateAt[i] = appendGap(body, 2);
                body.append(",activity=");
                activityAt[i] = appendGap(body, 1);
                body.append("i,lat=40.712");
                latTailAt[i] = appendGap(body, 3);
                body.append(",lon=-74.006");
                lonTailAt[i] = appendGap(body, 3);
                body.append(' ');
                timeAt[i] = appendGap(body, EPOCH_MICROS_DIGITS);
                body.append('\n');
            }
        }
    }

    private static int appendCollar(StringBuilder into) {
        into.append("BN-");
        return appendGap(into, COLLAR_DIGITS);
    }

    private static int appendGap(StringBuilder into, int width) {
        var at = into.length();
        into.repeat('0', width);
        return at;
    }

    @Override
    public byte[] request(BenchReadings readings, int collar, int use, long tick) {
        if (headerCollarAt != NOWHERE) {
            BenchReadings.writeDigits(collar, COLLAR_DIGITS, bytes, headerCollarAt);
        }
        for (var i = 0; i < size; i++) {
            if (collarAt[i] != NOWHERE) {
                BenchReadings.writeDigits(collar, COLLAR_DIGITS, bytes, collarAt[i]);
            }
            var back = size - 1 - i;
            if (wire == Wire.LINE_PROTOCOL) {
                BenchReadings.writeDigits(BenchReadings.t(tick, use, back), EPOCH_MICROS_DIGITS, bytes, timeAt[i]);
            } else {
                readings.writeTime(tick, use, back, bytes, timeAt[i]);
            }
            var salt = BenchReadings.salt(collar, use, i);
            BenchReadings.writeDigits(BenchReadings.heartRate(salt), 2, bytes, heartRateAt[i]);
            bytes[activityAt[i]] = (byte) ('0' + BenchReadings.activity(salt));
            BenchReadings.writeDigits(BenchReadings.latTail(salt), 3, bytes, latTailAt[i]);
            BenchReadings.writeDigits(BenchReadings.lonTail(salt), 3, bytes, lonTailAt[i]);
        }
        return bytes;
    }
}
