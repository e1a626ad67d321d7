package ai.petty.ingest;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Turns one JSON (or CBOR) object into a reading or into everything that is wrong with it. */
public interface ReadingDecoder {
    /**
     * @param parser stands on the object's START_OBJECT and is left on its END_OBJECT
     * @throws IOException when the stream itself is broken, so that nothing behind this point can be read
     */
    Decoded decode(JsonParser parser, TimeWindow window) throws IOException;
}
