package ai.petty.bench;

/** How readings are put on the wire, and what answer means that all of them were taken. */
enum Wire {
    /** Petty's v1: one reading an object. */
    V1_INGEST("/v1/ingest", 201),
    /** Petty's v2 telemetry: an array, the collar in a header. */
    V2_TELEMETRY("/v2/telemetry", 200),
    /** Petty's v1: the latest reading of one collar. */
    V1_REALTIME("/v1/realtime?collar_id=BN-000000", 200),
    /** The v1 body to a server that only parses it and writes it back. */
    ECHO("/", 200),
    /** InfluxDB's line protocol; it answers with an empty 204. */
    LINE_PROTOCOL("/write?db=bench&precision=u", 204);

    final String target;
    final int goodStatus;

    Wire(String target, int goodStatus) {
        this.target = target;
        this.goodStatus = goodStatus;
    }

    /** Whether an answer says that all {@code size} readings of the request are kept. */
    boolean isGood(ResponseScanner answer, int size) {
        if (answer.status() != goodStatus) {
            return false;
        }
        return switch (this) {
            case V1_INGEST -> answer.bodyContains("\"success\":true");
            case V2_TELEMETRY -> answer.numberAfter("\"accepted\":") == size;
            case V1_REALTIME -> answer.bodyContains("\"heart_rate\":");
            case ECHO -> answer.bodyContains("{\"collar_id\":\"BN-");
            case LINE_PROTOCOL -> true;
        };
    }
}
