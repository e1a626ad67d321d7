package ai.petty.simulator;

/** A routine of which every bout was recorded. */
interface RecordedRoutine extends Routine {
    Recording recording(Source source);

    /** When the scene ends in which that bout stands, seconds from the start of the round; the motion across it belongs together. */
    double sceneEndS(Bout bout);
}
