package ai.petty.inference.motion;

/** Power of two real signals of a window at once, by one complex transform of 32 points. */
final class Spectrum {
    /** Bins above the mean; the step is half a hertz. */
    static final int BINS = EvenMotion.WINDOW / 2;

    static final double STEP_HZ = (double) EvenMotion.RATE_HZ / EvenMotion.WINDOW;

    private static final int POINTS = EvenMotion.WINDOW;
    private static final double[] COS = new double[POINTS / 2];
    private static final double[] SIN = new double[POINTS / 2];
    private static final double[] HANN = new double[POINTS];
    private static final int[] REVERSED = new int[POINTS];

    static {
        for (var i = 0; i < POINTS / 2; i++) {
            COS[i] = StrictMath.cos(2 * Math.PI * i / POINTS);
            SIN[i] = -StrictMath.sin(2 * Math.PI * i / POINTS);
        }
        for (var i = 0; i < POINTS; i++) {
            HANN[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / POINTS);
            REVERSED[i] = Integer.reverse(i) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(POINTS));
        }
    }

    private final double[] re = new double[POINTS];
    private final double[] im = new double[POINTS];

    /** Adds the power of {@code p} to {@code powerP} and that of {@code q} to {@code powerQ}, both without their means. */
    void add(double[] p, double[] q, double[] powerP, double[] powerQ) {
        for (var i = 0; i < POINTS; i++) {
            re[REVERSED[i]] = p[i] * HANN[i];
            im[REVERSED[i]] = q[i] * HANN[i];
        }
        transform();
        for (var k = 1; k <= BINS; k++) {
            var other = POINTS - k;
            var pRe = re[k] + re[other];
            var pIm = im[k] - im[other];
            var qRe = im[k] + im[other];
            var qIm = re[other] - re[k];
            powerP[k - 1] += (pRe * pRe + pIm * pIm) / 4;
            powerQ[k - 1] += (qRe * qRe + qIm * qIm) / 4;
        }
    }

    private void transform() {
        for (var size = 2; size <= POINTS; size *= 2) {
            var half = size / 2;
            var stride = POINTS / size;
            for (var block = 0; block < POINTS; block += size) {
                for (var i = 0; i < half; i++) {
                    var a = block + i;
                    var b = a + half;
                    var c = COS[i * stride];
                    var s = SIN[i * stride];
                    var bRe = re[b] * c - im[b] * s;
                    var bIm = re[b] * s + im[b] * c;
                    re[b] = re[a] - bRe;
                    im[b] = im[a] - bIm;
                    re[a] += bRe;
                    im[a] += bIm;
                }
            }
        }
    }
}
