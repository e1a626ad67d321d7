package ai.petty.simulator;

/** How collars reach the server. */
public enum Transport {
    /** The WebSocket uplink. */
    WS,
    /** Half of the collars {@code POST /v2/telemetry}, half {@code POST /v1/ingest}. */
    HTTP,
    /** Of five collars three on the uplink, one on v2 over HTTP, one on v1. */
    MIXED;

    /** What one collar does. */
    enum Route {
        UPLINK,
        TELEMETRY_V2,
        INGEST_V1
    }

    Route route(int collar) {
        return switch (this) {
            case WS -> Route.UPLINK;
            case HTTP -> collar % 2 == 0 ? Route.TELEMETRY_V2 : Route.INGEST_V1;
            case MIXED ->
                switch (collar % 5) {
                    case 3 -> Route.TELEMETRY_V2;
                    case 4 -> Route.INGEST_V1;
                    default -> Route.UPLINK;
                };
        };
    }
}
