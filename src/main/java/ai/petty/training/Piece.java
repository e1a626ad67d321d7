package ai.petty.training;

import ai.petty.ingest.Motion;

/**
 * A part of a recording, as a collar would send it.
 *
 * @param fromS where in the recording it begins
 */
record Piece(Recorded recording, double fromS, Motion motion) {
    private static final double WINDOW_S = 2;

    Truth truth(int window) {
        return recording.truth(fromS + window, WINDOW_S);
    }
}
