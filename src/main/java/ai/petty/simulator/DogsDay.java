package ai.petty.simulator;

import static ai.petty.simulator.Behaviour.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * An hour and a half of a dog that has a home: it sleeps, is walked, plays fetch, runs, and at the end goes out once more and comes
 * back. Every part is long enough to be told as an episode, and each way out begins and ends at home.
 */
final class DogsDay implements RecordedRoutine {
    private static final double MINUTE_S = 60;
    /** A recording is played at most so long at a time, then goes on elsewhere. */
    private static final double SCENE_S = 60;

    private static final double SHORTEST_SCENE_S = 2;
    private static final int THROWS = 5;

    /** @param isOut away from home */
    private record Part(Behaviour behaviour, double seconds, boolean isOut) {}

    private record Way(double startS, double endS) {}

    private static final List<Part> PARTS = parts();
    private static final double ROUND_S =
            PARTS.stream().mapToDouble(Part::seconds).sum();
    private static final List<Way> WAYS = ways();

    private final List<Bout> bouts;
    private final List<Recording> recordings;
    private final double phaseS;

    private DogsDay(List<Bout> bouts, List<Recording> recordings, double caughtUpS) {
        this.bouts = List.copyOf(bouts);
        this.recordings = recordings;
        this.phaseS = ROUND_S - caughtUpS;
    }

    /**
     * A day of which no motion was recorded.
     *
     * @param caughtUpS a day ends so many seconds after the collar began, when its time is the true one
     */
    static DogsDay invented(double caughtUpS) {
        return new DogsDay(
                filled((behaviour, seconds) -> List.of(new Cut(Source.INVENTED, seconds))), List.of(), caughtUpS);
    }

    /** A day of these recordings; empty when the dog was not recorded in all that it does. */
    static Optional<DogsDay> of(List<Recording> recordings, double caughtUpS) {
        var scenes = scenes(recordings);
        var isWhole = PARTS.stream().allMatch(part -> scenes.containsKey(part.behaviour()));
        return isWhole
                ? Optional.of(new DogsDay(filled(new Reel(recordings, scenes)), recordings, caughtUpS))
                : Optional.empty();
    }

    private static List<Part> parts() {
        var parts = new ArrayList<Part>();
        parts.add(new Part(LYING, 28 * MINUTE_S, false));
        parts.add(new Part(WALKING, 12 * MINUTE_S, true));
        parts.add(new Part(SITTING, 3 * MINUTE_S, false));
        parts.add(new Part(LYING, 6 * MINUTE_S, false));
        parts.add(new Part(WALKING, 3 * MINUTE_S, true));
        for (var thrown = 0; thrown < THROWS; thrown++) {
            parts.add(new Part(RUNNING, 45, true));
            parts.add(new Part(SITTING, 30, true));
        }
        parts.add(new Part(WALKING, 3 * MINUTE_S, true));
        parts.add(new Part(LYING, 8 * MINUTE_S, false));
        parts.add(new Part(RUNNING, 6 * MINUTE_S, true));
        parts.add(new Part(LYING, 7 * MINUTE_S, false));
        parts.add(new Part(WALKING, 6 * MINUTE_S, true));
        parts.add(new Part(SITTING, 2 * MINUTE_S, false));
        return List.copyOf(parts);
    }

    private static List<Way> ways() {
        var ways = new ArrayList<Way>();
        var at = 0.0;
        for (var part : PARTS) {
            var end = at + part.seconds();
            if (part.isOut()) {
                var isSameWay = !ways.isEmpty() && ways.getLast().endS() == at;
                ways.add(new Way(isSameWay ? ways.removeLast().startS() : at, end));
            }
            at = end;
        }
        return List.copyOf(ways);
    }

    /** A piece of a recording, and how long it is played. */
    private record Cut(Source source, double seconds) {}

    private static List<Bout> filled(BiFunction<Behaviour, Double, List<Cut>> film) {
        var bouts = new ArrayList<Bout>();
        var at = 0.0;
        for (var part : PARTS) {
            var end = at + part.seconds();
            for (var cut : film.apply(part.behaviour(), part.seconds())) {
                bouts.add(new Bout(at, Math.min(cut.seconds(), end - at), part.behaviour(), cut.source()));
                at += cut.seconds();
            }
            at = end;
        }
        return bouts;
    }

    private static Map<Behaviour, List<Source>> scenes(List<Recording> recordings) {
        var behaviourToScenes = new EnumMap<Behaviour, List<Source>>(Behaviour.class);
        for (var i = 0; i < recordings.size(); i++) {
            var recording = recordings.get(i);
            var scene = (int) (SCENE_S * recording.rateHz());
            for (var label : recording.labels()) {
                var scenes = behaviourToScenes.computeIfAbsent(label.behaviour(), one -> new ArrayList<>());
                for (var first = 0; first + scene <= label.sampleCount(); first += scene) {
                    scenes.add(new Source(i, label.firstSample() + first));
                }
            }
        }
        // Too little of it for one scene: as good as none.
        behaviourToScenes.values().removeIf(List::isEmpty);
        return behaviourToScenes;
    }

    /** Plays the scenes of each behaviour one after the other, and again from the first. */
    private static final class Reel implements BiFunction<Behaviour, Double, List<Cut>> {
        private final List<Recording> recordings;
        private final Map<Behaviour, List<Source>> behaviourToScenes;
        private final Map<Behaviour, Integer> behaviourToNext = new EnumMap<>(Behaviour.class);

        Reel(List<Recording> recordings, Map<Behaviour, List<Source>> behaviourToScenes) {
            this.recordings = recordings;
            this.behaviourToScenes = behaviourToScenes;
        }

        @Override
        public List<Cut> apply(Behaviour behaviour, Double seconds) {
            var cuts = new ArrayList<Cut>();
            for (var left = seconds; left > 0; ) {
                var scenes = behaviourToScenes.getOrDefault(behaviour, List.of());
                var next = behaviourToNext.merge(behaviour, 1, Integer::sum) - 1;
                var source = scenes.get(next % scenes.size());
                var rate = recordings.get(source.recording()).rateHz();
                var length = Math.min(left, Math.floor(SCENE_S * rate) / rate);
                // What is left at the end and fills no window is played in the same breath.
                cuts.add(new Cut(source, left - length < SHORTEST_SCENE_S && left < SCENE_S ? left : length));
                left -= length;
            }
            return cuts;
        }
    }

    @Override
    public double roundS() {
        return ROUND_S;
    }

    @Override
    public Moment moment(double seconds) {
        return RecordedRoutine.super.moment(seconds + phaseS);
    }

    @Override
    public List<Bout> bouts(long round) {
        return bouts;
    }

    @Override
    public Outing outing(Moment moment) {
        for (var i = 0; i < WAYS.size(); i++) {
            var way = WAYS.get(i);
            if (moment.atS() >= way.startS() && moment.atS() < way.endS()) {
                var before = metres(new Moment(moment.round(), way.startS()));
                return new Outing(
                        moment.round() * WAYS.size() + i,
                        metres(moment) - before,
                        metres(new Moment(moment.round(), way.endS())) - before);
            }
        }
        return Outing.NONE;
    }

    @Override
    public Recording recording(Source source) {
        return recordings.get(source.recording());
    }

    @Override
    public double sceneEndS(Bout bout) {
        return bout.endS();
    }
}
