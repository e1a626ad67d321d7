package ai.petty.client;

/** One collar's telemetry over HTTP. */
public record TelemetryOptions(Endpoint endpoint, String collarId, String credential, RetryOptions retry) {

    public static TelemetryOptions of(Endpoint endpoint, String collarId, String credential) {
        return new TelemetryOptions(endpoint, collarId, credential, RetryOptions.USUAL);
    }

    /** Never prints the credential. */
    @Override
    public String toString() {
        return "TelemetryOptions[" + collarId + " to " + endpoint + "]";
    }
}
