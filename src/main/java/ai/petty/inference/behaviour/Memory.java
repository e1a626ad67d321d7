package ai.petty.inference.behaviour;

import ai.petty.inference.motion.LabelledWindow;
import ai.petty.inference.motion.MotionLabel;
import ai.petty.ingest.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is remembered of one pairing. A step changes a copy; nothing else does. */
final class Memory implements BehaviourState {
    private static final Comparator<Episode> BY_BEGIN =
            Comparator.comparingLong(Episode::from).thenComparing(Episode::behaviour);

    private static final int NOTHING = -1;

    private final long pairingId;
    private final int version;
    private final long gap;
    private final long speaksFor;

    private boolean isBegun;
    private long last;
    /** What the pet did when it was last seen in this stretch, and when that was; null before that. */
    private @Nullable Doing doing;

    private long seen;
    private String model = "";
    private Gait gait;
    private Track track;
    private Quarters quarters;
    private Bouts bouts;
    private Sleep sleep;
    private Runs deepSleep;
    private Runs pacing;
    private Fetch fetch;

    Memory(long pairingId, int version, BehaviourOptions options) {
        this.pairingId = pairingId;
        this.version = version;
        this.gap = Span.micros(options.longestGap());
        this.speaksFor = Span.micros(options.speaksFor());
        this.gait = new Gait();
        this.track = new Track();
        this.quarters = new Quarters();
        this.bouts = new Bouts(options);
        this.sleep = new Sleep(options);
        this.deepSleep = new Runs(new DeepSleepRule(options.rules().deepSleep()), options);
        this.pacing = new Runs(new PacingRule(options.rules().pacing()), options);
        this.fetch = new Fetch(options);
    }

    private Memory(Memory other) {
        pairingId = other.pairingId;
        version = other.version;
        gap = other.gap;
        speaksFor = other.speaksFor;
        isBegun = other.isBegun;
        last = other.last;
        doing = other.doing;
        seen = other.seen;
        model = other.model;
        gait = other.gait.copy();
        track = other.track.copy();
        quarters = other.quarters.copy();
        bouts = other.bouts.copy();
        sleep = other.sleep.copy();
        deepSleep = other.deepSleep.copy();
        pacing = other.pacing.copy();
        fetch = other.fetch.copy();
    }

    Step after(Observation next) {
        if (isBegun && next.t() < last) {
            throw new IllegalArgumentException("an observation that is older than the last one");
        }
        var then = new Memory(this);
        var ended = new ArrayList<Episode>(0);
        Consumer<Draft> tell = draft -> ended.add(draft.told(pairingId, false));
        then.advance(next.t(), tell);
        switch (next) {
            case Observation.OfReading(var reading) -> then.read(reading, tell);
            case Observation.OfMotion(var window, var version) -> then.watch(window, version, tell);
        }
        then.isBegun = true;
        then.last = next.t();
        return then.step(next.t(), ended);
    }

    Step afterSilence(long now) {
        if (!isBegun || now <= last) {
            return new Step(this, List.of(), List.of());
        }
        var then = new Memory(this);
        var ended = new ArrayList<Episode>(0);
        then.advance(now, draft -> ended.add(draft.told(pairingId, false)));
        return then.step(now, ended);
    }

    private Step step(long now, List<Episode> ended) {
        ended.sort(BY_BEGIN);
        return new Step(this, ended, quarters.finish(doing == null ? now : seen));
    }

    /** It has become {@code t}. */
    private void advance(long t, Consumer<Draft> ended) {
        if (doing != null && t - seen > gap) {
            bouts.end(model, ended);
            sleep.end(model, ended);
            doing = null;
            model = "";
        }
        deepSleep.advance(t, ended);
        pacing.advance(t, ended);
        fetch.advance(t, ended);
        track.advance(t, gap);
        gait.advance(t);
    }

    private void read(Reading reading, Consumer<Draft> ended) {
        var place = Place.isUsable(reading) ? Place.of(reading) : null;
        var isFast = place != null && track.isRunning(place);
        int activity = reading.activity() == null ? NOTHING : reading.activity();
        var did = doing(activity, isFast || track.isFast(), reading.t());
        var isMoving = (did == null ? doing : did) != Doing.REST;
        var legMm = place == null ? 0 : track.legMm(place, isMoving);
        var isResting = did == Doing.REST || (did == null && doing == Doing.REST && reading.t() - seen <= speaksFor);
        if (did != null) {
            deepSleep.add(reading, activity, ended);
            pacing.add(reading, activity, ended);
            fetch.add(reading, activity, ended);
            see(new Sight(reading.t(), did, reading.hr(), true, null, legMm), ended);
        }
        var quarter = quarters.at(reading.t());
        quarter.read(isResting, reading.hr(), reading.br());
        quarter.go(legMm);
    }

    private @Nullable Doing doing(int activity, boolean isFast, long t) {
        return switch (activity) {
            case 0 -> Doing.REST;
            case 1 -> isFast ? Doing.RUN : Doing.WALK;
            case 2 -> isFast || gait.isRunning(t) ? Doing.RUN : Doing.PLAY;
            default -> null;
        };
    }

    private void watch(LabelledWindow window, String version, Consumer<Draft> ended) {
        var did = doing(window.label());
        if (did == null) {
            return;
        }
        model = version;
        gait.see(window.label(), window.t0());
        see(new Sight(window.t0(), did, null, false, window, 0), ended);
    }

    private static @Nullable Doing doing(MotionLabel label) {
        return switch (label) {
            case LYING, SITTING, STANDING -> Doing.REST;
            case WALKING, CLIMBING -> Doing.WALK;
            case RUNNING -> Doing.RUN;
            case UNKNOWN -> null;
        };
    }

    private void see(Sight sight, Consumer<Draft> ended) {
        var micros = sight.t() - seen;
        if (doing != null) {
            quarters.spend(doing, seen, sight.t());
        }
        bouts.add(sight, doing, micros, model, ended);
        sleep.add(sight, doing, micros, model, ended);
        doing = sight.doing();
        seen = sight.t();
    }

    @Override
    public OptionalLong last() {
        return isBegun ? OptionalLong.of(last) : OptionalLong.empty();
    }

    @Override
    public List<Episode> open() {
        var open = new ArrayList<Episode>();
        Consumer<Draft> tell = draft -> open.add(draft.told(pairingId, true));
        deepSleep.open().ifPresent(tell);
        pacing.open().ifPresent(tell);
        fetch.open().ifPresent(tell);
        bouts.open(model).ifPresent(tell);
        sleep.open(model).ifPresent(tell);
        open.sort(BY_BEGIN);
        return open;
    }

    @Override
    public List<Bin> unfinished() {
        return quarters.unfinished();
    }

    @Override
    public byte[] encode() {
        var writer = new Layout.Writer(version, last);
        lay(writer);
        return writer.bytes();
    }

    void read(Layout.Reader reader) {
        last = reader.base();
        lay(reader);
        reader.end();
    }

    private void lay(Layout layout) {
        isBegun = layout.flag(isBegun);
        var state = layout.count(doing == null ? 0 : doing.number() + 1, Doing.ALL.length);
        doing = state == 0 ? null : Doing.ALL[state - 1];
        if (doing != null) {
            seen = layout.time(seen);
        }
        model = layout.text(model);
        gait.lay(layout);
        track.lay(layout);
        quarters.lay(layout);
        bouts.lay(layout);
        sleep.lay(layout);
        deepSleep.lay(layout);
        pacing.lay(layout);
        fetch.lay(layout);
    }
}
