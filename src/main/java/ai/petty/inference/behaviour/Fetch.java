package ai.petty.inference.behaviour;

import ai.petty.ingest.Reading;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Playing Fetch, as v1 has always told it: at least two cycles of play followed by rest somewhere else. A cycle is a reading of rest
 * directly after readings of play, of which the first or the last was far from it; other readings may lie between two cycles, but no
 * more time than a gap may last.
 */
final class Fetch implements Layout.Laid {
    private static final int REST = 0;
    private static final int PLAY = 2;
    private static final double HALF_CYCLES = 1;
    private static final double MILLI = 1e3;

    private final BehaviourOptions.Fetch options;
    private final long pause;
    private final long speaksFor;

    private boolean isBegun;
    private long last;
    private boolean isPlaying;
    private boolean isLanding;
    private long boutFrom;
    private @Nullable Place boutBegin;
    private @Nullable Place boutEnd;
    /** The cycles so far; nothing else counts while there are none. */
    private int cycles;

    private long from;
    private long to;
    private int readings;
    private long coveredMicros;
    private long throwsMm;
    /** Since {@code to}, or since the bout began where there is no cycle yet. */
    private int newReadings;

    private long newlyCovered;

    Fetch(BehaviourOptions options) {
        this.options = options.rules().fetch();
        this.pause = Span.micros(options.longestGap());
        this.speaksFor = Span.micros(options.speaksFor());
    }

    Fetch copy() {
        var copy = new Fetch(options, pause, speaksFor);
        copy.isBegun = isBegun;
        copy.last = last;
        copy.isPlaying = isPlaying;
        copy.isLanding = isLanding;
        copy.boutFrom = boutFrom;
        copy.boutBegin = boutBegin;
        copy.boutEnd = boutEnd;
        copy.cycles = cycles;
        copy.from = from;
        copy.to = to;
        copy.readings = readings;
        copy.coveredMicros = coveredMicros;
        copy.throwsMm = throwsMm;
        copy.newReadings = newReadings;
        copy.newlyCovered = newlyCovered;
        return copy;
    }

    private Fetch(BehaviourOptions.Fetch options, long pause, long speaksFor) {
        this.options = options;
        this.pause = pause;
        this.speaksFor = speaksFor;
    }

    void advance(long t, Consumer<Draft> ended) {
        if (isBegun && t - last > pause) {
            isBegun = false;
            isPlaying = false;
            isLanding = false;
            end(ended);
            newReadings = 0;
            newlyCovered = 0;
        }
    }

    /** @param reading one that has an activity */
    void add(Reading reading, int activity, Consumer<Draft> ended) {
        newReadings++;
        newlyCovered += isBegun ? Math.min(reading.t() - last, speaksFor) : 0;
        isBegun = true;
        last = reading.t();
        switch (activity) {
            case PLAY -> play(reading, ended);
            case REST -> rest(reading, ended);
            default -> {
                isPlaying = false;
                isLanding = false;
            }
        }
        if (cycles > 0 && !isPlaying && !isLanding && last - to > pause) {
            end(ended);
        }
        if (cycles == 0 && !isPlaying && !isLanding) {
            // They count from a bout on. Left to grow they would tell two pasts apart for ever that lead to the same.
            newReadings = 0;
            newlyCovered = 0;
        }
    }

    private void play(Reading reading, Consumer<Draft> ended) {
        if (!isPlaying || reading.t() - boutFrom > pause) {
            if (cycles > 0 && reading.t() - to > pause) {
                end(ended);
            }
            boutFrom = reading.t();
            boutBegin = null;
            boutEnd = null;
            if (cycles == 0) {
                newReadings = 1;
                newlyCovered = 0;
            }
        }
        isPlaying = true;
        isLanding = false;
        if (Place.isUsable(reading)) {
            boutEnd = Place.of(reading);
            boutBegin = boutBegin == null ? boutEnd : boutBegin;
        }
    }

    private void rest(Reading reading, Consumer<Draft> ended) {
        isLanding = (isPlaying || isLanding) && reading.t() - boutFrom <= 2 * pause;
        isPlaying = false;
        if (isLanding && Place.isUsable(reading)) {
            isLanding = false;
            var thrown = boutBegin == null || boutEnd == null ? 0 : farther(Place.of(reading), boutBegin, boutEnd);
            if (thrown > options.apartM()) {
                cycle(reading.t(), thrown, ended);
            }
        }
    }

    private static double farther(Place landed, Place begin, Place end) {
        return Math.max(landed.metresTo(begin), landed.metresTo(end));
    }

    private void cycle(long landed, double thrownM, Consumer<Draft> ended) {
        if (cycles > 0 && landed - from > Span.LONGEST) {
            end(ended);
        }
        if (cycles == 0) {
            from = boutFrom;
        }
        cycles++;
        to = landed;
        readings += newReadings;
        coveredMicros += newlyCovered;
        throwsMm += Math.round(thrownM * MILLI);
        newReadings = 0;
        newlyCovered = 0;
    }

    private void end(Consumer<Draft> ended) {
        open().ifPresent(ended);
        cycles = 0;
        readings = 0;
        coveredMicros = 0;
        throwsMm = 0;
    }

    Optional<Draft> open() {
        if (cycles < options.fewest()) {
            return Optional.empty();
        }
        var throwM = throwsMm / MILLI / cycles;
        return Optional.of(new Draft(Behaviour.PLAYING_FETCH, from, to, coveredMicros)
                .with("cycles", cycles)
                .with("throw_mean_m", throwM)
                .with("readings", readings)
                .sure(Confidence.amount(cycles, HALF_CYCLES), throwM / options.apartM() - 1));
    }

    @Override
    public void lay(Layout layout) {
        isBegun = layout.flag(isBegun);
        if (!isBegun) {
            return;
        }
        last = layout.time(last);
        newReadings = layout.count(newReadings, Integer.MAX_VALUE);
        newlyCovered = layout.number(newlyCovered);
        isPlaying = layout.flag(isPlaying);
        isLanding = layout.flag(isLanding);
        if (isPlaying || isLanding) {
            boutFrom = layout.time(boutFrom);
            boutBegin = layout.maybe(boutBegin, Place::new);
            boutEnd = layout.maybe(boutEnd, Place::new);
        }
        cycles = layout.count(cycles, Integer.MAX_VALUE);
        if (cycles > 0) {
            from = layout.time(from);
            to = layout.time(to);
            readings = layout.count(readings, Integer.MAX_VALUE);
            coveredMicros = layout.number(coveredMicros);
            throwsMm = layout.number(throwsMm);
        }
    }
}
