package ai.petty.inference;

import ai.petty.inference.behaviour.Behaviour;
import ai.petty.inference.behaviour.BehaviourMachine;
import ai.petty.inference.behaviour.BehaviourState;
import ai.petty.inference.behaviour.Bin;
import ai.petty.inference.behaviour.Episode;
import ai.petty.inference.behaviour.EpisodeId;
import ai.petty.inference.behaviour.Observation;
import ai.petty.inference.behaviour.Step;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A small machine with all that makes evaluating hard: an episode is one only from its third reading on, it ends when the second
 * reading of another kind confirms it, a gap of five minutes ends all, and what is remembered of a run depends on every reading of it.
 */
final class ToyMachine implements BehaviourMachine {
    private static final long GAP = Duration.ofMinutes(5).toNanos() / 1_000;
    private static final long QUARTER = Bin.WIDTH.toNanos() / 1_000;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int NOTHING = -1;
    private static final int ENOUGH = 3;
    private static final int CONFIRMED = 2;

    private final int version;

    ToyMachine(int version) {
        this.version = version;
    }

    /** One kind of activity, so far. */
    private record Run(int kind, long from, long to, int readings, int windows, double beats) {
        static final Run NONE = new Run(NOTHING, 0, 0, 0, 0, 0);

        Run with(long t, double beat) {
            return new Run(kind, from, t, readings + 1, windows, beats * 1.000_001 + beat);
        }

        Run withWindow() {
            return new Run(kind, from, to, readings, windows + 1, beats);
        }
    }

    private record State(int version, long pairingId, long lastT, Run run, Run next, long quarter, int readings)
            implements BehaviourState {
        @Override
        public OptionalLong last() {
            return lastT == NEVER ? OptionalLong.empty() : OptionalLong.of(lastT);
        }

        @Override
        public List<Episode> open() {
            return run.readings < ENOUGH ? List.of() : List.of(episode(true));
        }

        Episode episode(boolean isOpen) {
            var evidence = new TreeMap<String, Double>();
            evidence.put("beats", run.beats * version);
            evidence.put("windows", (double) run.windows);
            var behaviour = switch (run.kind) {
                case 0 -> Behaviour.RESTING;
                case 1 -> Behaviour.WALKING;
                default -> Behaviour.PLAYING;
            };
            return new Episode(
                    new EpisodeId(pairingId, behaviour, run.from),
                    run.to,
                    isOpen,
                    run.readings / (run.readings + 1f),
                    1,
                    run.windows == 0 ? "rules" : "toy",
                    evidence);
        }

        @Override
        public List<Bin> unfinished() {
            return quarter == NEVER ? List.of() : List.of(bin());
        }

        Bin bin() {
            return new Bin(quarter, readings, 0, 0, 0, 0, 0, null, 0, null, 0, readings);
        }

        @Override
        public byte[] encode() {
            var bytes = ByteBuffer.allocate(200)
                    .putInt(version)
                    .putLong(lastT)
                    .putLong(quarter)
                    .putInt(readings);
            for (var one : List.of(run, next)) {
                bytes.putInt(one.kind)
                        .putLong(one.from)
                        .putLong(one.to)
                        .putInt(one.readings)
                        .putInt(one.windows)
                        .putDouble(one.beats);
            }
            return bytes.array();
        }
    }

    @Override
    public BehaviourState start(long pairingId) {
        return new State(version, pairingId, NEVER, Run.NONE, Run.NONE, NEVER, 0);
    }

    @Override
    public BehaviourState decode(long pairingId, byte[] encoded) {
        var bytes = ByteBuffer.wrap(encoded);
        if (bytes.getInt() != version) {
            throw new IllegalArgumentException("another version");
        }
        var last = bytes.getLong();
        var quarter = bytes.getLong();
        var readings = bytes.getInt();
        return new State(version, pairingId, last, run(bytes), run(bytes), quarter, readings);
    }

    private static Run run(ByteBuffer bytes) {
        return new Run(
                bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getInt(), bytes.getDouble());
    }

    @Override
    public Step step(BehaviourState before, Observation observation) {
        var ended = new ArrayList<Episode>();
        var finished = new ArrayList<Bin>();
        var state = (State) before;
        var t = observation.t();
        if (state.lastT != NEVER && t < state.lastT) {
            throw new IllegalStateException("out of order: " + t + " after " + state.lastT);
        }
        if (state.lastT != NEVER && t - state.lastT > GAP) {
            state = stopped(state, ended, finished);
        }
        var quarter = Math.floorDiv(t, QUARTER) * QUARTER;
        if (state.quarter != quarter) {
            if (state.quarter != NEVER) {
                finished.add(state.bin());
            }
            state = new State(version, state.pairingId, t, state.run, state.next, quarter, 0);
        }
        var next = switch (observation) {
            case Observation.OfReading reading -> withReading(state, reading, ended);
            case Observation.OfMotion _ ->
                new State(
                        version, state.pairingId, t, state.run.withWindow(), state.next, state.quarter, state.readings);
        };
        return new Step(next, ended, finished);
    }

    private State withReading(State state, Observation.OfReading observation, List<Episode> ended) {
        var reading = observation.reading();
        var t = reading.t();
        var kind = reading.activity() == null ? 0 : reading.activity();
        var beat = reading.hr() == null ? 0 : reading.hr();
        var run = state.run;
        var next = state.next;
        if (run.kind == kind || run.kind == NOTHING) {
            run = (run.kind == NOTHING ? new Run(kind, t, t, 0, run.windows, 0) : run).with(t, beat);
            next = Run.NONE;
        } else {
            next = (next.kind == kind ? next : new Run(kind, t, t, 0, 0, 0)).with(t, beat);
            if (next.readings == CONFIRMED) {
                if (run.readings >= ENOUGH) {
                    ended.add(state.episode(false));
                }
                run = next;
                next = Run.NONE;
            }
        }
        return new State(version, state.pairingId, t, run, next, state.quarter, state.readings + 1);
    }

    private State stopped(State state, List<Episode> ended, List<Bin> finished) {
        if (state.run.readings >= ENOUGH) {
            ended.add(state.episode(false));
        }
        if (state.quarter != NEVER) {
            finished.add(state.bin());
        }
        return new State(version, state.pairingId, state.lastT, Run.NONE, Run.NONE, NEVER, 0);
    }

    @Override
    public Step silence(BehaviourState state, long now) {
        var ended = new ArrayList<Episode>();
        var finished = new ArrayList<Bin>();
        var last = state.last();
        var isOver = last.isPresent() && now - last.getAsLong() > GAP;
        return new Step(isOver ? stopped((State) state, ended, finished) : state, ended, finished);
    }

    @Override
    public Duration longestGap() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int version() {
        return version;
    }
}
