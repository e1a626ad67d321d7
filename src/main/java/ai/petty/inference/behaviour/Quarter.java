package ai.petty.inference.behaviour;

import org.jspecify.annotations.Nullable;

/** A quarter of an hour that is not over, as sums of whole numbers. */
final class Quarter implements Layout.Laid {
    static final long WIDTH = Span.micros(Bin.WIDTH);
    private static final double MILLI = 1e3;

    private long number;
    private final long[] micros = new long[Doing.ALL.length];
    private long wayMm;
    private int heartRates;
    private long heartMilli;
    private int breathRates;
    private long breathMilli;
    private int readings;

    /** For what is read from a layout. */
    Quarter() {}

    static Quarter of(long t) {
        var quarter = new Quarter();
        quarter.number = Math.floorDiv(t, WIDTH);
        return quarter;
    }

    Quarter copy() {
        var copy = new Quarter();
        copy.number = number;
        System.arraycopy(micros, 0, copy.micros, 0, micros.length);
        copy.wayMm = wayMm;
        copy.heartRates = heartRates;
        copy.heartMilli = heartMilli;
        copy.breathRates = breathRates;
        copy.breathMilli = breathMilli;
        copy.readings = readings;
        return copy;
    }

    long start() {
        return number * WIDTH;
    }

    long end() {
        return start() + WIDTH;
    }

    void spend(Doing doing, long spent) {
        micros[doing.number()] += spent;
    }

    void go(long legMm) {
        wayMm += legMm;
    }

    void read(boolean isResting, @Nullable Float hr, @Nullable Float br) {
        readings++;
        if (isResting && hr != null) {
            heartRates++;
            heartMilli += Math.round(hr * MILLI);
        }
        if (isResting && br != null) {
            breathRates++;
            breathMilli += Math.round(br * MILLI);
        }
    }

    Bin bin() {
        var observed = 0L;
        for (var spent : micros) {
            observed += spent;
        }
        return new Bin(
                start(),
                seconds(observed),
                seconds(micros[Doing.REST.number()]),
                seconds(micros[Doing.WALK.number()]),
                seconds(micros[Doing.RUN.number()]),
                seconds(micros[Doing.PLAY.number()]),
                (float) (wayMm / MILLI),
                heartRates == 0 ? null : (float) (heartMilli / MILLI / heartRates),
                heartRates,
                breathRates == 0 ? null : (float) (breathMilli / MILLI / breathRates),
                breathRates,
                readings);
    }

    private static float seconds(long spent) {
        return (float) ((double) spent / Span.A_SECOND);
    }

    @Override
    public void lay(Layout layout) {
        number = layout.number(number);
        for (var i = 0; i < micros.length; i++) {
            micros[i] = layout.number(micros[i]);
        }
        wayMm = layout.number(wayMm);
        heartRates = layout.count(heartRates, Integer.MAX_VALUE);
        heartMilli = layout.number(heartMilli);
        breathRates = layout.count(breathRates, Integer.MAX_VALUE);
        breathMilli = layout.number(breathMilli);
        readings = layout.count(readings, Integer.MAX_VALUE);
    }
}
