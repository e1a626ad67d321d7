package ai.petty.simulator;

import ai.petty.client.Frame;
import java.util.Optional;

/** Motion as it was recorded: a window ends where its scene ends, so that no window joins two recordings. */
final class RecordedMotion implements Motion {
    /** A window closer to a scene's end than this is at its end. */
    private static final double EDGE_S = 1e-6;

    private final RecordedRoutine routine;
    private final long originMicros;

    RecordedMotion(RecordedRoutine routine, long originMicros) {
        this.routine = routine;
        this.originMicros = originMicros;
    }

    @Override
    public Window window(double fromS, double toS) {
        var moment = routine.moment(fromS + EDGE_S);
        var bout = routine.boutAt(moment);
        var recording = routine.recording(bout.source());
        var rate = recording.rateHz();
        var roundStartS = moment.round() * routine.roundS();
        var sceneEndS = roundStartS + routine.sceneEndS(bout);
        var firstInBout = (long) Math.ceil((fromS - roundStartS - bout.startS()) * rate - EDGE_S * rate);
        var t0S = roundStartS + bout.startS() + firstInBout / rate;
        var count = (int) Math.floor((Math.min(toS, sceneEndS) - t0S) * rate + EDGE_S * rate);
        var untilS = Math.min(toS, sceneEndS);
        if (count < Math.ceil(rate)) {
            return new Window(Optional.empty(), untilS);
        }
        var axes = recording.axes();
        var first = (int) (bout.source().firstSample() + firstInBout) * axes;
        var bytes = new byte[count * axes * 2];
        for (var i = 0; i < count * axes; i++) {
            Motion.put(bytes, i, recording.samples()[first + i]);
        }
        var frame = new Frame.Motion(
                originMicros + Math.round(t0S * 1e6), rate, recording.accScale(), recording.gyroScale(), bytes);
        var endS = t0S + count / rate;
        return new Window(Optional.of(frame), sceneEndS - endS < 1 / rate && toS >= sceneEndS ? sceneEndS : endS);
    }
}
