package ai.petty.client;

/** How frames are written: the same objects as JSON text or as CBOR. */
public enum Protocol {
    JSON("petty.v2"),
    CBOR("petty.v2+cbor");

    private final String subprotocol;

    Protocol(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** What the WebSocket handshake asks for. */
    public String subprotocol() {
        return subprotocol;
    }
}
