package ai.petty.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;

/** The token factories of everything that comes from outside, bounded in depth and in the length of names and numbers. */
public final class Json {
    /** A reading is two levels deep; what is deeper by much is not one. */
    public static final int MOST_DEPTH = 64;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(MOST_DEPTH)
            .maxNumberLength(400)
            .maxNameLength(1_000)
            .build();

    /** JSON text, RFC 8259. Names are not interned: a stranger chooses them. */
    public static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** CBOR, RFC 8949. */
    public static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Json() {}
}
