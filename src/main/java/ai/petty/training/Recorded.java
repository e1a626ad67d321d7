package ai.petty.training;

import java.util.List;

/**
 * One recording of a dog's motion, as it stands in its file.
 *
 * @param device the file that it is from, which is also whose dog and which sensor
 * @param rateHz samples a second
 * @param axes 3, or 6 with a gyroscope
 * @param values {@code ax ay az [gx gy gz]} interleaved, g and deg/s
 * @param labels one a sample, in the recording's own words
 */
@SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
record Recorded(String device, String name, double rateHz, int axes, float[] values, List<String> labels) {
    private static final int DATE = 10;

    int samples() {
        return labels.size();
    }

    double seconds() {
        return samples() / rateHz;
    }

    /** Recordings of one day share the dog's mood and the sensor's place; a file without dates is one day. */
    String day() {
        return device
                + ' '
                + (name.length() > DATE && Character.isDigit(name.charAt(0)) ? name.substring(0, DATE) : "");
    }

    /** What the window from {@code fromS} is, or {@link Truth#MIXED}. */
    Truth truth(double fromS, double lengthS) {
        var first = Math.clamp(Math.round(fromS * rateHz), 0, samples() - 1);
        var end = Math.clamp(Math.round((fromS + lengthS) * rateHz), first + 1, samples());
        var label = labels.get(first);
        for (var i = first; i < end; i++) {
            if (!labels.get(i).equals(label)) {
                return Truth.MIXED;
            }
        }
        return Truth.ofLabel(label);
    }
}
