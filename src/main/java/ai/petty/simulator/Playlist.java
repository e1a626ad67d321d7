package ai.petty.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A routine made of recordings: in each round a scene of every recording, of a minute at the most, in the next round the
 * next scenes, so that a dog is seen resting, walking and running in turn and every sample is played in the end.
 */
final class Playlist implements RecordedRoutine {
    private static final double SCENE_S = 60;

    /** One recording's place in the round. */
    private record Place(Recording recording, double startS, double sceneS, int scenes) {
        double endS() {
            return startS + sceneS;
        }
    }

    private final List<Place> places = new ArrayList<>();
    private final List<List<Bout>> roundToBouts = new ArrayList<>();
    private final double roundS;

    /** @param first the recording with which the collar begins */
    Playlist(List<Recording> recordings, int first) {
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("a playlist holds at least one recording");
        }
        var start = 0.0;
        for (var i = 0; i < recordings.size(); i++) {
            var recording = recordings.get((first + i) % recordings.size());
            var scenes = (int) Math.ceil(recording.durationS() / SCENE_S);
            var sceneS = Math.floor(recording.sampleCount() / (double) scenes) / recording.rateHz();
            places.add(new Place(recording, start, sceneS, scenes));
            start += sceneS;
        }
        this.roundS = start;
        var rounds = places.stream().mapToInt(Place::scenes).max().orElse(1);
        for (var round = 0; round < rounds; round++) {
            roundToBouts.add(cut(round));
        }
    }

    private List<Bout> cut(int round) {
        var bouts = new ArrayList<Bout>();
        for (var i = 0; i < places.size(); i++) {
            var place = places.get(i);
            var length = (int) Math.round(place.sceneS() * place.recording().rateHz());
            var first = round % place.scenes() * length;
            for (var label : place.recording().labels()) {
                var from = Math.max(first, label.firstSample());
                var to = Math.min(first + length, label.firstSample() + label.sampleCount());
                if (to > from) {
                    var rate = place.recording().rateHz();
                    bouts.add(new Bout(
                            place.startS() + (from - first) / rate,
                            (to - from) / rate,
                            label.behaviour(),
                            new Source(i, from)));
                }
            }
        }
        return List.copyOf(bouts);
    }

    @Override
    public double roundS() {
        return roundS;
    }

    @Override
    public List<Bout> bouts(long round) {
        return roundToBouts.get((int) Math.floorMod(round, (long) roundToBouts.size()));
    }

    @Override
    public Recording recording(Source source) {
        return places.get(source.recording()).recording();
    }

    @Override
    public double sceneEndS(Bout bout) {
        return places.get(bout.source().recording()).endS();
    }
}
